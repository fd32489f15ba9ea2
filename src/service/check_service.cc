#include "service/check_service.h"

#include <memory>
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
constexpr char kBatchCheckReplies[] = "/wanyan.v1.CheckService/BatchCheckReplies";

// A call whose answers are decisions: each reply that it checks is counted and
// recorded.
class CheckCall : public UnaryCall {
 protected:
  using UnaryCall::UnaryCall;

  absl::StatusOr<v1::CheckReplyResponse> Check(
      const Library& library, const v1::CheckReplyRequest& request) {
    const absl::Time began = absl::Now();
    WANYAN_ASSIGN_OR_RETURN(CheckedReply checked,
                            AnswerCheckReply(library, request));
    checked.response.set_decision_id(NewDecisionId());
    environment().metrics->ReplyChecked(checked.result);
    if (environment().decision_log != nullptr) Record(checked, began);
    return std::move(checked.response);
  }

 private:
  void Record(const CheckedReply& checked, absl::Time began) {
    environment().decision_log->Record({
        .time = began,
        .duration = absl::Now() - began,
        .decision_id = checked.response.decision_id(),
        .trace = trace(),
        .method = method(),
        .profile = checked.request.profile,
        .reply = checked.request.reply,
        .result = checked.result,
    });
  }
};

class CheckReplyCall final : public CheckCall {
 public:
  CheckReplyCall(const CallEnvironment& environment,
                 grpc::CallbackServerContext* context,
                 const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : CheckCall(kCheckReply, Schedule::kInOrder, environment, context, request,
                  response) {}

 private:
  absl::StatusOr<bool> Work() override {
    WANYAN_ASSIGN_OR_RETURN(const auto message,
                            ParseRequest<v1::CheckReplyRequest>(request()));
    WANYAN_ASSIGN_OR_RETURN(const v1::CheckReplyResponse response,
                            Check(*environment().store->Get(), message));
    Answer(response);
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
    const absl::StatusOr<v1::CheckReplyRequest>& item = items_[next_++];
    answers_.Add(item.ok() ? Check(*library_, *item) : item.status());
    if (next_ < items_.size()) return false;
    Answer(std::move(answers_).Take());
    return true;
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
