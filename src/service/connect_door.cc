#include "service/connect_door.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "google/rpc/status.pb.h"
#include "service/connect_error.h"
#include "service/message_json.h"
#include "service/message_limits.h"

namespace wanyan {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// The form of a call's two messages.
enum class Form { kJson, kProto };

constexpr char kJsonType[] = "application/json";
constexpr char kProtoType[] = "application/proto";
constexpr char kTypes[] = "application/json, application/proto";

// The protocol's own bound: 115 days.
constexpr size_t kMaxTimeoutDigits = 10;

// JSON up to this size is read at once, on the thread that received it: in the
// worst case (a list of empty messages) it takes a millisecond. Most requests
// are shorter, with some turns of their conversation.
constexpr size_t kMaxQuickBytes = 8 << 10;

// A body of the largest size may take a third of a second: while one does, the
// other reader serves the rest. What waits holds up to 80 MB.
constexpr AdmissionOptions kReadingLimits = {
    .workers = 2, .max_waiting = 32, .max_wait = absl::Seconds(1)};
constexpr char kRetryAfterSeconds[] = "1";

// What callers may tell the services beside the message.
constexpr std::string_view kForwardedHeaders[] = {
    "authorization", "traceparent", "tracestate", "x-request-id", "user-agent"};

constexpr std::string_view kPushback = "grpc-retry-pushback-ms";

// -- A request's headers ------------------------------------------------------

// nullopt for a type that is not spoken here. JSON is UTF-8, whether it says so
// or not.
std::optional<Form> FormOf(const HttpRequest& request) {
  const std::string_view header = request.Header("content-type").value_or("");
  std::vector<std::string> parts = absl::StrSplit(ToAbsl(header), ';');
  for (std::string& part : parts) {
    absl::StripAsciiWhitespace(&part);
    absl::AsciiStrToLower(&part);
  }
  if (parts[0] == kProtoType && parts.size() == 1) return Form::kProto;
  const bool is_utf8 = parts.size() == 1 ||
                       (parts.size() == 2 && (parts[1] == "charset=utf-8" ||
                                              parts[1] == "charset=\"utf-8\""));
  if (parts[0] == kJsonType && is_utf8) return Form::kJson;
  return std::nullopt;
}

absl::Status CheckProtocol(const HttpRequest& request) {
  const std::string_view version =
      request.Header("connect-protocol-version").value_or("1");
  if (version != "1") {
    return absl::InvalidArgumentError(absl::StrFormat(
        "Connect-Protocol-Version is \"%s\"; this server speaks 1", version));
  }
  const std::string_view encoding =
      request.Header("content-encoding").value_or("identity");
  if (encoding != "identity") {
    return absl::UnimplementedError(absl::StrFormat(
        "Content-Encoding is \"%s\"; send the body as it is", encoding));
  }
  return absl::OkStatus();
}

// InfiniteDuration where the caller names none.
absl::StatusOr<absl::Duration> TimeoutOf(const HttpRequest& request) {
  const auto header = request.Header("connect-timeout-ms");
  if (!header.has_value()) return absl::InfiniteDuration();
  int64_t milliseconds = 0;
  if (header->empty() || header->size() > kMaxTimeoutDigits ||
      !std::all_of(header->begin(), header->end(), absl::ascii_isdigit) ||
      !absl::SimpleAtoi(ToAbsl(*header), &milliseconds)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "Connect-Timeout-Ms is \"%s\"; it is a number of up to %d digits",
        *header, kMaxTimeoutDigits));
  }
  return absl::Milliseconds(milliseconds);
}

// gRPC ends the process for anything else.
bool IsMetadataValue(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= 0x20 && c < 0x7f; });
}

// All headers of that name as one list; empty without any.
std::string Joined(const HttpRequest& request, std::string_view name) {
  std::string list;
  for (const HttpHeader& header : request.headers) {
    if (!absl::EqualsIgnoreCase(header.name, ToAbsl(name))) continue;
    absl::StrAppendFormat(&list, "%s%s", list.empty() ? "" : ",", header.value);
  }
  return list;
}

// What is told beside a message is of use to those who watch, and no reason to
// refuse a call; except who the caller is.
absl::Status AddMetadata(const HttpRequest& request,
                         grpc::ClientContext* context) {
  for (const std::string_view name : kForwardedHeaders) {
    // Proxies may split this one, and no other (W3C Trace Context).
    const std::string value =
        name == "tracestate" ? Joined(request, name)
                             : std::string(request.Header(name).value_or(""));
    if (value.empty()) continue;
    if (IsMetadataValue(value)) {
      context->AddMetadata(std::string(name), value);
    } else if (name == "authorization") {
      return absl::InvalidArgumentError(
          absl::StrFormat("the header %s is not printable ASCII", name));
    }
  }
  return absl::OkStatus();
}

// -- Messages -----------------------------------------------------------------

