#ifndef WANYAN_SERVICE_METRICS_H_
#define WANYAN_SERVICE_METRICS_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/checker.h"
#include "service/decision_log.h"
#include "service/work_queue.h"
#include "store/library_store.h"

namespace wanyan {

// What is true now, and known elsewhere: asked for when the metrics are.
struct ServerState {
  LibraryStatus phrasebooks;
  size_t waiting_calls = 0;
  size_t checking_calls = 0;
  // Of the watched files that are in use: "tokens", and whether what is in
  // force is what they hold.
  std::vector<std::pair<std::string, bool>> files_up_to_date;
  // All zero where there is no decision log.
  DecisionLogCounts decisions;
};

// The server's metrics for Prometheus. Events are counted as they happen; the
// rest comes with the ServerState of each Text(). deploy/README.md lists them.
// Safe to call from any thread; a count costs well under a microsecond.
//
// Every label's values are bounded: methods are those of the constructor, rules
// those that are served.
class ServerMetrics {
 public:
  // The methods to count, as gRPC names them: "/package.Service/Method".
  explicit ServerMetrics(const std::vector<std::string>& methods);
  ~ServerMetrics();
  ServerMetrics(const ServerMetrics&) = delete;
  ServerMetrics& operator=(const ServerMetrics&) = delete;

  // One call began; it was answered. Calls of other methods are not counted.
  // gRPC's status codes are absl's, number by number.
  void CallStarted(std::string_view method);
  void CallHandled(std::string_view method, absl::StatusCode code,
                   absl::Duration time);

  // One reply was checked: its verdict, findings by rule and severity, and what
  // was left unchecked.
  void ReplyChecked(const CheckResult& result);

  // A call was refused; CallHandled counts it too.
  void CallShed(WorkQueue::ShedReason reason);

  // An HTTP request was answered with an error, and not passed on as a call:
  // what CallHandled counts is not counted here.
  void HttpRefused(int status);

  // Everything in Prometheus' text format 0.0.4, for the content type
  // kMetricsContentType. Series of rules that are no longer served go.
  std::string Text(const ServerState& state, absl::Time now = absl::Now());

 private:
  struct Impl;
  const std::unique_ptr<Impl> impl_;
};

inline constexpr std::string_view kMetricsContentType =
    "text/plain; version=0.0.4; charset=utf-8";

}  // namespace wanyan

#endif  // WANYAN_SERVICE_METRICS_H_
