#include "service/internal/decision_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "service/internal/decision_line.h"

namespace wanyan::internal {
namespace {

// Replies are for nobody but those who run the server.
constexpr mode_t kMode = 0600;

// The longest line, of a text full of control characters and with as many
// findings as are reported, has less.
constexpr off_t kMaxLineBytes = 1 << 20;

absl::Status Error(const char* what, const std::string& path,
                   std::string_view reason) {
  return absl::FailedPreconditionError(
      absl::StrFormat("cannot %s %s: %s", what, path, reason));
}

absl::Status ErrnoError(const char* what, const std::string& path) {
  return Error(what, path, std::strerror(errno));
}

// The last bytes of the file, up to the length of the longest line.
absl::Status ReadTail(const std::string& path, off_t size, std::string* tail) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return ErrnoError("read", path);
  tail->resize(static_cast<size_t>(std::min(size, kMaxLineBytes)));
  const off_t begin = size - static_cast<off_t>(tail->size());
  const ssize_t count = pread(file.get(), tail->data(), tail->size(), begin);
  if (count < 0) return ErrnoError("read", path);
  tail->resize(static_cast<size_t>(count));
  return absl::OkStatus();
}

bool BeginsADecision(std::string_view half_line) {
  return half_line.starts_with(kDecisionLineStart) ||
         kDecisionLineStart.starts_with(half_line);
}

// Cuts off half a decision, which a machine that failed may leave.
absl::Status EndWithWholeLine(const std::string& path, int fd, off_t size) {
  std::string tail;
  WANYAN_RETURN_IF_ERROR(ReadTail(path, size, &tail));
  const std::string_view half_line =
      std::string_view(tail).substr(tail.rfind('\n') + 1);
  if (half_line.empty()) return absl::OkStatus();
  if (!BeginsADecision(half_line)) {
    return Error("append to", path,
                 "its last line is no decision; name a file of its own for "
                 "the decision log");
  }
  if (ftruncate(fd, size - static_cast<off_t>(half_line.size())) != 0) {
    return ErrnoError("cut half a line off", path);
  }
  return absl::OkStatus();
}

// A pipe that nobody reads must not keep the server from starting.
Descriptor OpenWithoutWaiting(const std::string& path) {
  Descriptor file(
      open(path.c_str(),
           O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
           kMode));
  if (file.is_open()) {
    fcntl(file.get(), F_SETFL, fcntl(file.get(), F_GETFL) & ~O_NONBLOCK);
  }
  return file;
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
  Descriptor file = OpenWithoutWaiting(path_);
  struct stat info {};
  if (!file.is_open() || fstat(file.get(), &info) != 0) {
    return ErrnoError("write", path_);
  }
  is_regular_ = S_ISREG(info.st_mode);
  if (is_regular_) {
    WANYAN_RETURN_IF_ERROR(EndWithWholeLine(path_, file.get(), info.st_size));
  }
  file_ = std::move(file);
  return absl::OkStatus();
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
