#ifndef WANYAN_TESTS_SUPPORT_CHILD_SERVER_H_
#define WANYAN_TESTS_SUPPORT_CHILD_SERVER_H_

#include <sys/types.h>

#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace wanyan {

// A server as a child process, and what Linux knows about it.
class ChildServer {
 public:
  // Starts `command` (a path and its arguments) and waits for its line
  // "listening on ADDRESS …". FailedPrecondition where it does not start, or
  // ends without that line.
  static absl::StatusOr<std::unique_ptr<ChildServer>> Start(
      const std::vector<std::string>& command);

  // Asks it to end by SIGTERM and waits until it has.
  ~ChildServer();

  ChildServer(const ChildServer&) = delete;
  ChildServer& operator=(const ChildServer&) = delete;

  const std::string& address() const { return address_; }
  // From its start to the line "listening on": by the clock, and of its own
  // CPU.
  absl::Duration start_time() const { return start_time_; }
  absl::Duration start_cpu_time() const { return start_cpu_time_; }

  // User and system time of all of its threads so far. What /proc/PID/stat
  // counts in steps of 10 ms, to the nanosecond.
  absl::Duration CpuTime() const;
  // Resident memory now, and the most there ever was, in kB (1,024 bytes).
  long ResidentKb() const;
  long PeakResidentKb() const;

 private:
  ChildServer(pid_t pid, FILE* output) : pid_(pid), output_(output) {}

  bool ReadAddress();
  long StatusKb(const std::string& field) const;

  pid_t pid_;
  FILE* output_;  // its standard output; owned
  std::string address_;
  absl::Duration start_time_;
  absl::Duration start_cpu_time_;
};

}  // namespace wanyan

#endif  // WANYAN_TESTS_SUPPORT_CHILD_SERVER_H_
