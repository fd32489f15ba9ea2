#ifndef WANYAN_STORE_INTERNAL_BOOK_FILES_H_
#define WANYAN_STORE_INTERNAL_BOOK_FILES_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

// Which files of a folder are phrasebooks: what loads the folder, what tells
// whether it has changed and what watches it must agree.

namespace wanyan::internal {

// How the name of a phrasebook or profile ends.
inline constexpr std::string_view kBookExtension = ".yaml";

// Whether a file called `name` is a book, or was meant to be one: it ends in
// .yaml or .yml, whatever the case, and is not hidden.
bool IsBookName(std::string_view name);

// The paths, `directory`/name, of what has such a name, in the order of their
// bytes. Errors are those of ListNames.
absl::StatusOr<std::vector<std::string>> ListBookFiles(
    const std::string& directory);

// Where the profiles of the books in `directory` are.
std::string ProfilesOf(const std::string& directory);

}  // namespace wanyan::internal

#endif  // WANYAN_STORE_INTERNAL_BOOK_FILES_H_
