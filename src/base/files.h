#ifndef WANYAN_BASE_FILES_H_
#define WANYAN_BASE_FILES_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

// Reading files and folders. Errors name the path and the reason, as in
// "cannot read books/zh.yaml: permission denied". Paths are bytes, as the
// system has them. Safe to call from any thread.

namespace wanyan {

// The bytes of the file at `path`, which may also be a pipe or a device.
//
// NotFound, PermissionDenied; FailedPrecondition for a folder; OutOfRange for
// more than `max_bytes`, of which no more than that is read; Unknown for other
// errors of the system.
absl::StatusOr<std::string> ReadFile(const std::string& path, size_t max_bytes);

// The names of what is in `directory`, hidden ones (".x") left out, in the
// order of their bytes.
//
// NotFound, PermissionDenied; FailedPrecondition for what is no folder.
absl::StatusOr<std::vector<std::string>> ListNames(
    const std::string& directory);

// The paths, `directory`/name, of the files in `directory` whose name ends with
// `extension` (".yaml"), in the order of their bytes. Folders below it, and
// hidden files (".x.yaml"), are left out; links to files count. Errors as
// above.
absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory,
                                                   std::string_view extension);

// Whether `path` is a folder, or a link to one.
bool IsDirectory(const std::string& path);

}  // namespace wanyan

#endif  // WANYAN_BASE_FILES_H_
