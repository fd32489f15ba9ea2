#ifndef WANYAN_CLI_CHECK_LINES_H_
#define WANYAN_CLI_CHECK_LINES_H_

#include "cli/check_options.h"
#include "cli/exit_code.h"
#include "cli/reply_checker.h"

namespace wanyan {

// `check --jsonl`: checks one request a line and writes one result a line, in
// the same order; a line that could not be checked gives {"line", "error"} in
// its place, and the rest goes on. Empty lines are left out.
ExitCode CheckLines(const CheckOptions& options, const ReplyChecker& checker);

}  // namespace wanyan

#endif  // WANYAN_CLI_CHECK_LINES_H_
