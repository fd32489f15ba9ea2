#include "cli/init.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/first_files.h"
#include "cli/output.h"

namespace wanyan {
namespace {

namespace fs = std::filesystem;

constexpr char kDescription[] =
    "Write a first phrasebook and profile of your own";

constexpr char kFooter[] = R"(
Nothing that is there is overwritten.

Exit codes: 0, 2 a file is there already or cannot be written, wrong usage.)";

struct InitOptions {
  std::string directory = "phrasebooks";
  std::string language = "zh";
  std::string config_file;  // empty: none is written
};

struct NewFile {
  fs::path path;
  std::string text;
};

const FirstFiles& FilesIn(std::string_view language) {
  for (const FirstFiles& files : AllFirstFiles()) {
    if (files.language == language) return files;
  }
  return AllFirstFiles().front();
}

// The way to the phrasebooks from the configuration file.
std::string PathFromConfig(const InitOptions& options) {
  std::error_code error;
  const fs::path folder =
      fs::absolute(options.config_file, error).parent_path();
  return fs::absolute(options.directory, error)
      .lexically_normal()
      .lexically_relative(folder.lexically_normal())
      .string();
}

std::vector<NewFile> Plan(const InitOptions& options) {
  const FirstFiles& files = FilesIn(options.language);
  const fs::path folder = options.directory;
  std::vector<NewFile> plan = {
      {folder / "our-wording.yaml", std::string(files.phrasebook)},
      {folder / "profiles" / "default.yaml", std::string(files.profile)}};
  if (!options.config_file.empty()) {
    plan.push_back(
        {options.config_file,
         FirstConfiguration(PathFromConfig(options), options.language)});
  }
  return plan;
}

absl::Status CannotWrite(const fs::path& path, const std::error_code& error) {
  if (error == std::errc::file_exists) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "%s is there already; name another place", path.string()));
  }
  return absl::FailedPreconditionError(
      absl::StrFormat("cannot write %s: %s; name another place", path.string(),
                      error.message()));
}

// All or nothing, as far as that can be known before.
absl::Status CheckNothingIsThere(const std::vector<NewFile>& plan) {
  for (const NewFile& file : plan) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(file.path, error))) {
      return CannotWrite(file.path,
                         std::make_error_code(std::errc::file_exists));
    }
  }
  return absl::OkStatus();
}

// The file in `folder` that a server would read; empty where there is none.
std::string BookOrProfileIn(const fs::path& folder) {
  std::error_code error;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") return entry.path().string();
  }
  return "";
}

// A second default profile, or a second book of the same name, would break what
// is there.
absl::Status CheckHasNoBooks(const std::string& directory) {
  const std::string found = BookOrProfileIn(directory);
  if (found.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrFormat(
      "%s has phrasebooks or profiles already (%s); name a new folder",
      directory, found));
}

absl::Status Write(const NewFile& file) {
  std::error_code error;
  if (file.path.has_parent_path()) {
    fs::create_directories(file.path.parent_path(), error);
    if (error) return CannotWrite(file.path, error);
  }
  std::FILE* const out = std::fopen(file.path.c_str(), "wx");
  if (out == nullptr) {
    return CannotWrite(file.path,
                       std::error_code(errno, std::generic_category()));
  }
  const size_t written =
      std::fwrite(file.text.data(), 1, file.text.size(), out);
  const bool is_closed = std::fclose(out) == 0;
  if (written == file.text.size() && is_closed) return absl::OkStatus();
  return CannotWrite(file.path,
                     std::error_code(errno, std::generic_category()));
}

std::string NextSteps(const InitOptions& options) {
  const std::string& folder = options.directory;
  const std::string serve =
      options.config_file.empty()
          ? absl::StrFormat("wanyan serve --phrasebooks %s", folder)
          : absl::StrFormat("wanyan serve --config %s", options.config_file);
  return absl::StrFormat(
      "next:\n"
      "  wanyan test %s\n"
      "  wanyan check --phrasebooks %s --text \"%s\"\n"
      "  %s\n",
      folder, folder, FilesIn(options.language).reply, serve);
}

absl::Status Init(const InitOptions& options) {
  const std::vector<NewFile> plan = Plan(options);
  WANYAN_RETURN_IF_ERROR(CheckNothingIsThere(plan));
  WANYAN_RETURN_IF_ERROR(CheckHasNoBooks(options.directory));
  for (const NewFile& file : plan) {
    WANYAN_RETURN_IF_ERROR(Write(file));
    WriteOutput(absl::StrFormat("wrote %s\n", file.path.string()));
  }
  WriteOutput(NextSteps(options));
  return absl::OkStatus();
}

ExitCode RunInit(const InitOptions& options) {
  const absl::Status status = Init(options);
  if (!status.ok()) return ReportError(status);
  return OutputIsComplete() ? ExitCode::kOk : ExitCode::kInternal;
}

std::vector<std::string> Languages() {
  std::vector<std::string> languages;
  for (const FirstFiles& files : AllFirstFiles()) {
    languages.emplace_back(files.language);
  }
  return languages;
}

}  // namespace

void AddInitCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("init", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<InitOptions>();
  command
      ->add_option("DIR", options->directory,
                   "The folder that is made for them")
      ->type_name("")
      ->capture_default_str();
  command
      ->add_option("--language", options->language, "Of the first phrasebook")
      ->check(CLI::IsMember(Languages()))
      ->capture_default_str();
  command
      ->add_option("--config", options->config_file,
                   "Write a configuration for \"wanyan serve\" there, too")
      ->type_name("FILE");
  command->callback([options, exit_code] { *exit_code = RunInit(*options); });
}

}  // namespace wanyan
