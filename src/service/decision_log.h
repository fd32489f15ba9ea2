#ifndef WANYAN_SERVICE_DECISION_LOG_H_
#define WANYAN_SERVICE_DECISION_LOG_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/checker.h"
#include "service/server_options.h"
#include "service/trace_context.h"

// What was decided, for those who must answer for it later: one JSON object a
// line and reply.
//
//   {"time":"2026-11-24T21:41:35.042118Z","decision_id":"9f…",
//    "request_id":"…","trace_id":"4b…","caller":"desk",
//    "method":"/wanyan.v1.CheckService/CheckReply","revision":"2f…",
//    "locale":"zh-Hans","profile":"default","verdict":"BLOCK",
//    "unchecked_reason":"","findings":[{"rule":"zh-wording/helpless",
//    "entry":"","severity":"ERROR","span":{"start":9,"end":21}}],
//    "truncated":false,"rewritten":true,"duration_us":412}
//
// Spans are UTF-8 bytes of the reply, whatever unit the caller asked for. Where
// texts are kept, "text" comes last: the reply masked by MaskText, in which the
// spans still point at the same places.
//
// The file is made with the permissions 0600. It holds whole lines only, also
// on a full disk and after a crash of this program; what the operating system
// has not yet written when the machine fails is lost. One process writes one
// file, which it locks.
//
// Policy. Record never waits for the disk: lines wait in a bounded queue for a
// thread of the log's own. While the disk is slow, hung or full, or the file
// cannot be rotated, that thread keeps trying; when the queue is full the
// newest decisions are dropped, and counted, and the log says so once when that
// begins and once when it is over. Nothing needs to be restarted.

namespace wanyan {

// Bytes that may wait for the disk, beside DecisionLogOptions::max_queued: with
// texts a line can have 100 kB.
inline constexpr size_t kMaxQueuedDecisionBytes = 64 << 20;

// How long Stop waits for the disk.
inline constexpr absl::Duration kDecisionLogStopTime = absl::Seconds(2);

// One reply and what was found. Views live as long as the call of Record.
struct Decision {
  absl::Time time;  // when the check began
  absl::Duration duration;
  std::string_view decision_id;
  const TraceContext& trace;
  std::string_view caller;   // the name of its token; empty where it has none
  std::string_view method;   // "/wanyan.v1.CheckService/CheckReply"
  std::string_view profile;  // as the caller named it
  std::string_view reply;
  const CheckResult& result;
};

// Whether DecisionLog::Open would take `file`, without changing anything; for
// `wanyan doctor`. AlreadyExists where another process writes it, which may be
// the server itself; FailedPrecondition for all else.
absl::Status CheckDecisionFile(const std::string& file);

// Why a decision is not in the file.
enum class DecisionDrop {
  kQueueFull,   // the disk is slower than the decisions come, or hangs
  kWriteError,  // the file cannot be written: the disk is full …
  kStopped,     // it came after Stop, or Stop did not wait any longer
};
inline constexpr int kDecisionDrops = 3;
std::string_view DecisionDropName(DecisionDrop reason);  // "queue_full"

// At any time, recorded == written + queued + the sum of dropped.
struct DecisionLogCounts {
  int64_t recorded = 0;  // calls of Record
  int64_t written = 0;
  int64_t queued = 0;
  int64_t dropped[kDecisionDrops] = {};  // by DecisionDrop
};

// The log. Safe to call from any thread.
class DecisionLog {
 public:
  // Opens or makes `options.file`, which must not be empty. What stands behind
  // its last whole line, left by a machine that failed, is cut off; a file that
  // does not begin with a decision is refused, since it is someone else's. A
  // pipe that nobody reads is as a disk that hangs. FailedPrecondition, naming
  // the file, the reason and the way out, where it cannot be used, or another
  // process writes it.
  static absl::StatusOr<std::unique_ptr<DecisionLog>> Open(
      const DecisionLogOptions& options);

  // Stops as Stop does.
  ~DecisionLog();
  DecisionLog(const DecisionLog&) = delete;
  DecisionLog& operator=(const DecisionLog&) = delete;

  // Costs a few microseconds; with texts, about as much as half a check.
  void Record(const Decision& decision);

  // Goes on in a new file of the same name, for logrotate and the like, which
  // have renamed the old one. Does not wait.
  void Reopen();

  DecisionLogCounts counts() const;

  // Writes what is queued, for `wait` at the most; drops the rest, and whatever
  // is recorded later. Does nothing the second time.
  void Stop(absl::Duration wait = kDecisionLogStopTime);

 private:
  class Writer;
  explicit DecisionLog(std::shared_ptr<Writer> writer, bool with_text);

  // Shared with its thread, which a hung disk may keep longer than this object.
  const std::shared_ptr<Writer> writer_;
  const bool with_text_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_DECISION_LOG_H_
