#ifndef WANYAN_SERVICE_CLIENT_H_
#define WANYAN_SERVICE_CLIENT_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/checker.h"

namespace wanyan {

// Certificates in PEM.
struct ClientTls {
  // Who signs the server's; empty: those that gRPC trusts.
  std::string ca;
  // The client's own, for a server that asks for it.
  std::string certificate;
  std::string key;
};

struct ClientOptions {
  // "host:port", "dns:///host:port" for all addresses that a name has, or
  // "ipv4:10.0.0.1:50051,10.0.0.2:50051".
  std::string target;
  // Absent: no TLS.
  std::optional<ClientTls> tls;
  // The caller's bearer token; empty: none. It travels over TLS, or to a
  // loopback address.
  std::string token;
};

// What a server says about a reply.
struct CheckAnswer : CheckResult {
  // To find the answer again in the server's logs.
  std::string decision_id;
};

// Asks a Wanyan server for what CheckReply (engine/checker.h) says in this
// process. Connects at the first call; calls that fail for a moment are made
// again, at another replica where there are several (clients/README.md).
// Whether a reply that could not be checked may be sent is for ReplyGate
// (clients/cpp) to say. Safe to call from any thread.
class CheckClient {
 public:
  // A reply takes milliseconds; this bounds the wait for a server in trouble.
  static constexpr absl::Duration kDefaultTimeout = absl::Seconds(10);
  // No call waits longer, whatever it asks for.
  static constexpr absl::Duration kMaxTimeout = absl::Seconds(60);

  // InvalidArgument for a certificate without its key, and for a token that is
  // none or would travel in the clear.
  static absl::StatusOr<std::unique_ptr<CheckClient>> Create(
      const ClientOptions& options, absl::Duration timeout = kDefaultTimeout);

  // Without TLS and token. `target` is as in ClientOptions.
  explicit CheckClient(const std::string& target,
                       absl::Duration timeout = kDefaultTimeout);
  ~CheckClient();

  // The server's answer, with offsets in bytes. Its errors come back with code
  // and message; Unavailable where it cannot be reached, DeadlineExceeded where
  // it does not answer in time. What the engine refuses (ill-formed UTF-8, too
  // many bytes) is refused here. FailedPrecondition for a BLOCK that holds what
  // only a newer client knows.
  absl::StatusOr<CheckAnswer> CheckReply(const CheckRequest& request) const;
  absl::StatusOr<CheckAnswer> CheckReply(const CheckRequest& request,
                                         absl::Duration timeout) const;

  // The same for each of `requests`, in their order: any number, in batches
  // that a server takes. `timeout` is for each batch.
  std::vector<absl::StatusOr<CheckAnswer>> CheckReplies(
      std::span<const CheckRequest> requests) const;
  std::vector<absl::StatusOr<CheckAnswer>> CheckReplies(
      std::span<const CheckRequest> requests, absl::Duration timeout) const;

 private:
  struct Impl;
  explicit CheckClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CLIENT_H_
