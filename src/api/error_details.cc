#include "api/error_details.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_format.h"
#include "base/string_view.h"
#include "engine/request_error.h"
#include "google/rpc/error_details.pb.h"

// A status carries its ResourceInfo as a payload, by the name that gRPC's error
// model has for it; all other details follow from code and message.

namespace wanyan {
namespace {

using google::rpc::ResourceInfo;

constexpr std::string_view kDomain = "wanyan";
constexpr std::string_view kResourcePayload =
    "type.googleapis.com/google.rpc.ResourceInfo";
constexpr std::string_view kTypePrefix = "wanyan.v1/";

std::string_view TypeName(ResourceType type) {
  switch (type) {
    case ResourceType::kProfile:
      return "Profile";
    case ResourceType::kPhrasebook:
      return "Phrasebook";
    case ResourceType::kRule:
      return "Rule";
  }
  return "";
}

std::optional<ResourceInfo> ResourceOf(const absl::Status& error) {
  const absl::optional<absl::Cord> payload =
      error.GetPayload(ToAbsl(kResourcePayload));
  ResourceInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) {
    return std::nullopt;
  }
  return info;
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
                     const std::optional<ResourceInfo>& resource) {
  if (resource.has_value()) {
    const std::string type =
        resource->resource_type().substr(kTypePrefix.size());
    return absl::StrFormat("%s_NOT_FOUND", UpperSnake(type));
  }
  if (absl::IsInvalidArgument(error) && !field.empty()) {
    return absl::StrFormat("INVALID_%s", UpperSnake(field));
  }
  return absl::StatusCodeToString(error.code());
}

google::rpc::ErrorInfo MakeErrorInfo(std::string reason,
                                     std::string_view field) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::move(reason));
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

google::rpc::RetryInfo MakeRetryInfo(absl::Duration delay) {
  google::rpc::RetryInfo info;
  absl::Duration fraction;
  info.mutable_retry_delay()->set_seconds(
      absl::IDivDuration(delay, absl::Seconds(1), &fraction));
  info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(fraction)));
  return info;
}

bool RetryCanHelp(const absl::Status& error) {
  return absl::IsUnavailable(error) || absl::IsResourceExhausted(error);
}

}  // namespace

absl::Status WithResource(absl::Status error, ResourceType type,
                          std::string_view name) {
  ResourceInfo info;
  info.set_resource_type(absl::StrFormat("%s%s", kTypePrefix, TypeName(type)));
  info.set_resource_name(std::string(CutToMessage(name)));
  info.set_description(std::string(error.message()));
  error.SetPayload(ToAbsl(kResourcePayload),
                   absl::Cord(info.SerializeAsString()));
  return error;
}

google::rpc::Status ErrorDetails(const absl::Status& error,
                                 absl::Duration retry_delay) {
  const std::string_view field = FieldOf(error);
  const std::optional<ResourceInfo> resource = ResourceOf(error);
  google::rpc::Status status;
  status.set_code(static_cast<int>(error.code()));
  status.set_message(std::string(error.message()));
  status.add_details()->PackFrom(
      MakeErrorInfo(ReasonOf(error, field, resource), field));
  if (absl::IsInvalidArgument(error) && !field.empty()) {
    status.add_details()->PackFrom(MakeBadRequest(error, field));
  }
  if (resource.has_value()) status.add_details()->PackFrom(*resource);
  if (RetryCanHelp(error)) {
    status.add_details()->PackFrom(MakeRetryInfo(retry_delay));
  }
  return status;
}

}  // namespace wanyan
