#include "service/check_service.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "api/batch.h"
#include "api/check_reply.h"
#include "api/parse_request.h"
#include "base/status_macros.h"
#include "service/decision_id.h"

namespace wanyan {
namespace {

constexpr char kCheckReply[] = "/wanyan.v1.CheckService/CheckReply";
constexpr char kBatchCheckReplies[] =
    "/wanyan.v1.CheckService/BatchCheckReplies";

// A call whose answers are decisions: each reply whose answer goes out is
// counted and recorded.
class CheckCall : public UnaryCall {
 protected:
  using UnaryCall::UnaryCall;

  // A checked reply, and what its record needs beside.
  struct Checked {
    absl::Time began;
    absl::Duration duration;
    std::string decision_id;
    CheckedReply reply;
  };

  static absl::StatusOr<Checked> Check(const Library& library,
                                       const v1::CheckReplyRequest& request) {
    Checked checked{.began = absl::Now()};
    // The clock may be set meanwhile.
    const auto start = std::chrono::steady_clock::now();
    WANYAN_ASSIGN_OR_RETURN(checked.reply, AnswerCheckReply(library, request));
    checked.duration =
        absl::FromChrono(std::chrono::steady_clock::now() - start);
    checked.decision_id = NewDecisionId();
    checked.reply.response.set_decision_id(checked.decision_id);
    return checked;
  }

  // The response may be gone by now.
  void Record(const Checked& checked) const {
    environment().metrics->ReplyChecked(checked.reply.result);
    if (environment().decision_log == nullptr) return;
    environment().decision_log->Record({
        .time = checked.began,
        .duration = checked.duration,
        .decision_id = checked.decision_id,
        .trace = trace(),
        .caller = caller(),
        .method = method(),
        .profile = checked.reply.request.profile,
        .reply = checked.reply.request.reply,
        .result = checked.reply.result,
    });
  }
};

class CheckReplyCall final : public CheckCall {
 public:
  CheckReplyCall(const CallEnvironment& environment,
                 grpc::CallbackServerContext* context,
                 const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : CheckCall(kCheckReply, Schedule::kInOrder, environment, context,
                  request, response) {}

 private:
  absl::StatusOr<bool> Work() override {
    WANYAN_ASSIGN_OR_RETURN(const auto message,
                            ParseRequest<v1::CheckReplyRequest>(request()));
    WANYAN_ASSIGN_OR_RETURN(const Checked checked,
                            Check(*environment().store->Get(), message));
    Answer(checked.reply.response);
    Record(checked);
    return true;
  }
};

// Its parts are the items; all of them take the library that was held when the
// first began.
class BatchCheckRepliesCall final : public CheckCall {
 public:
  BatchCheckRepliesCall(const CallEnvironment& environment,
                        grpc::CallbackServerContext* context,
                        const grpc::ByteBuffer* request,
                        grpc::ByteBuffer* response)
      : CheckCall(kBatchCheckReplies, Schedule::kInParts, environment, context,
                  request, response) {}

 private:
  absl::StatusOr<bool> Work() override {
    if (library_ == nullptr) {
      WANYAN_ASSIGN_OR_RETURN(items_, ParseBatch(request()));
      library_ = environment().store->Get();
    }
    AddAnswer(items_[next_++]);
    if (next_ < items_.size()) return false;
    Answer(std::move(answers_).Take());
    return true;
  }

  void AddAnswer(const absl::StatusOr<v1::CheckReplyRequest>& item) {
    absl::StatusOr<Checked> checked =
        item.ok() ? Check(*library_, *item) : item.status();
    if (!checked.ok()) {
      answers_.Add(checked.status());
    } else if (answers_.Add(std::move(checked->reply.response))) {
      Record(*checked);
    }
  }

  std::shared_ptr<const Library> library_;
  BatchItems items_;
  size_t next_ = 0;
  BatchResponse answers_;
};

}  // namespace

grpc::ServerUnaryReactor* CheckService::CheckReply(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return UnaryCall::Begin(std::make_unique<CheckReplyCall>(
      environment_, context, request, response));
}

grpc::ServerUnaryReactor* CheckService::BatchCheckReplies(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return UnaryCall::Begin(std::make_unique<BatchCheckRepliesCall>(
      environment_, context, request, response));
}

}  // namespace wanyan
