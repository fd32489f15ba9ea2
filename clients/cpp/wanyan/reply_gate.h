#ifndef WANYAN_REPLY_GATE_H_
#define WANYAN_REPLY_GATE_H_

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/client.h"

// May this reply be sent? Asks a Wanyan server, within a deadline, and says
// what to do where there is no answer.
//
//   auto gate = wanyan::ReplyGate::Open({.target = "localhost:50051"},
//                                       wanyan::FailMode::kClosed);
//   const wanyan::Decision decision = (*gate)->Check({.reply = text});
//   if (decision.may_send) …

namespace wanyan {

// Whether a reply may be sent that could not be checked because the checker is
// down, late or without a phrasebook for its language. There is no default.
enum class FailMode { kOpen, kClosed };

// What a gate says about one reply.
struct Decision {
  // kUnchecked where nothing, or not everything, was checked; that is no
  // kAllow.
  Verdict verdict = Verdict::kUnchecked;
  // Whether the reply may be sent as it is.
  bool may_send = false;
  // OK where the server answered, else why it did not.
  absl::Status status;
  // Why the verdict is kUnchecked; empty otherwise.
  std::string reason;
  // The server's answer, with findings and rewrite; absent where there is none.
  std::optional<CheckAnswer> answer;

  // Ask may_send.
  explicit operator bool() const = delete;
};

// Whether an error with this code says that the checker is down, late or too
// busy, so that the fail mode decides. All others say that the caller or the
// set-up is wrong: they never open the gate, and are logged.
bool IsCheckerDown(absl::StatusCode code);

// Connects at the first call. Safe to call from any thread.
class ReplyGate {
 public:
  // Someone waits for the reply to be sent. A check takes milliseconds; the
  // rest is for the network, and for one more attempt at another replica.
  static constexpr absl::Duration kDefaultTimeout = absl::Milliseconds(300);
  // For each batch of up to 500 replies.
  static constexpr absl::Duration kDefaultBatchTimeout = absl::Seconds(5);

  // Told of errors of the caller or the set-up, a line each, from any thread.
  using Log = std::function<void(std::string_view)>;

  // `log` is by default a line on standard error. InvalidArgument for options
  // that are none (service/client.h).
  static absl::StatusOr<std::unique_ptr<ReplyGate>> Open(
      const ClientOptions& options, FailMode fail_mode, Log log = nullptr);

  // The decision about one reply, in at most `timeout` with all retries. A
  // timeout has to be more than 0 and at most CheckClient::kMaxTimeout; any
  // other is InvalidArgument, which never opens the gate.
  Decision Check(const CheckRequest& request,
                 absl::Duration timeout = kDefaultTimeout) const;

  // One decision for each of `requests`, in their order: as many as you like,
  // in batches that a server takes, each within `timeout`.
  std::vector<Decision> CheckAll(
      std::span<const CheckRequest> requests,
      absl::Duration timeout = kDefaultBatchTimeout) const;

 private:
  ReplyGate(std::unique_ptr<CheckClient> client, FailMode fail_mode, Log log);

  Decision Decide(absl::StatusOr<CheckAnswer> answer) const;
  Decision Unchecked(absl::Status status) const;

  std::unique_ptr<CheckClient> client_;
  FailMode fail_mode_;
  Log log_;
};

}  // namespace wanyan

#endif  // WANYAN_REPLY_GATE_H_