absl::StatusOr<std::string> MessageOf(const HttpRequest& request,
                                      const Descriptor& type, Form form) {
  if (form == Form::kJson) return JsonToBinary(type, request.body);
  return request.body;
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<std::string> BytesOf(const grpc::ByteBuffer& buffer) {
  grpc::Slice slice;
  if (!buffer.DumpToSingleSlice(&slice).ok()) {
    return absl::InternalError("the response's bytes cannot be read");
  }
  return std::string(reinterpret_cast<const char*>(slice.begin()),
                     slice.size());
}

// -- Answers ------------------------------------------------------------------

HttpResponse ErrorResponse(const absl::Status& error) {
  HttpResponse response =
      ConnectErrorResponse(error.code(), ToStd(error.message()));
  if (absl::IsUnimplemented(error)) {
    response.headers.push_back({"Accept-Encoding", "identity"});
  }
  return response;
}

HttpResponse ErrorResponse(const grpc::Status& status) {
  google::rpc::Status error;
  // The services' errors bring all of it again in their details.
  if (!error.ParseFromString(status.error_details())) error.Clear();
  error.set_code(status.error_code());
  error.set_message(status.error_message());
  return ConnectErrorResponse(error);
}

// As gRPC would, with a status that does not ask to try again.
HttpResponse MessageTooLarge(size_t bytes) {
  HttpResponse response = ConnectErrorResponse(
      absl::StatusCode::kResourceExhausted,
      absl::StrFormat("the request takes %d bytes as a message, more than %d",
                      bytes, kMaxCallMessageBytes));
  response.status = 413;
  return response;
}

HttpResponse TooManyBodies() {
  HttpResponse response = ConnectErrorResponse(
      absl::StatusCode::kResourceExhausted,
      "too many large requests in JSON wait to be read; call again in a "
      "second, or send application/proto");
  response.headers.push_back({"Retry-After", kRetryAfterSeconds});
  return response;
}

HttpResponse NoSuchMethod(std::string_view path) {
  HttpResponse response = ConnectErrorResponse(
      absl::StatusCode::kUnimplemented,
      absl::StrFormat("%s is no method of this server; GET / lists them",
                      path));
  response.status = 404;
  return response;
}

HttpResponse MustBePost(std::string_view method) {
  HttpResponse response = ConnectErrorResponse(
      absl::StatusCode::kUnimplemented,
      absl::StrFormat("%s is not answered here; methods are called by POST",
                      method));
  response.status = 405;
  response.headers.push_back({"Allow", "POST"});
  return response;
}

HttpResponse MustBeOfType() {
  HttpResponse response = ConnectErrorResponse(
      absl::StatusCode::kInvalidArgument,
      absl::StrFormat("a call's Content-Type is one of %s", kTypes));
  response.status = 415;
  response.headers.push_back({"Accept-Post", kTypes});
  return response;
}

HttpResponse MessageResponse(const grpc::ByteBuffer& message,
                             const Descriptor& type, Form form) {
  absl::StatusOr<std::string> body = BytesOf(message);
  if (body.ok() && form == Form::kJson) body = BinaryToJson(type, *body);
  if (!body.ok()) return ErrorResponse(body.status());
  return {.headers = {{"Content-Type",
                       form == Form::kJson ? kJsonType : kProtoType}},
          .body = *std::move(body)};
}

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

std::string_view View(grpc::string_ref text) {
  return std::string_view(text.data(), text.size());
}

void AddHeaders(const Metadata& metadata, std::string_view prefix,
                HttpResponse* response) {
  for (const auto& [key, value] : metadata) {
    const std::string_view name = View(key);
    // gRPC's own, whose part the protocol plays itself.
    if (name.starts_with("grpc-") && name != kPushback) continue;
    response->headers.push_back({absl::StrFormat("%s%s", prefix, name),
                                 name.ends_with("-bin")
                                     ? ConnectBase64(View(value))
                                     : std::string(View(value))});
  }
}

// When a caller may try again, for those who know HTTP only: in whole seconds.
void AddRetryAfter(const Metadata& trailers, HttpResponse* response) {
  const auto found =
      trailers.find(grpc::string_ref(kPushback.data(), kPushback.size()));
  int64_t milliseconds = 0;
  if (found == trailers.end() ||
      !absl::SimpleAtoi(ToAbsl(View(found->second)), &milliseconds) ||
      milliseconds < 0) {
    return;
  }
  const absl::Duration wait =
      absl::Ceil(absl::Milliseconds(milliseconds), absl::Seconds(1));
  response->headers.push_back(
      {"Retry-After", std::to_string(absl::ToInt64Seconds(wait))});
}

}  // namespace

// -----------------------------------------------------------------------------

