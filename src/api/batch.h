#ifndef WANYAN_API_BATCH_H_
#define WANYAN_API_BATCH_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "wanyan/v1/check_service.pb.h"

// CheckService.BatchCheckReplies in steps, so that a server can let other calls
// go between the items. All items take the same library.
//
//   ParseBatch(bytes) → for each item, AnswerCheckReply (api/check_reply.h)
//                     → BatchResponse::Add → BatchResponse::Take

namespace wanyan {

// What a batch may hold; proto/wanyan/v1/check_service.proto says the same.
// 500 replies of a usual length are checked in a fraction of the deadline.
inline constexpr size_t kMaxBatchItems = 500;
inline constexpr size_t kMaxBatchBytes = 1 << 20;  // of text

// The answers of a batch together, unless there is one alone; gRPC's clients
// take 4 MB, and 500 errors have room in what is left.
inline constexpr size_t kMaxBatchResponseBytes = 3 << 20;

// The requests of a batch, in order. One that is no message, or has a text that
// is not well-formed UTF-8, is an error in its place, as ParseRequest gives it.
using BatchItems = std::vector<absl::StatusOr<v1::CheckReplyRequest>>;

// Reads a serialized BatchCheckRepliesRequest, each item for itself: protobuf
// alone refuses the whole batch for one bad byte. InvalidArgument for what is
// no such message; naming `requests`, for one that is empty or too large.
absl::StatusOr<BatchItems> ParseBatch(std::string_view bytes);

// Collects the results of a batch. Not thread-safe.
class BatchResponse {
 public:
  // Adds what became of the next item: its response, or else its error with the
  // details that the call would have had. The first response is taken whatever
  // its size; a later one for which there is no room becomes an error,
  // RESOURCE_EXHAUSTED, that says so. Whether it was a response and is in.
  bool Add(absl::StatusOr<v1::CheckReplyResponse> answer);

  v1::BatchCheckRepliesResponse Take() &&;

 private:
  void AddError(const absl::Status& error);

  v1::BatchCheckRepliesResponse message_;
  size_t response_bytes_ = 0;
};

}  // namespace wanyan

#endif  // WANYAN_API_BATCH_H_
