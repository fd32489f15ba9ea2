#ifndef WANYAN_CLI_REMOTE_CHECKER_H_
#define WANYAN_CLI_REMOTE_CHECKER_H_

#include <string>

#include "cli/reply_checker.h"

namespace wanyan {

// Asks the server at `address`, host:port.
ReplyChecker MakeRemoteChecker(const std::string& address);

}  // namespace wanyan

#endif  // WANYAN_CLI_REMOTE_CHECKER_H_
