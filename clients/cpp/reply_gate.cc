#include "wanyan/reply_gate.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

void LogToStandardError(std::string_view line) {
  absl::FPrintF(stderr, "wanyan: %s\n", line);
}

absl::Status CheckTimeout(absl::Duration timeout) {
  if (timeout > absl::ZeroDuration() && timeout <= CheckClient::kMaxTimeout) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("a timeout of %s: must be more than 0 and at most %s",
                      absl::FormatDuration(timeout),
                      absl::FormatDuration(CheckClient::kMaxTimeout)));
}

}  // namespace

bool IsCheckerDown(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kCancelled:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDataLoss:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<std::unique_ptr<ReplyGate>> ReplyGate::Open(
    const ClientOptions& options, FailMode fail_mode, Log log) {
  WANYAN_ASSIGN_OR_RETURN(std::unique_ptr<CheckClient> client,
                          CheckClient::Create(options));
  if (log == nullptr) log = LogToStandardError;
  return std::unique_ptr<ReplyGate>(
      new ReplyGate(std::move(client), fail_mode, std::move(log)));
}

ReplyGate::ReplyGate(std::unique_ptr<CheckClient> client, FailMode fail_mode,
                     Log log)
    : client_(std::move(client)), fail_mode_(fail_mode), log_(std::move(log)) {}

Decision ReplyGate::Check(const CheckRequest& request,
                          absl::Duration timeout) const {
  if (absl::Status status = CheckTimeout(timeout); !status.ok()) {
    return Unchecked(std::move(status));
  }
  return Decide(client_->CheckReply(request, timeout));
}

std::vector<Decision> ReplyGate::CheckAll(
    std::span<const CheckRequest> requests, absl::Duration timeout) const {
  if (absl::Status status = CheckTimeout(timeout); !status.ok()) {
    return std::vector<Decision>(requests.size(), Unchecked(std::move(status)));
  }
  std::vector<Decision> decisions;
  decisions.reserve(requests.size());
  for (auto& answer : client_->CheckReplies(requests, timeout)) {
    decisions.push_back(Decide(std::move(answer)));
  }
  return decisions;
}

Decision ReplyGate::Decide(absl::StatusOr<CheckAnswer> answer) const {
  if (!answer.ok()) return Unchecked(answer.status());
  Decision decision;
  decision.verdict = answer->verdict;
  if (answer->verdict == Verdict::kUnchecked) {
    decision.reason = answer->unchecked_reason.empty()
                          ? "the server does not say why"
                          : answer->unchecked_reason;
  }
  decision.may_send =
      answer->verdict == Verdict::kAllow || answer->verdict == Verdict::kWarn ||
      (answer->verdict == Verdict::kUnchecked && fail_mode_ == FailMode::kOpen);
  decision.answer = *std::move(answer);
  return decision;
}

Decision ReplyGate::Unchecked(absl::Status status) const {
  const bool is_down = IsCheckerDown(status.code());
  if (!is_down) {
    log_(absl::StrFormat(
        "a reply was not checked, and is not to be sent: %s",
        status.ToString(absl::StatusToStringMode::kWithNoExtraData)));
  }
  Decision decision;
  decision.may_send = is_down && fail_mode_ == FailMode::kOpen;
  decision.reason = status.message().empty()
                        ? absl::StatusCodeToString(status.code())
                        : std::string(ToStd(status.message()));
  decision.status = std::move(status);
  return decision;
}

}  // namespace wanyan
