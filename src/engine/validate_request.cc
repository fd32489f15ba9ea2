#include "engine/validate_request.h"

#include <string_view>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "engine/request_error.h"

namespace wanyan {
namespace {

absl::Status Invalid(std::string_view field, std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, field, message);
}

absl::Status ValidateReply(std::string_view reply) {
  if (reply.empty()) return Invalid("reply", "it is empty; send a text");
  if (reply.size() > kMaxReplyBytes) {
    return Invalid("reply",
                   absl::StrFormat("it has %d bytes, more than the %d that are "
                                   "checked at once; split it",
                                   reply.size(), kMaxReplyBytes));
  }
  return RequireUtf8("reply", reply);
}

absl::Status ValidateTurns(const CheckRequest& request) {
  if (request.turns.size() > kMaxTurns) {
    return Invalid(
        "turns", absl::StrFormat("there are %d, more than %d; send the latest",
                                 request.turns.size(), kMaxTurns));
  }
  for (size_t i = 0; i < request.turns.size(); ++i) {
    WANYAN_RETURN_IF_ERROR(RequireUtf8(absl::StrFormat("turns[%d].text", i),
                                       request.turns[i].text));
  }
  return absl::OkStatus();
}

absl::Status ValidateSize(const CheckRequest& request) {
  size_t bytes = request.reply.size();
  for (const Turn& turn : request.turns) bytes += turn.text.size();
  for (const auto& [name, value] : request.slots) {
    bytes += name.size() + value.size();
  }
  bytes += request.channel.size();
  for (const std::string& label : request.labels) bytes += label.size();
  for (const std::string& id : request.phrasebooks) bytes += id.size();
  if (bytes <= kMaxRequestBytes) return absl::OkStatus();
  return Invalid(
      "turns",
      absl::StrFormat("all texts of the request have %d bytes together, "
                      "more than %d; send the latest turns",
                      bytes, kMaxRequestBytes));
}

}  // namespace

absl::Status ValidateRequest(const CheckRequest& request) {
  WANYAN_RETURN_IF_ERROR(ValidateReply(request.reply));
  WANYAN_RETURN_IF_ERROR(ValidateTurns(request));
  WANYAN_RETURN_IF_ERROR(ValidateSize(request));
  for (const auto& [name, value] : request.slots) {
    WANYAN_RETURN_IF_ERROR(RequireUtf8("slots", name));
    WANYAN_RETURN_IF_ERROR(RequireUtf8("slots", value));
  }
  if (!request.profile.empty() && !request.phrasebooks.empty()) {
    return Invalid("phrasebooks",
                   "given together with a profile; send one of the two");
  }
  return absl::OkStatus();
}

}  // namespace wanyan
