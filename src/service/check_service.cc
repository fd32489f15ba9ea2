#include "service/check_service.h"

#include <chrono>
#include <string_view>

#include "absl/status/statusor.h"
#include "api/check_reply.h"
#include "api/error_details.h"
#include "api/parse_request.h"
#include "service/decision_id.h"

namespace wanyan {
namespace {

grpc::Status ToGrpcStatus(const absl::Status& error) {
  const google::rpc::Status details = ErrorDetails(error);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()),
                      details.message(), details.SerializeAsString());
}

absl::StatusOr<v1::CheckReplyRequest> Parse(const grpc::ByteBuffer& bytes) {
  grpc::Slice slice;
  if (!bytes.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the request's bytes cannot be read");
  }
  return ParseRequest<v1::CheckReplyRequest>(std::string_view(
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
  if (!message.ok()) return ToGrpcStatus(message.status());
  absl::StatusOr<CheckedReply> checked = AnswerCheckReply(library, *message);
  if (!checked.ok()) return ToGrpcStatus(checked.status());
  checked->response.set_decision_id(NewDecisionId());
  return Serialize(checked->response, response);
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
