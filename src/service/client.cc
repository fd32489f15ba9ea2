#include "service/client.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "api/check_messages.h"
#include "base/status_macros.h"
#include "engine/validate_request.h"
#include "service/channel_settings.h"
#include "service/client_batches.h"
#include "service/client_target.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {
namespace {

std::shared_ptr<grpc::ChannelCredentials> Credentials(
    const std::optional<ClientTls>& tls) {
  if (!tls.has_value()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = tls->ca;
  options.pem_cert_chain = tls->certificate;
  options.pem_private_key = tls->key;
  return grpc::SslCredentials(options);
}

std::shared_ptr<grpc::Channel> Connect(const ClientOptions& options) {
  grpc::ChannelArguments arguments;
  for (const auto& [name, value] : kChannelArguments) {
    arguments.SetInt(name, value);
  }
  arguments.SetServiceConfigJSON(kServiceConfig);
  return grpc::CreateCustomChannel(options.target, Credentials(options.tls),
                                   arguments);
}

absl::Status CheckOptions(const ClientOptions& options) {
  if (options.tls.has_value() &&
      options.tls->certificate.empty() != options.tls->key.empty()) {
    return absl::InvalidArgumentError(
        "a client certificate goes with its key: give both or none");
  }
  if (options.token.empty()) return absl::OkStatus();
  return CheckToken(options.token, options.target, options.tls.has_value());
}

absl::Status FromGrpcStatus(const grpc::Status& status,
                            const std::string& target) {
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (code == absl::StatusCode::kUnavailable) {
    return absl::UnavailableError(absl::StrFormat(
        "cannot reach a server at %s (%s)", target, status.error_message()));
  }
  return absl::Status(code, status.error_message());
}

}  // namespace

struct CheckClient::Impl {
  Impl(const ClientOptions& options, absl::Duration timeout)
      : target(options.target),
        token(options.token),
        default_timeout(timeout),
        stub(v1::CheckService::NewStub(Connect(options))) {}

  // Calls `method` of the stub.
  template <typename Request, typename Response>
  absl::Status Call(grpc::Status (v1::CheckService::Stub::*method)(
                        grpc::ClientContext*, const Request&, Response*),
                    const Request& request, absl::Duration timeout,
                    Response* response) const {
    grpc::ClientContext context;
    context.set_deadline(
        absl::ToChronoTime(absl::Now() + std::min(timeout, kMaxTimeout)));
    if (!token.empty()) {
      context.AddMetadata("authorization", "Bearer " + token);
    }
    return FromGrpcStatus((*stub.*method)(&context, request, response), target);
  }

  // Asks for one batch, and tells `batches` what became of it.
  void Ask(const v1::BatchCheckRepliesRequest& request, absl::Duration timeout,
           ClientBatches* batches) const {
    v1::BatchCheckRepliesResponse response;
    const absl::Status status = Call(&v1::CheckService::Stub::BatchCheckReplies,
                                     request, timeout, &response);
    if (!status.ok()) return batches->Fail(status);
    batches->Take(response);
  }

  // The same for a request that is alone in its batch.
  void AskOne(const v1::CheckReplyRequest& request, absl::Duration timeout,
              ClientBatches* batches) const {
    v1::CheckReplyResponse response;
    const absl::Status status =
        Call(&v1::CheckService::Stub::CheckReply, request, timeout, &response);
    if (!status.ok()) return batches->Fail(status);
    batches->TakeOne(response);
  }

  std::string target;
  std::string token;
  absl::Duration default_timeout;
  std::unique_ptr<v1::CheckService::Stub> stub;
};

absl::StatusOr<std::unique_ptr<CheckClient>> CheckClient::Create(
    const ClientOptions& options, absl::Duration timeout) {
  WANYAN_RETURN_IF_ERROR(CheckOptions(options));
  return std::unique_ptr<CheckClient>(
      new CheckClient(std::make_unique<Impl>(options, timeout)));
}

CheckClient::CheckClient(const std::string& target, absl::Duration timeout)
    : impl_(std::make_unique<Impl>(ClientOptions{.target = target}, timeout)) {}

CheckClient::CheckClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

CheckClient::~CheckClient() = default;

absl::StatusOr<CheckAnswer> CheckClient::CheckReply(
    const CheckRequest& request) const {
  return CheckReply(request, impl_->default_timeout);
}

absl::StatusOr<CheckAnswer> CheckClient::CheckReply(
    const CheckRequest& request, absl::Duration timeout) const {
  WANYAN_RETURN_IF_ERROR(ValidateRequest(request));
  v1::CheckReplyResponse response;
  WANYAN_RETURN_IF_ERROR(impl_->Call(&v1::CheckService::Stub::CheckReply,
                                     RequestToMessage(request), timeout,
                                     &response));
  return AnswerFromMessage(response);
}

std::vector<absl::StatusOr<CheckAnswer>> CheckClient::CheckReplies(
    std::span<const CheckRequest> requests) const {
  return CheckReplies(requests, impl_->default_timeout);
}

std::vector<absl::StatusOr<CheckAnswer>> CheckClient::CheckReplies(
    std::span<const CheckRequest> requests, absl::Duration timeout) const {
  ClientBatches batches(requests);
  v1::BatchCheckRepliesRequest request;
  while (batches.Next(&request)) {
    if (request.requests_size() == 1) {
      impl_->AskOne(request.requests(0), timeout, &batches);
    } else {
      impl_->Ask(request, timeout, &batches);
    }
  }
  return std::move(batches).answers();
}

}  // namespace wanyan
