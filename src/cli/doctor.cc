#include "cli/doctor.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/string_view.h"
#include "cli/doctor_checks.h"
#include "cli/output.h"
#include "cli/serve_options.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Tell what would keep a server from working, and how to mend it";

constexpr char kFooter[] = R"(
Takes the flags of "wanyan serve", and looks at what they name: configuration,
phrasebooks, certificates, tokens, addresses, decision log, limits of the
machine. Nothing is started. A line for each thing: ok, warning or error.

Exit codes: 0 no errors, 2 errors or wrong usage.)";

std::string_view NameOf(Checkup::Result result) {
  switch (result) {
    case Checkup::Result::kOk:
      return "ok";
    case Checkup::Result::kWarning:
      return "warning";
    case Checkup::Result::kError:
      return "error";
  }
  return "";
}

void Write(const Checkup& checkup) {
  WriteOutput(absl::StrFormat("%-8s %s: %s\n", NameOf(checkup.result),
                              checkup.subject, checkup.text));
}

int Count(const std::vector<Checkup>& checkups, Checkup::Result result) {
  int count = 0;
  for (const Checkup& checkup : checkups) count += checkup.result == result;
  return count;
}

std::string Counted(int count, std::string_view noun) {
  if (count == 0) return absl::StrFormat("no %ss", noun);
  return absl::StrFormat("%d %s%s", count, noun, count == 1 ? "" : "s");
}

std::string SourceOf(const ServeFlags& flags) {
  return flags.config_file.empty() ? "flags and defaults alone"
                                   : flags.config_file + " can be used";
}

// Without a configuration, there is little to look at.
std::vector<Checkup> Examine(const ServeFlags& flags) {
  const absl::StatusOr<ServeConfig> config = ResolveServeConfig(flags);
  if (!config.ok()) {
    std::vector<Checkup> checkups = CheckMachine(absl::Now());
    checkups.push_back({Checkup::Result::kError, "configuration",
                        std::string(ToStd(config.status().message()))});
    return checkups;
  }
  std::vector<Checkup> checkups = CheckAll(*config, absl::Now());
  checkups.insert(checkups.begin(),
                  {Checkup::Result::kOk, "configuration", SourceOf(flags)});
  return checkups;
}

ExitCode RunDoctor(const ServeFlags& flags) {
  const std::vector<Checkup> checkups = Examine(flags);
  for (const Checkup& checkup : checkups) Write(checkup);
  const int errors = Count(checkups, Checkup::Result::kError);
  const int warnings = Count(checkups, Checkup::Result::kWarning);
  WriteOutput(absl::StrFormat("%s, %s\n", Counted(errors, "error"),
                              Counted(warnings, "warning")));
  if (!OutputIsComplete()) return ExitCode::kInternal;
  return errors == 0 ? ExitCode::kOk : ExitCode::kUsage;
}

}  // namespace

void AddDoctorCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("doctor", kDescription);
  command->footer(kFooter);
  const auto flags = std::make_shared<ServeFlags>();
  AddServeFlags(command, flags.get());
  command->callback([flags, exit_code] { *exit_code = RunDoctor(*flags); });
}

}  // namespace wanyan
