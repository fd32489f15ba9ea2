#include "store/phrasebook_folder.h"

#include <cstdlib>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "phrasebook/limits.h"
#include "phrasebook/parser.h"

namespace wanyan {
namespace {

constexpr std::string_view kExtension = ".yaml";
constexpr std::string_view kProfiles = "/profiles";

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

absl::StatusOr<std::vector<std::string>> ProfilePaths(
    const std::string& directory) {
  const std::string profiles = directory + std::string(kProfiles);
  if (!IsDirectory(profiles)) return std::vector<std::string>();
  return ListFiles(profiles, kExtension);
}

}  // namespace

absl::StatusOr<LoadedFolder> LoadPhrasebookFolder(
    const std::string& directory, std::string_view default_locale) {
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> book_paths,
                          ListFiles(directory, kExtension));
  if (book_paths.empty()) {
    return absl::NotFoundError(absl::StrFormat(
        "no phrasebooks (*.yaml) in %s; name another folder with "
        "--phrasebooks or $WANYAN_PHRASEBOOKS",
        directory));
  }
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> profile_paths,
                          ProfilePaths(directory));
  LoadedFolder folder;
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
