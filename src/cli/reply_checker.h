#ifndef WANYAN_CLI_REPLY_CHECKER_H_
#define WANYAN_CLI_REPLY_CHECKER_H_

#include <functional>

#include "absl/status/statusor.h"
#include "engine/checker.h"

namespace wanyan {

// Checks one reply: in this process, or by a server.
using ReplyChecker =
    std::function<absl::StatusOr<CheckResult>(const CheckRequest&)>;

}  // namespace wanyan

#endif  // WANYAN_CLI_REPLY_CHECKER_H_