// From the request to the answer; whoever holds it last lets it go.
struct ConnectDoor::Call {
  // Fills the context.
  absl::Status Prepare() {
    const HttpRequest& http_request = exchange->request();
    WANYAN_RETURN_IF_ERROR(CheckProtocol(http_request));
    WANYAN_ASSIGN_OR_RETURN(const absl::Duration timeout,
                            TimeoutOf(http_request));
    // gRPC rounds deadlines up: the answer could still come.
    if (timeout == absl::ZeroDuration()) {
      return absl::DeadlineExceededError(
          "Connect-Timeout-Ms is 0, which leaves no time to answer");
    }
    if (timeout != absl::InfiniteDuration()) {
      context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    }
    return AddMetadata(http_request, &context);
  }

  // Fills the request.
  absl::Status Read() {
    WANYAN_ASSIGN_OR_RETURN(
        const std::string message,
        MessageOf(exchange->request(), *method.input_type(), form));
    request = ToBuffer(message);
    return absl::OkStatus();
  }

  bool IsQuickToRead() const {
    return form == Form::kProto ||
           exchange->request().body.size() <= kMaxQuickBytes;
  }

  void Finish(const grpc::Status& status) {
    HttpResponse answer =
        status.ok() ? MessageResponse(response, *method.output_type(), form)
                    : ErrorResponse(status);
    AddHeaders(context.GetServerInitialMetadata(), "", &answer);
    AddHeaders(context.GetServerTrailingMetadata(), "trailer-", &answer);
    AddRetryAfter(context.GetServerTrailingMetadata(), &answer);
    exchange->Respond(std::move(answer));
  }

  const std::unique_ptr<HttpExchange> exchange;
  const std::string& path;  // the door's
  const MethodDescriptor& method;
  const Form form;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

absl::StatusOr<std::unique_ptr<ConnectDoor>> ConnectDoor::Create(
    std::shared_ptr<grpc::Channel> channel,
    const std::vector<std::string>& services, ConnectDoorHooks hooks) {
  Methods methods;
  for (const std::string& name : services) {
    const ServiceDescriptor* service =
        DescriptorPool::generated_pool()->FindServiceByName(name);
    if (service == nullptr) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "the service %s is not compiled into this program", name));
    }
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& method = *service->method(i);
      if (method.client_streaming() || method.server_streaming()) continue;
      methods.emplace(absl::StrFormat("/%s/%s", name, method.name()), &method);
    }
  }
  return std::unique_ptr<ConnectDoor>(new ConnectDoor(
      std::move(channel), std::move(methods), std::move(hooks)));
}

ConnectDoor::ConnectDoor(std::shared_ptr<grpc::Channel> channel,
                         Methods methods, ConnectDoorHooks hooks)
    : methods_(std::move(methods)),
      hooks_(std::move(hooks)),
      stub_(std::move(channel)),
      reading_(kReadingLimits) {}

void ConnectDoor::Handle(std::unique_ptr<HttpExchange> exchange) {
  const HttpRequest& request = exchange->request();
  const auto found = methods_.find(request.path());
  if (found == methods_.end()) {
    return Refuse(exchange.get(), NoSuchMethod(request.path()));
  }
  if (request.method != "POST") {
    return Refuse(exchange.get(), MustBePost(request.method));
  }
  const std::optional<Form> form = FormOf(request);
  if (!form.has_value()) return Refuse(exchange.get(), MustBeOfType());

  const auto& [path, method] = *found;
  const std::shared_ptr<Call> call(
      new Call{std::move(exchange), path, *method, *form});
  absl::Status problem = call->Prepare();
  if (problem.ok()) problem = Authorize(request);
  if (!problem.ok()) {
    return Refuse(call->exchange.get(), ErrorResponse(problem));
  }
  call->exchange->OnClientGone([call] { call->context.TryCancel(); });
  if (call->IsQuickToRead()) return Begin(call);
  reading_.Add({.run = [this, call] { Begin(call); },
                .shed =
                    [this, call](WorkQueue::ShedReason) {
                      Refuse(call->exchange.get(), TooManyBodies());
                    }});
}

absl::Status ConnectDoor::Authorize(const HttpRequest& request) const {
  if (hooks_.authorize == nullptr) return absl::OkStatus();
  return hooks_.authorize(request.Header("authorization").value_or(""));
}

void ConnectDoor::Begin(const std::shared_ptr<Call>& call) {
  if (const absl::Status problem = call->Read(); !problem.ok()) {
    return Refuse(call->exchange.get(), ErrorResponse(problem));
  }
  if (call->request.Length() > kMaxCallMessageBytes) {
    return Refuse(call->exchange.get(),
                  MessageTooLarge(call->request.Length()));
  }
  stub_.UnaryCall(&call->context, call->path, {}, &call->request,
                  &call->response,
                  [call](const grpc::Status& status) { call->Finish(status); });
}

void ConnectDoor::Refuse(HttpExchange* exchange, HttpResponse answer) const {
  if (hooks_.on_refusal != nullptr) hooks_.on_refusal(answer.status);
  exchange->Respond(std::move(answer));
}

std::vector<std::string> ConnectDoor::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, unused] : methods_) paths.push_back(path);
  return paths;
}

}  // namespace wanyan
