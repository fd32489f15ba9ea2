#include "cli/json_members.h"

#include "absl/strings/str_format.h"
#include "text/utf8.h"

namespace wanyan {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

absl::StatusOr<object> JsonLineParser::ParseObject(std::string_view line,
                                                   std::string_view example) {
  if (const auto bad_byte = FirstIllFormedByte(line)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the line is not well-formed UTF-8 at byte %d; send UTF-8", *bad_byte));
  }
  element document;
  const simdjson::error_code error =
      parser_.parse(line.data(), line.size()).get(document);
  if (error != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the line is not JSON: %s", simdjson::error_message(error)));
  }
  object members;
  if (document.get(members) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the line is not a JSON object; write %s", example));
  }
  return members;
}

absl::StatusOr<std::string> ReadJsonString(std::string_view field,
                                           element value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    return InvalidMember(field, "must be a string");
  }
  return std::string(text);
}

absl::StatusOr<array> ReadJsonArray(std::string_view field, element value,
                                    std::string_view of_what) {
  array items;
  if (value.get(items) != simdjson::SUCCESS) {
    return InvalidMember(field,
                         absl::StrFormat("must be a list of %s", of_what));
  }
  return items;
}

absl::StatusOr<std::vector<std::string>> ReadJsonStrings(std::string_view field,
                                                         element value) {
  WANYAN_ASSIGN_OR_RETURN(const array items,
                          ReadJsonArray(field, value, "strings"));
  std::vector<std::string> strings;
  for (const element item : items) {
    WANYAN_ASSIGN_OR_RETURN(
        std::string text,
        ReadJsonString(absl::StrFormat("%s[%d]", field, strings.size()), item));
    strings.push_back(std::move(text));
  }
  return strings;
}

absl::Status RequireMembers(const object& members,
                            std::initializer_list<std::string_view> required,
                            std::string_view prefix) {
  for (const std::string_view key : required) {
    if (members[key].error() == simdjson::NO_SUCH_FIELD) {
      return InvalidMember(absl::StrFormat("%s%s", prefix, key), "is missing");
    }
  }
  return absl::OkStatus();
}

}  // namespace wanyan
