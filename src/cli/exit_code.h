#ifndef WANYAN_CLI_EXIT_CODE_H_
#define WANYAN_CLI_EXIT_CODE_H_

#include "absl/status/status.h"

namespace wanyan {

// What the program ends with. The values are a contract with scripts.
enum class ExitCode : int {
  kOk = 0,
  kFindings = 1,   // findings at or above what was asked for
  kUsage = 2,      // flags, configuration, phrasebooks, no input
  kUnchecked = 3,  // part of the input was unreadable or not checked
  kInternal = 4,   // a fault of ours, or output that could not be written
};

// The graver of two outcomes: a fault of ours, usage, what was not checked,
// findings, nothing.
ExitCode Graver(ExitCode a, ExitCode b);

// The outcome of work that ended with `error`, which is not OK and is not about
// the input itself.
ExitCode ExitCodeOf(const absl::Status& error);

}  // namespace wanyan

#endif  // WANYAN_CLI_EXIT_CODE_H_
