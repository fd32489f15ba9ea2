#ifndef WANYAN_CLI_CHECK_REPLIES_H_
#define WANYAN_CLI_CHECK_REPLIES_H_

#include "cli/check_options.h"
#include "cli/exit_code.h"
#include "cli/reply_checker.h"

namespace wanyan {

// Checks `options.text`, or each file as one reply, and prints the results to
// standard output. What cannot be read or checked is told on standard error,
// and the rest goes on.
ExitCode CheckReplies(const CheckOptions& options, const ReplyChecker& checker);

}  // namespace wanyan

#endif  // WANYAN_CLI_CHECK_REPLIES_H_
