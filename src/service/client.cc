#include "service/client.h"

#include <grpcpp/grpcpp.h>

#include "absl/strings/str_format.h"
#include "api/check_messages.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {
namespace {

// A thousand findings, each with long suggestions, are more than gRPC's 4 MB.
constexpr int kMaxResponseBytes = 64 << 20;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
  // A proxy that the environment names for the web is not on the way here.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

absl::Status FromGrpcStatus(const grpc::Status& status,
                            const std::string& address) {
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (code == absl::StatusCode::kUnavailable) {
    return absl::UnavailableError(absl::StrFormat(
        "cannot reach a server at %s (%s); start one with: wanyan serve "
        "--listen %s",
        address, status.error_message(), address));
  }
  return absl::Status(code, status.error_message());
}

}  // namespace

struct CheckClient::Impl {
  std::string address;
  absl::Duration timeout;
  std::unique_ptr<v1::CheckService::Stub> stub;
};

CheckClient::CheckClient(const std::string& address, absl::Duration timeout)
    : impl_(new Impl{address, timeout,
                     v1::CheckService::NewStub(Connect(address))}) {}

CheckClient::~CheckClient() = default;

absl::StatusOr<CheckResult> CheckClient::CheckReply(
    const CheckRequest& request) const {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + impl_->timeout));
  v1::CheckReplyResponse response;
  const grpc::Status status =
      impl_->stub->CheckReply(&context, RequestToMessage(request), &response);
  if (!status.ok()) return FromGrpcStatus(status, impl_->address);
  return ResultFromMessage(response);
}

}  // namespace wanyan
