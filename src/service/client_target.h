#ifndef WANYAN_SERVICE_CLIENT_TARGET_H_
#define WANYAN_SERVICE_CLIENT_TARGET_H_

#include <string_view>

#include "absl/status/status.h"

namespace wanyan {

// InvalidArgument for what is no target: gRPC would look for a server at port
// 443 where there is no port. A target is what gRPC takes: "host:port",
// "dns:///host:port", "ipv4:127.0.0.1:1,127.0.0.1:2", "unix:/path".
absl::Status CheckTarget(std::string_view target);

// Whether nothing that is sent to `target` leaves this machine.
bool IsLocalTarget(std::string_view target);

// InvalidArgument where `token` is no bearer token, or could be read on its way
// to `target`: it travels over TLS, or stays on this machine.
absl::Status CheckToken(std::string_view token, std::string_view target,
                        bool with_tls);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CLIENT_TARGET_H_
