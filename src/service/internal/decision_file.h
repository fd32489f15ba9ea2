#ifndef WANYAN_SERVICE_INTERNAL_DECISION_FILE_H_
#define WANYAN_SERVICE_INTERNAL_DECISION_FILE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "base/descriptor.h"

namespace wanyan::internal {

// A file of whole lines that is renamed when it is full: FILE to FILE.1, that
// to FILE.2 and so on. Also a pipe or a device, which is never renamed.
//
// A regular file is locked (flock) while it is open, so that of two servers
// with the same file the second one neither writes there nor mends what the
// first one is just writing.
//
// Every call may wait as long as the disk takes. Not thread-safe.
class DecisionFile {
 public:
  // A line that would make the file longer than `max_bytes` goes to a new one;
  // `max_files` renamed ones are kept, the oldest goes.
  DecisionFile(std::string path, size_t max_bytes, int max_files);

  // Opens or makes the file. What stands behind its last line feed is cut off:
  // half a decision, or the NUL bytes that a file system may leave when the
  // power fails. Unavailable for a pipe that nobody reads yet, AlreadyExists
  // for a file that another process has locked; FailedPrecondition for
  // everything else, as for a file that does not begin with a decision: it is
  // not ours.
  absl::Status Open();

  // Opens it anew, since someone else may have renamed it. A pipe or a device
  // that bears the same name still stays open: half a line may be in it.
  absl::Status Reopen();

  // What Open would return, as far as that can be told without changing
  // anything: a pipe is taken for good.
  absl::Status Check() const;

  // Appends `line`, which ends in a line feed. After an error the file is as it
  // was, where the system allows that, and the same line is to be tried again.
  absl::Status Append(std::string_view line);

 private:
  bool IsStillNamed() const;
  absl::Status MakeRoomFor(size_t bytes);
  absl::Status Rotate();
  std::string RotatedPath(int number) const;
  // Removes what of a line has been written.
  void TakeBack();

  const std::string path_;
  const size_t max_bytes_;
  const int max_files_;
  Descriptor file_;  // closed where the last Open failed
  bool is_regular_ = false;
  // Bytes of the line in hand that are in the file already.
  size_t begun_ = 0;
};

}  // namespace wanyan::internal

#endif  // WANYAN_SERVICE_INTERNAL_DECISION_FILE_H_
