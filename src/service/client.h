#ifndef WANYAN_SERVICE_CLIENT_H_
#define WANYAN_SERVICE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/checker.h"

namespace wanyan {

// Asks a Wanyan server for what CheckReply (engine/checker.h) says in this
// process. Connects at the first call. Safe to call from any thread.
class CheckClient {
 public:
  // A reply takes milliseconds; this bounds the wait for a server in trouble.
  static constexpr absl::Duration kDefaultTimeout = absl::Seconds(10);

  // `address` is host:port.
  explicit CheckClient(const std::string& address,
                       absl::Duration timeout = kDefaultTimeout);
  ~CheckClient();

  // The server's answer, with offsets in bytes. Its errors come back with code
  // and message; Unavailable where it cannot be reached, DeadlineExceeded where
  // it does not answer in time. All text must be well-formed UTF-8: gRPC
  // carries nothing else.
  absl::StatusOr<CheckResult> CheckReply(const CheckRequest& request) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CLIENT_H_
