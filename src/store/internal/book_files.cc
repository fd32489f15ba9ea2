#include "store/internal/book_files.h"

#include <filesystem>

#include "absl/strings/match.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "base/string_view.h"

namespace wanyan::internal {

bool IsBookName(std::string_view name) {
  return !name.starts_with('.') &&
         (absl::EndsWithIgnoreCase(ToAbsl(name), ToAbsl(kBookExtension)) ||
          absl::EndsWithIgnoreCase(ToAbsl(name), ".yml"));
}

absl::StatusOr<std::vector<std::string>> ListBookFiles(
    const std::string& directory) {
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                          ListNames(directory));
  std::vector<std::string> paths;
  for (const std::string& name : names) {
    if (!IsBookName(name)) continue;
    paths.push_back((std::filesystem::path(directory) / name).string());
  }
  return paths;
}

std::string ProfilesOf(const std::string& directory) {
  return directory + "/profiles";
}

}  // namespace wanyan::internal
