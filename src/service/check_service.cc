#include "service/check_service.h"

#include <chrono>
#include <string_view>

#include "absl/status/statusor.h"
#include "api/check_messages.h"
#include "api/error_details.h"
#include "api/parse_request.h"
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

absl::StatusOr<v1::CheckReplyRequest> Parse(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  if (!bytes.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the request's bytes cannot be read");
  }
  return ParseCheckReplyRequest(std::string_view(
      reinterpret_cast<const char*>(slice.begin()), slice.size()));
}

grpc::Status Serialize(const v1::CheckReplyResponse& message,
                       grpc::ByteBuffer* bytes) {
  bool own_buffer = false;
  return grpc::SerializationTraits<v1::CheckReplyResponse>::Serialize(
      message, bytes, &own_buffer);
}

// The whole call, from bytes to bytes.
grpc::Status Serve(const Library& library, const grpc::ByteBuffer& request,
                   grpc::ByteBuffer* response) {
  const absl::StatusOr<v1::CheckReplyRequest> message = Parse(request);
  if (!message.ok()) return ToGrpcStatus(message.status(), {});
  const absl::StatusOr<v1::CheckReplyResponse> answer =
      Answer(library, *message);
  if (!answer.ok()) return ToGrpcStatus(answer.status(), *message);
  return Serialize(*answer, response);
}

// Whether nobody waits for the answer any more: work on it would only take time
// from those who do.
bool CallerIsGone(const grpc::CallbackServerContext& context) {
  return context.IsCancelled() ||
         context.deadline() <= std::chrono::system_clock::now();
}

}  // namespace

grpc::ServerUnaryReactor* CheckService::CheckReply(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  if (CallerIsGone(*context)) {
    reactor->Finish(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED,
                                 "the call's deadline passed before its turn"));
  } else {
    reactor->Finish(Serve(*library_.Get(), *request, response));
  }
  return reactor;
}

}  // namespace wanyan
