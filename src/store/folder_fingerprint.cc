#include "store/folder_fingerprint.h"

#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <utility>

#include "absl/status/statusor.h"
#include "store/internal/book_files.h"

namespace wanyan {
namespace {

int64_t ToNanoseconds(const timespec& time) {
  return int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

}  // namespace

FolderFingerprint FolderFingerprint::Of(const std::string& directory) {
  FolderFingerprint fingerprint;
  fingerprint.AddFolder(directory);
  fingerprint.AddFolder(internal::ProfilesOf(directory));
  return fingerprint;
}

FolderFingerprint::Entry FolderFingerprint::EntryOf(const std::string& path) {
  Entry entry;
  entry.path = path;
  struct stat status;
  if (stat(path.c_str(), &status) != 0) {
    entry.error = errno;
    return entry;
  }
  entry.device = status.st_dev;
  entry.inode = status.st_ino;
  // What else a folder tells changes with every file in it, book or not.
  if (S_ISDIR(status.st_mode)) return entry;
  entry.bytes = status.st_size;
  entry.modified_ns = ToNanoseconds(status.st_mtim);
  entry.changed_ns = ToNanoseconds(status.st_ctim);
  return entry;
}

void FolderFingerprint::AddFolder(const std::string& directory) {
  Entry folder = EntryOf(directory);
  const absl::StatusOr<std::vector<std::string>> paths =
      internal::ListBookFiles(directory);
  if (!paths.ok() && folder.error == 0) {
    folder.error = paths.status().raw_code();
  }
  entries_.push_back(std::move(folder));
  if (!paths.ok()) return;
  for (const std::string& path : *paths) entries_.push_back(EntryOf(path));
}

}  // namespace wanyan
