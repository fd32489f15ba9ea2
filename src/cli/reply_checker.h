#ifndef WANYAN_CLI_REPLY_CHECKER_H_
#define WANYAN_CLI_REPLY_CHECKER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/checker.h"

namespace wanyan {

// The server that is to be asked, and what it wants to see. Paths name files in
// PEM, and one with a bearer token.
struct ServerAccess {
  std::string address;
  std::string ca_file;  // empty, as the next two: no TLS
  std::string certificate_file;
  std::string key_file;
  std::string token_file;  // empty: no token
};

// Checks one reply: in this process, or by a server.
using ReplyChecker =
    std::function<absl::StatusOr<CheckResult>(const CheckRequest&)>;

}  // namespace wanyan

#endif  // WANYAN_CLI_REPLY_CHECKER_H_
