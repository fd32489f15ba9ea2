#ifndef WANYAN_SERVICE_UNARY_CALL_H_
#define WANYAN_SERVICE_UNARY_CALL_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "service/access_tokens.h"
#include "service/decision_log.h"
#include "service/metrics.h"
#include "service/trace_context.h"
#include "service/work_queue.h"
#include "store/library_store.h"

namespace wanyan {

// No call waits longer, whatever deadline it names.
inline constexpr absl::Duration kMaxDeadline = absl::Hours(24);

// How long a call may take that names no deadline: a reply takes milliseconds.
// A batch that is large, or finds a busy server, needs one of its own.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(2);

// What the calls of a server share. All of it outlives them.
struct CallEnvironment {
  const LibraryStore* store = nullptr;
  WorkQueue* queue = nullptr;
  ServerMetrics* metrics = nullptr;
  const AccessTokens* tokens = nullptr;  // null: everyone may call
  DecisionLog* decision_log = nullptr;   // null: none is kept
};

// One call of a unary method, from its bytes to its answer. What all methods
// have in common is here: a token is asked for, a deadline set, the work waits
// for its turn, errors get their details, and the call is counted and logged.
// A method derives from it and says what its work is.
//
// Calls take requests as bytes, because gRPC 1.51 answers a message that does
// not parse with UNIMPLEMENTED; so the caller learns what is wrong with it.
class UnaryCall : public grpc::ServerUnaryReactor {
 public:
  // When a call is worked on.
  enum class Schedule {
    kAtOnce,   // on gRPC's thread: for answers that cost little, and that
               // operators need from a busy server most of all
    kInOrder,  // by a worker, when it is its turn
    kInParts,  // by a worker, in parts between which others have their turn
  };

  // Begins the call. It deletes itself when gRPC is done with it.
  static grpc::ServerUnaryReactor* Begin(std::unique_ptr<UnaryCall> call);

 protected:
  // `method` is "/package.Service/Method", and constant.
  UnaryCall(std::string_view method, Schedule schedule,
            const CallEnvironment& environment,
            grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response);

  // Does the work, or with kInParts its next part: true when it is done and
  // has answered, false when there is more.
  virtual absl::StatusOr<bool> Work() = 0;

  // The request as it came; empty where it cannot be read.
  std::string_view request() const { return request_bytes_; }
  void Answer(const google::protobuf::Message& response);

  const CallEnvironment& environment() const { return environment_; }
  const TraceContext& trace() const { return trace_; }
  std::string_view method() const { return method_; }
  // The name of the token that was shown; empty where none is asked for.
  std::string_view caller() const { return caller_; }

 private:
  using Clock = std::chrono::steady_clock;

  void OnDone() override { delete this; }

  absl::Status Authenticate();
  void WaitForTurn();
  // Works, and concludes the call when that was all; true where it was. The
  // call may be gone then.
  bool TakeTurn();
  void Shed(WorkQueue::ShedReason reason);
  // OK while somebody waits for the answer: work on it would only take time
  // from those who do.
  absl::Status CheckCaller() const;
  // The last thing that happens to a call; it may be gone afterwards.
  void Conclude(const absl::Status& status,
                absl::Duration retry_delay = absl::ZeroDuration());

  const std::string_view method_;
  const Schedule schedule_;
  const CallEnvironment& environment_;
  grpc::CallbackServerContext& context_;
  grpc::ByteBuffer& response_;
  grpc::Slice slice_;
  std::string_view request_bytes_;
  const TraceContext trace_;
  std::string caller_;
  const Clock::time_point began_ = Clock::now();
  const Clock::time_point deadline_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_UNARY_CALL_H_
