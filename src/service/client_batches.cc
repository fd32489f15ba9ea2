#include "service/client_batches.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "api/check_messages.h"
#include "engine/validate_request.h"

namespace wanyan {
namespace {

bool FoundNoRoom(const v1::BatchCheckReplyResult& result) {
  return result.error().code() ==
         static_cast<int>(absl::StatusCode::kResourceExhausted);
}

// An error that is none says nothing: Unknown.
absl::Status ErrorFromMessage(const google::rpc::Status& error) {
  const auto code = static_cast<absl::StatusCode>(error.code());
  if (code == absl::StatusCode::kOk) {
    return absl::UnknownError("the server answered neither way");
  }
  return absl::Status(code, error.message());
}

absl::StatusOr<CheckAnswer> FromResult(
    const v1::BatchCheckReplyResult& result) {
  if (result.has_response()) return AnswerFromMessage(result.response());
  return ErrorFromMessage(result.error());
}

}  // namespace

absl::StatusOr<CheckAnswer> AnswerFromMessage(
    const v1::CheckReplyResponse& message) {
  absl::StatusOr<CheckResult> result = ResultFromMessage(message);
  if (result.ok()) {
    return CheckAnswer{*std::move(result), message.decision_id()};
  }
  // A server that says no is understood, whatever else it says: callers may
  // let replies pass where the server fails, but not here.
  if (message.verdict() == v1::VERDICT_BLOCK) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "the verdict is BLOCK, but %s", result.status().message()));
  }
  return result.status();
}

ClientBatches::ClientBatches(std::span<const CheckRequest> requests)
    : requests_(requests),
      answers_(requests.size(), absl::UnknownError("not asked yet")) {
  for (size_t i = 0; i < requests.size(); ++i) {
    const absl::Status status = ValidateRequest(requests[i]);
    if (status.ok()) {
      pending_.push_back(i);
    } else {
      answers_[i] = status;
    }
  }
}

bool ClientBatches::Next(v1::BatchCheckRepliesRequest* request) {
  request->Clear();
  sent_.clear();
  size_t bytes = 0;
  while (!pending_.empty() && request->requests_size() < most_) {
    v1::CheckReplyRequest item = RequestToMessage(requests_[pending_.front()]);
    bytes += item.ByteSizeLong();
    if (bytes > kMaxBytes && !sent_.empty()) break;
    *request->add_requests() = std::move(item);
    sent_.push_back(pending_.front());
    pending_.pop_front();
  }
  return !sent_.empty();
}

void ClientBatches::Take(const v1::BatchCheckRepliesResponse& response) {
  const auto& results = response.results();
  if (static_cast<size_t>(results.size()) != sent_.size()) {
    Fail(absl::InternalError(
        absl::StrFormat("the server answered with %d results to %d requests",
                        results.size(), sent_.size())));
    return;
  }
  std::vector<size_t> again;
  for (int i = 0; i < results.size(); ++i) {
    if (FoundNoRoom(results[i])) {
      again.push_back(sent_[i]);
    } else {
      answers_[sent_[i]] = FromResult(results[i]);
    }
  }
  if (again.size() == sent_.size()) most_ = std::max(1, results.size() / 2);
  pending_.insert(pending_.begin(), again.begin(), again.end());
}

void ClientBatches::TakeOne(const v1::CheckReplyResponse& response) {
  answers_[sent_.front()] = AnswerFromMessage(response);
}

void ClientBatches::Fail(const absl::Status& status) {
  for (size_t index : sent_) answers_[index] = status;
}

std::vector<absl::StatusOr<CheckAnswer>> ClientBatches::answers() && {
  return std::move(answers_);
}

}  // namespace wanyan
