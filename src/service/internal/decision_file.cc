#include "service/internal/decision_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "service/internal/decision_line.h"

namespace wanyan::internal {
namespace {

// Replies are for nobody but those who run the server.
constexpr mode_t kMode = 0600;

// What is read at once of a file's end: more than nearly every line has.
constexpr size_t kBlockBytes = 64 << 10;

absl::Status Error(const char* what, const std::string& path,
                   std::string_view reason) {
  return absl::FailedPreconditionError(
      absl::StrFormat("cannot %s %s: %s", what, path, reason));
}

absl::Status ErrnoError(const char* what, const std::string& path) {
  return Error(what, path, std::strerror(errno));
}

// The bytes of a file from `begin` on, kBlockBytes at the most.
absl::StatusOr<std::string> ReadBlock(const std::string& path, int fd,
                                      off_t begin, off_t end) {
  std::string block(std::min(static_cast<size_t>(end - begin), kBlockBytes),
                    '\0');
  const ssize_t count = pread(fd, block.data(), block.size(), begin);
  if (count < 0) return ErrnoError("read", path);
  block.resize(static_cast<size_t>(count));
  return block;
}

// The offset behind the last byte before `end` that `is_wanted`; 0 where there
// is none.
absl::StatusOr<off_t> EndOfLast(const std::string& path, int fd, off_t end,
                                bool (*is_wanted)(char)) {
  while (end > 0) {
    const off_t begin =
        std::max<off_t>(0, end - static_cast<off_t>(kBlockBytes));
    WANYAN_ASSIGN_OR_RETURN(const std::string block,
                            ReadBlock(path, fd, begin, end));
    const auto found = std::find_if(block.rbegin(), block.rend(), is_wanted);
    if (found != block.rend()) return begin + (block.rend() - found);
    end = begin;
  }
  return off_t{0};
}

// Where the whole lines of a file of `size` bytes end. A file that does not
// begin with a decision, whole or not, is someone else's.
absl::StatusOr<off_t> EndOfWholeLines(const std::string& path, off_t size) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return ErrnoError("read", path);
  WANYAN_ASSIGN_OR_RETURN(
      const off_t end,
      EndOfLast(path, file.get(), size, [](char c) { return c != '\0'; }));
  WANYAN_ASSIGN_OR_RETURN(std::string start,
                          ReadBlock(path, file.get(), 0, end));
  start.resize(std::min(start.size(), kDecisionLineStart.size()));
  if (!kDecisionLineStart.starts_with(start)) {
    return Error("append to", path,
                 "it does not begin with a decision; name a file of its own "
                 "for the decision log");
  }
  return EndOfLast(path, file.get(), end, [](char c) { return c == '\n'; });
}

// File systems without locks are taken as they are.
absl::Status Lock(const std::string& path, int fd) {
  if (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
    return absl::OkStatus();
  }
  return absl::AlreadyExistsError(absl::StrFormat(
      "cannot write %s: another process writes it; stop that one, or name a "
      "file of its own for this server's decision log",
      path));
}

// Only who holds the lock knows that nobody is writing the half of a line.
absl::Status LockAndMend(const std::string& path, int fd) {
  WANYAN_RETURN_IF_ERROR(Lock(path, fd));
  struct stat info {};
  if (fstat(fd, &info) != 0) return ErrnoError("write", path);
  WANYAN_ASSIGN_OR_RETURN(const off_t end, EndOfWholeLines(path, info.st_size));
  if (end == info.st_size || ftruncate(fd, end) == 0) return absl::OkStatus();
  return ErrnoError("cut half a line off", path);
}

constexpr int kOpenFlags =
    O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

// Does not wait for somebody to read a pipe.
absl::StatusOr<Descriptor> OpenOrMake(const std::string& path) {
  Descriptor file(open(path.c_str(), kOpenFlags | O_CREAT, kMode));
  if (!file.is_open() && errno == ENXIO) {
    return absl::UnavailableError(absl::StrFormat(
        "cannot write %s: nobody reads this pipe; start its reader", path));
  }
  if (!file.is_open()) return ErrnoError("write", path);
  fcntl(file.get(), F_SETFL, fcntl(file.get(), F_GETFL) & ~O_NONBLOCK);
  return file;
}

// Whether a file can be made at `path`.
absl::Status CheckCanMake(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  if (access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) {
    return absl::OkStatus();
  }
  return ErrnoError("write", path);
}

bool Exists(const std::string& path) {
  struct stat info {};
  return lstat(path.c_str(), &info) == 0;
}

// What is not there needs no renaming.
absl::Status Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0 && errno != ENOENT) {
    return ErrnoError("rename", from);
  }
  return absl::OkStatus();
}

}  // namespace

