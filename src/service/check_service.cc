#include "service/check_service.h"

#include <chrono>
#include <utility>

#include "absl/status/statusor.h"
#include "api/check_messages.h"
#include "api/error_details.h"
#include "base/status_macros.h"
#include "engine/checker.h"
#include "service/decision_id.h"

namespace wanyan {
namespace {

absl::StatusOr<v1::CheckReplyResponse> Answer(
    const Library& library, const v1::CheckReplyRequest& message) {
  WANYAN_ASSIGN_OR_RETURN(const OffsetUnit unit,
                          OffsetUnitFromMessage(message));
  WANYAN_ASSIGN_OR_RETURN(const CheckRequest request,
                          RequestFromMessage(message));
  WANYAN_ASSIGN_OR_RETURN(const CheckResult result,
                          CheckReply(library, request));
  v1::CheckReplyResponse response =
      ResponseToMessage(result, request.reply, unit);
  response.set_decision_id(NewDecisionId());
  return response;
}

grpc::Status ToGrpcStatus(const absl::Status& error,
                          const v1::CheckReplyRequest& request) {
  const google::rpc::Status details = ErrorDetails(error, request);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()),
                      details.message(), details.SerializeAsString());
}

// Whether nobody waits for the answer any more: work on it would only take time
// from those who do.
bool CallerIsGone(const grpc::CallbackServerContext& context) {
  return context.IsCancelled() ||
         context.deadline() <= std::chrono::system_clock::now();
}

}  // namespace

grpc::ServerUnaryReactor* CheckService::CheckReply(
    grpc::CallbackServerContext* context, const v1::CheckReplyRequest* request,
    v1::CheckReplyResponse* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (CallerIsGone(*context)) {
    reactor->Finish(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED,
                                 "the call's deadline passed before its turn"));
    return reactor;
  }
  absl::StatusOr<v1::CheckReplyResponse> answer =
      Answer(*library_.Get(), *request);
  if (answer.ok()) {
    *response = *std::move(answer);
    reactor->Finish(grpc::Status::OK);
  } else {
    reactor->Finish(ToGrpcStatus(answer.status(), *request));
  }
  return reactor;
}

}  // namespace wanyan
