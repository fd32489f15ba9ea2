#include "api/error_details.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "engine/request_error.h"
#include "google/rpc/error_details.pb.h"

namespace wanyan {
namespace {

constexpr std::string_view kDomain = "wanyan";
// Time for a full server to finish what it has begun; a reply takes
// milliseconds.
constexpr absl::Duration kRetryDelay = absl::Milliseconds(100);

// What a NOT_FOUND is about: `field` is "profile" or "phrasebooks[3]".
struct MissingResource {
  std::string_view type;
  std::string_view reason;
  std::string name;
};

// The index in "phrasebooks[3]"; 0 where there is none.
int IndexIn(std::string_view field) {
  const size_t bracket = field.find('[');
  if (bracket == std::string_view::npos) return 0;
  return std::atoi(field.data() + bracket + 1);
}

MissingResource FindMissingResource(std::string_view field,
                                    const v1::CheckReplyRequest& request) {
  if (field == "profile") {
    return {"wanyan.v1/Profile", "PROFILE_NOT_FOUND", request.profile()};
  }
  const int index = IndexIn(field);
  return {"wanyan.v1/Phrasebook", "PHRASEBOOK_NOT_FOUND",
          index < request.phrasebooks_size() ? request.phrasebooks(index) : ""};
}

// "turns[2].role" → TURNS_ROLE.
std::string UpperSnake(std::string_view field) {
  std::string name;
  for (const char c : field) {
    if (c == '.') name += '_';
    if (absl::ascii_isalpha(static_cast<unsigned char>(c)) || c == '_') {
      name += absl::ascii_toupper(static_cast<unsigned char>(c));
    }
  }
  return name;
}

std::string ReasonOf(const absl::Status& error, std::string_view field,
                     const v1::CheckReplyRequest& request) {
  if (absl::IsNotFound(error)) {
    return std::string(FindMissingResource(field, request).reason);
  }
  if (absl::IsInvalidArgument(error) && !field.empty()) {
    return absl::StrFormat("INVALID_%s", UpperSnake(field));
  }
  return absl::StatusCodeToString(error.code());
}

google::rpc::ErrorInfo MakeErrorInfo(const absl::Status& error,
                                     std::string_view field,
                                     const v1::CheckReplyRequest& request) {
  google::rpc::ErrorInfo info;
  info.set_reason(ReasonOf(error, field, request));
  info.set_domain(kDomain.data(), kDomain.size());
  if (!field.empty()) (*info.mutable_metadata())["field"] = std::string(field);
  return info;
}

google::rpc::BadRequest MakeBadRequest(const absl::Status& error,
                                       std::string_view field) {
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field(std::string(field));
  // The message is "<field>: <description>".
  violation->set_description(
      std::string(error.message().substr(field.size() + 2)));
  return bad_request;
}

google::rpc::ResourceInfo MakeResourceInfo(
    const absl::Status& error, std::string_view field,
    const v1::CheckReplyRequest& request) {
  const MissingResource missing = FindMissingResource(field, request);
  google::rpc::ResourceInfo info;
  info.set_resource_type(std::string(missing.type));
  info.set_resource_name(std::string(CutToMessage(missing.name)));
  info.set_description(std::string(error.message()));
  return info;
}

google::rpc::RetryInfo MakeRetryInfo() {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(kRetryDelay)));
  return info;
}

bool RetryCanHelp(const absl::Status& error) {
  return absl::IsUnavailable(error) || absl::IsResourceExhausted(error);
}

}  // namespace

google::rpc::Status ErrorDetails(const absl::Status& error,
                                 const v1::CheckReplyRequest& request) {
  const std::string_view field = FieldOf(error);
  google::rpc::Status status;
  status.set_code(static_cast<int>(error.code()));
  status.set_message(std::string(error.message()));
  status.add_details()->PackFrom(MakeErrorInfo(error, field, request));
  if (absl::IsInvalidArgument(error) && !field.empty()) {
    status.add_details()->PackFrom(MakeBadRequest(error, field));
  }
  if (absl::IsNotFound(error)) {
    status.add_details()->PackFrom(MakeResourceInfo(error, field, request));
  }
  if (RetryCanHelp(error)) status.add_details()->PackFrom(MakeRetryInfo());
  return status;
}

}  // namespace wanyan