DecisionFile::DecisionFile(std::string path, size_t max_bytes, int max_files)
    : path_(std::move(path)), max_bytes_(max_bytes), max_files_(max_files) {}

absl::Status DecisionFile::Open() {
  file_ = Descriptor();
  begun_ = 0;
  WANYAN_ASSIGN_OR_RETURN(Descriptor file, OpenOrMake(path_));
  struct stat info {};
  if (fstat(file.get(), &info) != 0) return ErrnoError("write", path_);
  is_regular_ = S_ISREG(info.st_mode);
  if (is_regular_) WANYAN_RETURN_IF_ERROR(LockAndMend(path_, file.get()));
  file_ = std::move(file);
  return absl::OkStatus();
}

absl::Status DecisionFile::Reopen() {
  if (file_.is_open() && !is_regular_ && IsStillNamed()) {
    return absl::OkStatus();
  }
  return Open();
}

bool DecisionFile::IsStillNamed() const {
  struct stat opened {};
  struct stat named {};
  return fstat(file_.get(), &opened) == 0 && stat(path_.c_str(), &named) == 0 &&
         opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

absl::Status DecisionFile::Check() const {
  struct stat info {};
  if (stat(path_.c_str(), &info) != 0) {
    return errno == ENOENT ? CheckCanMake(path_) : ErrnoError("write", path_);
  }
  // Its reader would take the end of a look for the end of the log.
  if (S_ISFIFO(info.st_mode)) return absl::OkStatus();
  const Descriptor file(open(path_.c_str(), kOpenFlags));
  if (!file.is_open()) return ErrnoError("write", path_);
  if (!S_ISREG(info.st_mode)) return absl::OkStatus();
  WANYAN_RETURN_IF_ERROR(Lock(path_, file.get()));
  return EndOfWholeLines(path_, info.st_size).status();
}

absl::Status DecisionFile::Append(std::string_view line) {
  if (!file_.is_open()) WANYAN_RETURN_IF_ERROR(Open());
  if (is_regular_ && begun_ == 0) {
    WANYAN_RETURN_IF_ERROR(MakeRoomFor(line.size()));
  }
  while (begun_ < line.size()) {
    const ssize_t count =
        write(file_.get(), line.data() + begun_, line.size() - begun_);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      const absl::Status error = ErrnoError("write", path_);
      // Who had half of the line is gone.
      if (errno == EPIPE) begun_ = 0;
      TakeBack();
      return error;
    }
    begun_ += static_cast<size_t>(count);
  }
  begun_ = 0;
  return absl::OkStatus();
}

absl::Status DecisionFile::MakeRoomFor(size_t bytes) {
  // Asked of the system each time: others may cut the file, too.
  struct stat info {};
  if (fstat(file_.get(), &info) != 0) return ErrnoError("write", path_);
  const auto size = static_cast<size_t>(info.st_size);
  const bool fits = size == 0 || size + bytes <= max_bytes_;
  return fits ? absl::OkStatus() : Rotate();
}

absl::Status DecisionFile::Rotate() {
  if (max_files_ == 0) {
    if (unlink(path_.c_str()) != 0 && errno != ENOENT) {
      return ErrnoError("remove", path_);
    }
    return Open();
  }
  // Up to the first number that is free, so that trying again after an error
  // moves no file twice.
  int last = 1;
  while (last < max_files_ && Exists(RotatedPath(last))) ++last;
  for (int number = last; number > 0; --number) {
    WANYAN_RETURN_IF_ERROR(
        Rename(RotatedPath(number - 1), RotatedPath(number)));
  }
  return Open();
}

std::string DecisionFile::RotatedPath(int number) const {
  return number == 0 ? path_ : absl::StrFormat("%s.%d", path_, number);
}

void DecisionFile::TakeBack() {
  if (!is_regular_ || begun_ == 0) return;
  struct stat info {};
  if (fstat(file_.get(), &info) != 0) return;
  const off_t whole_lines = info.st_size - static_cast<off_t>(begun_);
  if (whole_lines >= 0 && ftruncate(file_.get(), whole_lines) == 0) begun_ = 0;
}

}  // namespace wanyan::internal
