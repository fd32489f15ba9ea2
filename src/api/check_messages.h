#ifndef WANYAN_API_CHECK_MESSAGES_H_
#define WANYAN_API_CHECK_MESSAGES_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "engine/checker.h"
#include "text/utf8.h"
#include "wanyan/v1/check_service.pb.h"

// The engine's requests and results as wanyan.v1 messages, for both ends of the
// wire. All functions are pure.
//
//   server: RequestFromMessage → CheckReply → ResponseToMessage
//   client: RequestToMessage → … → ResultFromMessage

namespace wanyan {

// What a caller sent, as the engine takes it. InvalidArgument, naming the
// field, for what only the message can get wrong (a turn without a role, a time
// that is none); what CheckReply looks at is left to it.
absl::StatusOr<CheckRequest> RequestFromMessage(
    const v1::CheckReplyRequest& message);

// The unit that a caller wants offsets in; InvalidArgument for one that this
// version does not know.
absl::StatusOr<OffsetUnit> OffsetUnitFromMessage(
    const v1::CheckReplyRequest& message);

// `result` for `reply`, the offsets counted in `unit`. `decision_id` is left
// empty.
v1::CheckReplyResponse ResponseToMessage(const CheckResult& result,
                                         std::string_view reply,
                                         OffsetUnit unit);

// The request as a message that asks for offsets in UTF-8.
v1::CheckReplyRequest RequestToMessage(const CheckRequest& request);

// A response to such a request. Suggestions come without `applicable` and
// `loses_fact`, which the server needs only itself. Internal where the response
// has values that this version does not know.
absl::StatusOr<CheckResult> ResultFromMessage(
    const v1::CheckReplyResponse& message);

}  // namespace wanyan

#endif  // WANYAN_API_CHECK_MESSAGES_H_
