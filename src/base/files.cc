#include "base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "base/descriptor.h"
#include "base/status_macros.h"

namespace wanyan {
namespace {

absl::Status SystemError(const std::string& path,
                         const std::error_code& error) {
  const auto Message = [&path](std::string_view reason) {
    return absl::StrFormat("cannot read %s: %s", path, reason);
  };
  if (error == std::errc::no_such_file_or_directory) {
    return absl::NotFoundError(Message("no such file or folder"));
  }
  if (error == std::errc::permission_denied) {
    return absl::PermissionDeniedError(Message("permission denied"));
  }
  if (error == std::errc::is_a_directory) {
    return absl::FailedPreconditionError(Message("it is a folder, not a file"));
  }
  if (error == std::errc::not_a_directory) {
    return absl::FailedPreconditionError(Message("it is a file, not a folder"));
  }
  return absl::UnknownError(Message(error.message()));
}

absl::Status ErrnoError(const std::string& path) {
  return SystemError(path, std::error_code(errno, std::generic_category()));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path,
                                     size_t max_bytes) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return ErrnoError(path);

  // The size is what can be read, not what the system claims: pipes and devices
  // claim nothing, and files grow.
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = read(file.get(), buffer, sizeof(buffer));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoError(path);
    if (count == 0) return bytes;
    if (static_cast<size_t>(count) > max_bytes - bytes.size()) {
      return absl::OutOfRangeError(absl::StrFormat(
          "cannot read %s: it has more than %d bytes", path, max_bytes));
    }
    bytes.append(buffer, static_cast<size_t>(count));
  }
}

absl::StatusOr<std::vector<std::string>> ListNames(
    const std::string& directory) {
  std::error_code error;
  std::filesystem::directory_iterator entry(directory, error);
  std::vector<std::string> names;
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {
    std::string name = entry->path().filename().string();
    if (!name.starts_with('.')) names.push_back(std::move(name));
  }
  if (error) return SystemError(directory, error);
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<std::vector<std::string>> ListFiles(const std::string& directory,
                                                   std::string_view extension) {
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                          ListNames(directory));
  std::vector<std::string> paths;
  for (const std::string& name : names) {
    if (!name.ends_with(extension)) continue;
    const auto path = std::filesystem::path(directory) / name;
    std::error_code unreadable;  // a dangling link is no file
    if (std::filesystem::is_regular_file(path, unreadable)) {
      paths.push_back(path.string());
    }
  }
  return paths;
}

bool IsDirectory(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

}  // namespace wanyan
