#include "service/unary_call.h"

#include <grpc/support/time.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_format.h"
#include "api/error_details.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

// What a shed call is asked to wait, from half of it to one and a half: callers
// that were shed together do not come back together.
constexpr absl::Duration kPushback = absl::Milliseconds(200);
// gRPC's clients with a retry policy wait so many milliseconds.
constexpr char kPushbackMetadata[] = "grpc-retry-pushback-ms";

std::string_view Metadata(const grpc::CallbackServerContext& context,
                          std::string_view name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(name.data(), name.size()));
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

// How long the call may still take. In gRPC's own units: those of std::chrono
// cannot hold what some clients send for "no deadline".
absl::Duration TimeLeft(const grpc::CallbackServerContext& context) {
  const gpr_timespec deadline =
      gpr_convert_clock_type(context.raw_deadline(), GPR_CLOCK_MONOTONIC);
  if (gpr_time_cmp(deadline, gpr_inf_future(GPR_CLOCK_MONOTONIC)) == 0) {
    return kDefaultDeadline;
  }
  const gpr_timespec left =
      gpr_time_sub(deadline, gpr_now(GPR_CLOCK_MONOTONIC));
  return std::min(kMaxDeadline,
                  absl::Seconds(left.tv_sec) + absl::Nanoseconds(left.tv_nsec));
}

// On the steady clock, so that setting the time of day ends no call.
std::chrono::steady_clock::time_point DeadlineOf(
    const grpc::CallbackServerContext& context) {
  return std::chrono::steady_clock::now() +
         absl::ToChronoNanoseconds(TimeLeft(context));
}

grpc::Status ToGrpcStatus(const absl::Status& status,
                          absl::Duration retry_delay) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status details = retry_delay > absl::ZeroDuration()
                                          ? ErrorDetails(status, retry_delay)
                                          : ErrorDetails(status);
  return grpc::Status(static_cast<grpc::StatusCode>(details.code()),
                      details.message(), details.SerializeAsString());
}

std::string_view WordsFor(WorkQueue::ShedReason reason) {
  switch (reason) {
    case WorkQueue::ShedReason::kQueueFull:
      return "too many calls wait";
    case WorkQueue::ShedReason::kWaitedTooLong:
      return "the call's turn did not come in time";
    case WorkQueue::ShedReason::kStopping:
      return "the server is ending";
  }
  return "";
}

absl::Duration Pushback() {
  thread_local std::minstd_rand random{std::random_device()()};
  return kPushback * std::uniform_real_distribution(0.5, 1.5)(random);
}

// A fault of ours, rather than of the call.
bool IsOurFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

UnaryCall::UnaryCall(std::string_view method, Schedule schedule,
                     const CallEnvironment& environment,
                     grpc::CallbackServerContext* context,
                     const grpc::ByteBuffer* request,
                     grpc::ByteBuffer* response)
    : method_(method),
      schedule_(schedule),
      environment_(environment),
      context_(*context),
      response_(*response),
      trace_(MakeTraceContext(Metadata(*context, kTraceparentHeader),
                              Metadata(*context, kRequestIdHeader))),
      deadline_(DeadlineOf(*context)) {
  if (request->DumpToSingleSlice(&slice_).ok()) {
    request_bytes_ = std::string_view(
        reinterpret_cast<const char*>(slice_.begin()), slice_.size());
  }
}

grpc::ServerUnaryReactor* UnaryCall::Begin(std::unique_ptr<UnaryCall> owned) {
  // gRPC holds back what happens to a reactor until it has been returned.
  UnaryCall* call = owned.release();
  call->environment_.metrics->CallStarted(call->method_);
  if (absl::Status refused = call->Authenticate(); !refused.ok()) {
    call->Conclude(refused);
  } else if (call->schedule_ == Schedule::kAtOnce) {
    call->TakeTurn();
  } else {
    call->WaitForTurn();
  }
  return call;
}

absl::Status UnaryCall::Authenticate() {
  if (environment_.tokens == nullptr) return absl::OkStatus();
  WANYAN_ASSIGN_OR_RETURN(
      caller_, environment_.tokens->Check(Metadata(context_, "authorization")));
  return absl::OkStatus();
}

void UnaryCall::WaitForTurn() {
  auto shed = [this](WorkQueue::ShedReason reason) { Shed(reason); };
  if (schedule_ == Schedule::kInParts) {
    environment_.queue->AddLong(
        {.run_part = [this] { return TakeTurn(); }, .shed = std::move(shed)});
  } else {
    environment_.queue->Add(
        {.run = [this] { TakeTurn(); }, .shed = std::move(shed)});
  }
}

bool UnaryCall::TakeTurn() {
  if (absl::Status gone = CheckCaller(); !gone.ok()) {
    Conclude(gone);
    return true;
  }
  const absl::StatusOr<bool> done = Work();
  if (done.ok() && !*done) return false;
  Conclude(done.ok() ? CheckCaller() : done.status());
  return true;
}

absl::Status UnaryCall::CheckCaller() const {
  if (Clock::now() >= deadline_) {
    return absl::DeadlineExceededError(absl::StrFormat(
        "the call's deadline passed %s; give it more time (without a deadline "
        "it has %s)",
        response_.Valid() ? "while it was answered"
                          : "before its turn was over",
        absl::FormatDuration(kDefaultDeadline)));
  }
  if (context_.IsCancelled()) return absl::CancelledError("the caller left");
  return absl::OkStatus();
}

void UnaryCall::Answer(const google::protobuf::Message& response) {
  bool own_buffer = false;
  grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(
      response, &response_, &own_buffer);
}

void UnaryCall::Shed(WorkQueue::ShedReason reason) {
  environment_.metrics->CallShed(reason);
  if (reason == WorkQueue::ShedReason::kStopping) {
    return Conclude(absl::UnavailableError(ToAbsl(WordsFor(reason))));
  }
  const absl::Duration delay = Pushback();
  context_.AddTrailingMetadata(
      kPushbackMetadata,
      absl::StrFormat("%d", absl::ToInt64Milliseconds(delay)));
  Conclude(absl::ResourceExhaustedError(absl::StrFormat(
               "the server has all the work that it can do (%s); call again "
               "in %d ms",
               WordsFor(reason), absl::ToInt64Milliseconds(delay))),
           delay);
}

void UnaryCall::Conclude(const absl::Status& status,
                         absl::Duration retry_delay) {
  const absl::Duration time = absl::FromChrono(Clock::now() - began_);
  environment_.metrics->CallHandled(method_, status.code(), time);
  const LogLevel level =
      IsOurFault(status.code()) ? LogLevel::kError : LogLevel::kDebug;
  if (IsLogged(level)) {
    Log(trace_, level, "call_handled",
        {{"method", method_},
         {"caller", caller_},
         {"code", absl::StatusCodeToString(status.code())},
         {"duration_us", absl::ToInt64Microseconds(time)}});
  }
  Finish(ToGrpcStatus(status, retry_delay));
}

}  // namespace wanyan
