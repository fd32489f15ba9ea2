#include "cli/remote_checker.h"

#include <memory>

#include "service/client.h"

namespace wanyan {

ReplyChecker MakeRemoteChecker(const std::string& address) {
  return
      [client = std::make_shared<const CheckClient>(address)](
          const CheckRequest& request) { return client->CheckReply(request); };
}

}  // namespace wanyan
