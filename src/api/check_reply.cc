#include "api/check_reply.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include "api/check_messages.h"
#include "api/error_details.h"
#include "base/status_macros.h"
#include "engine/request_error.h"

namespace wanyan {
namespace {

// The name in `request` that a NotFound about `field`, "profile" or
// "phrasebooks[3]", is about.
absl::Status NameMissingResource(absl::Status error,
                                 const v1::CheckReplyRequest& request) {
  const std::string_view field = FieldOf(error);
  if (field == "profile") {
    return WithResource(std::move(error), ResourceType::kProfile,
                        request.profile());
  }
  const int index = std::atoi(field.data() + field.find('[') + 1);
  return WithResource(std::move(error), ResourceType::kPhrasebook,
                      request.phrasebooks(index));
}

absl::StatusOr<CheckResult> Check(const Library& library,
                                  const CheckRequest& request,
                                  const v1::CheckReplyRequest& message) {
  absl::StatusOr<CheckResult> result = CheckReply(library, request);
  if (!absl::IsNotFound(result.status())) return result;
  return NameMissingResource(std::move(result).status(), message);
}

}  // namespace

absl::StatusOr<CheckedReply> AnswerCheckReply(
    const Library& library, const v1::CheckReplyRequest& request) {
  CheckedReply checked;
  WANYAN_ASSIGN_OR_RETURN(const OffsetUnit unit,
                          OffsetUnitFromMessage(request));
  WANYAN_ASSIGN_OR_RETURN(checked.request, RequestFromMessage(request));
  WANYAN_ASSIGN_OR_RETURN(checked.result,
                          Check(library, checked.request, request));
  checked.response =
      ResponseToMessage(checked.result, checked.request.reply, unit);
  return checked;
}

}  // namespace wanyan
