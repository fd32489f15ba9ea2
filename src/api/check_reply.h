#ifndef WANYAN_API_CHECK_REPLY_H_
#define WANYAN_API_CHECK_REPLY_H_

#include "absl/status/statusor.h"
#include "engine/checker.h"
#include "engine/library.h"
#include "wanyan/v1/check_service.pb.h"

namespace wanyan {

// A reply that was checked: the answer for its caller, and what the engine took
// and gave for those who keep records.
struct CheckedReply {
  CheckRequest request;
  CheckResult result;
  // `decision_id` is left empty.
  v1::CheckReplyResponse response;
};

// CheckService.CheckReply, and each item of BatchCheckReplies. Pure; safe to
// call from any thread. Errors name the field: InvalidArgument, and NotFound
// with the resource that is missing (see WithResource).
absl::StatusOr<CheckedReply> AnswerCheckReply(
    const Library& library, const v1::CheckReplyRequest& request);

}  // namespace wanyan

#endif  // WANYAN_API_CHECK_REPLY_H_
