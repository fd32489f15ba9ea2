#ifndef WANYAN_CLI_REMOTE_CHECKER_H_
#define WANYAN_CLI_REMOTE_CHECKER_H_

#include "absl/status/statusor.h"
#include "cli/reply_checker.h"

namespace wanyan {

// Asks the server at `access.address`, host:port. Errors of ReadFile for a file
// that cannot be read; InvalidArgument for what is no address, and for a token
// that would travel in the clear. The checker's errors name the flags that
// would help.
absl::StatusOr<ReplyChecker> MakeRemoteChecker(const ServerAccess& access);

}  // namespace wanyan

#endif  // WANYAN_CLI_REMOTE_CHECKER_H_
