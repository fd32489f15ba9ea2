#include "service/message_json.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "simdjson.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

namespace util = google::protobuf::util;
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;

// Our messages need six levels; each costs memory while it is read.
constexpr size_t kMaxDepth = 64;

constexpr char kTypePrefix[] = "type.googleapis.com";

// Never destroyed: calls may outlive main's statics.
util::TypeResolver* Resolver() {
  static util::TypeResolver* const resolver =
      util::NewTypeResolverForDescriptorPool(kTypePrefix,
                                             DescriptorPool::generated_pool());
  return resolver;
}

std::string TypeUrl(const Descriptor& type) {
  return absl::StrFormat("%s/%s", kTypePrefix, type.full_name());
}

// Protobuf's reader also takes what is nearly JSON (single quotes, keys without
// any, lists in lists), and any depth of it.
absl::Status CheckJson(std::string_view json) {
  if (const auto offset = FirstIllFormedByte(json)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the body is not well-formed UTF-8 at byte %d", *offset));
  }
  simdjson::dom::parser parser;
  simdjson::error_code error = parser.allocate(json.size(), kMaxDepth);
  if (!error) error = parser.parse(json.data(), json.size()).error();
  if (!error) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "the body is no JSON: %s", simdjson::error_message(error)));
}

}  // namespace

absl::StatusOr<std::string> JsonToBinary(const Descriptor& type,
                                         std::string_view json) {
  WANYAN_RETURN_IF_ERROR(CheckJson(json));
  std::string binary;
  const util::Status status = util::JsonToBinaryString(
      Resolver(), TypeUrl(type),
      google::protobuf::StringPiece(json.data(), json.size()), &binary);
  if (status.ok()) return binary;
  return absl::InvalidArgumentError(
      absl::StrFormat("the body is no JSON of %s: %s", type.full_name(),
                      status.message().ToString()));
}

absl::StatusOr<std::string> BinaryToJson(const Descriptor& type,
                                         std::string_view binary) {
  std::string json;
  const util::Status status = util::BinaryToJsonString(
      Resolver(), TypeUrl(type), std::string(binary), &json);
  if (status.ok()) return json;
  return absl::InternalError(absl::StrFormat(
      "no message of %s: %s", type.full_name(), status.message().ToString()));
}

}  // namespace wanyan
