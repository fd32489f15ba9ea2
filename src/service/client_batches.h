#ifndef WANYAN_SERVICE_CLIENT_BATCHES_H_
#define WANYAN_SERVICE_CLIENT_BATCHES_H_

#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "service/client.h"
#include "wanyan/v1/check_service.pb.h"

namespace wanyan {

// A response as the client gives it out; see CheckClient::CheckReply.
absl::StatusOr<CheckAnswer> AnswerFromMessage(
    const v1::CheckReplyResponse& message);

// The way of many requests through the service; makes no call itself.
//
//   ClientBatches batches(requests);
//   while (batches.Next(&request)) {
//     // One request is not sent as a batch: CheckReply's answer has no limit.
//     batches.TakeOne(response);     // of CheckReply
//     batches.Take(response);        // of BatchCheckReplies
//     batches.Fail(status);          // of either
//   }
//   return std::move(batches).answers();
//
// For one thread.
class ClientBatches {
 public:
  static constexpr int kMaxItems = 500;
  // What the server takes in a batch, here with the fields around the text.
  static constexpr size_t kMaxBytes = kMaxRequestBytes;

  // `requests` must outlive the object. Those that the engine refuses have
  // their answer at once.
  explicit ClientBatches(std::span<const CheckRequest> requests);

  // Fills `request` with the next batch; false where all is answered.
  bool Next(v1::BatchCheckRepliesRequest* request);

  // The answer to the last batch. Items that found no room in it go again, in a
  // smaller batch and at last alone.
  void Take(const v1::BatchCheckRepliesResponse& response);

  // The answer to the last batch, of one request.
  void TakeOne(const v1::CheckReplyResponse& response);

  // The last batch came to nothing.
  void Fail(const absl::Status& status);

  // One for each of the requests, in their order.
  std::vector<absl::StatusOr<CheckAnswer>> answers() &&;

 private:
  std::span<const CheckRequest> requests_;
  std::vector<absl::StatusOr<CheckAnswer>> answers_;
  // Indexes of what is still to be sent, and of the batch that was sent last.
  std::deque<size_t> pending_;
  std::vector<size_t> sent_;
  // Items of a batch at most: fewer once a batch came back without an answer.
  int most_ = kMaxItems;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CLIENT_BATCHES_H_
