#include "store/phrasebook_folder.h"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "phrasebook/limits.h"
#include "phrasebook/parser.h"
#include "store/internal/book_files.h"

namespace wanyan {
namespace {

using internal::kBookExtension;
using internal::ListBookFiles;
using internal::ProfilesOf;

namespace fs = std::filesystem;

// What is wrong with a whole file, before anything of it is read. It would
// otherwise be left out in silence, and its rules with it.
Diagnostic FileError(const std::string& path, std::string_view code,
                     std::string message, std::string hint) {
  Diagnostic diagnostic;
  diagnostic.file = path;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  return diagnostic;
}

// Why the thing at `path`, whose name is a book's, is none.
std::optional<Diagnostic> FindFileError(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    // What is gone by now, the reading tells.
    if (!fs::is_symlink(fs::symlink_status(path, error))) return std::nullopt;
    return FileError(path, code::kDanglingLink, "the link leads to no file",
                     "let it lead to a phrasebook, or remove it");
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return FileError(path, code::kNotAFile,
                     "it is called like a phrasebook, and is no file",
                     "give it another name, or take it out of the folder");
  }
  if (!path.ends_with(kBookExtension)) {
    return FileError(
        path, code::kWrongExtension, "files with this extension are not read",
        absl::StrFormat("rename it to %s", fs::path(path).stem().string() +
                                               std::string(kBookExtension)));
  }
  return std::nullopt;
}

// The books in `directory`; those that cannot be any are in `diagnostics`.
absl::StatusOr<std::vector<std::string>> BookPaths(
    const std::string& directory, std::vector<Diagnostic>* diagnostics) {
  WANYAN_ASSIGN_OR_RETURN(std::vector<std::string> paths,
                          ListBookFiles(directory));
  std::erase_if(paths, [diagnostics](const std::string& path) {
    std::optional<Diagnostic> error = FindFileError(path);
    if (error.has_value()) diagnostics->push_back(*std::move(error));
    return error.has_value();
  });
  return paths;
}

absl::StatusOr<std::vector<std::string>> ProfilePaths(
    const std::string& directory, std::vector<Diagnostic>* diagnostics) {
  const std::string profiles = ProfilesOf(directory);
  std::error_code error;
  const fs::file_status status = fs::symlink_status(profiles, error);
  if (!fs::exists(status)) return std::vector<std::string>();
  return BookPaths(profiles, diagnostics);
}

// Reads and parses each file of `paths`; those without errors are in `parsed`.
template <typename T>
absl::Status ReadAll(const std::vector<std::string>& paths,
                     std::optional<T> (*parse)(std::string_view,
                                               std::string_view,
                                               std::vector<Diagnostic>*),
                     std::vector<T>* parsed,
                     std::vector<Diagnostic>* diagnostics) {
  for (const std::string& path : paths) {
    // One byte more than the parser takes: it is the one to refuse it.
    WANYAN_ASSIGN_OR_RETURN(const std::string bytes,
                            ReadFile(path, kMaxPhrasebookBytes + 1));
    std::optional<T> one = parse(path, bytes, diagnostics);
    if (one.has_value()) parsed->push_back(*std::move(one));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LoadedFolder> LoadPhrasebookFolder(
    const std::string& directory, std::string_view default_locale) {
  LoadedFolder folder;
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> book_paths,
                          BookPaths(directory, &folder.diagnostics));
  if (book_paths.empty() && folder.diagnostics.empty()) {
    return absl::NotFoundError(absl::StrFormat(
        "no phrasebooks (*.yaml) in %s; name another folder with "
        "--phrasebooks or $WANYAN_PHRASEBOOKS",
        directory));
  }
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> profile_paths,
                          ProfilePaths(directory, &folder.diagnostics));
  std::vector<Phrasebook> books;
  std::vector<Profile> profiles;
  WANYAN_RETURN_IF_ERROR(
      ReadAll(book_paths, ParsePhrasebook, &books, &folder.diagnostics));
  WANYAN_RETURN_IF_ERROR(
      ReadAll(profile_paths, ParseProfile, &profiles, &folder.diagnostics));
  // A name may be missing because its book is broken: that is told instead.
  if (HasErrors(folder.diagnostics)) return folder;
  CheckFolder(books, profiles, &folder.diagnostics);
  if (HasErrors(folder.diagnostics)) return folder;
  WANYAN_ASSIGN_OR_RETURN(
      folder.library, Library::Compile(std::move(books), std::move(profiles),
                                       std::string(default_locale)));
  return folder;
}

std::string PhrasebookDirectory(std::string_view flag) {
  if (!flag.empty()) return std::string(flag);
  const char* variable = std::getenv("WANYAN_PHRASEBOOKS");
  if (variable != nullptr && *variable != '\0') return variable;
  return IsDirectory(WANYAN_INSTALLED_PHRASEBOOKS)
             ? WANYAN_INSTALLED_PHRASEBOOKS
             : WANYAN_SOURCE_PHRASEBOOKS;
}

}  // namespace wanyan
