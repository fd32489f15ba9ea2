#include "api/parse_request.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <map>
#include <string>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "engine/request_error.h"

namespace wanyan {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::UnknownField;
using google::protobuf::UnknownFieldSet;

// Looks for ill-formed text in a message of `type` whose parsing failed; its
// fields were read without regard to what they mean.
absl::Status CheckTexts(const std::string& prefix,
                        const UnknownFieldSet& fields, const Descriptor& type) {
  std::map<int, int> seen;  // of each repeated field, by number
  for (int i = 0; i < fields.field_count(); ++i) {
    const UnknownField& value = fields.field(i);
    const FieldDescriptor* field = type.FindFieldByNumber(value.number());
    if (field == nullptr ||
        value.type() != UnknownField::TYPE_LENGTH_DELIMITED) {
      continue;
    }
    std::string path = prefix + field->name();
    if (field->is_repeated()) {
      absl::StrAppendFormat(&path, "[%d]", seen[field->number()]++);
    }
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      WANYAN_RETURN_IF_ERROR(RequireUtf8(path, value.length_delimited()));
    }
    UnknownFieldSet nested;
    if (field->type() == FieldDescriptor::TYPE_MESSAGE &&
        nested.ParseFromString(value.length_delimited())) {
      WANYAN_RETURN_IF_ERROR(
          CheckTexts(path + ".", nested, *field->message_type()));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseRequest(std::string_view bytes,
                          google::protobuf::Message* request) {
  const int size = static_cast<int>(bytes.size());
  if (request->ParseFromArray(bytes.data(), size)) return absl::OkStatus();
  const Descriptor& type = *request->GetDescriptor();
  UnknownFieldSet fields;
  if (fields.ParseFromArray(bytes.data(), size)) {
    WANYAN_RETURN_IF_ERROR(CheckTexts("", fields, type));
  }
  return absl::InvalidArgumentError(
      absl::StrFormat("the request is no serialized %s", type.full_name()));
}

}  // namespace wanyan
