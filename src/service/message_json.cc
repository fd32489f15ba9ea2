#include "service/message_json.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include "absl/strings/str_format.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

namespace util = google::protobuf::util;
using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;

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

}  // namespace

absl::StatusOr<std::string> JsonToBinary(const Descriptor& type,
                                         std::string_view json) {
  if (const auto offset = FirstIllFormedByte(json)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the body is not well-formed UTF-8 at byte %d", *offset));
  }
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
