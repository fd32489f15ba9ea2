#ifndef WANYAN_CLI_JSON_MEMBERS_H_
#define WANYAN_CLI_JSON_MEMBERS_H_

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "engine/request_error.h"

// Reads lines of JSON strictly: every mistake is an InvalidArgument that begins
// with the path of the member it is about (engine/request_error.h). For the
// readers of one kind of line each; nobody else sees the JSON library.

namespace wanyan {

// Parses lines; reuses its memory. For one thread.
class JsonLineParser {
 public:
  // The object that `line` is; valid until the next call. `example` shows the
  // way out where it is none: "{\"id\": …}". An ill-formed byte is named by its
  // offset.
  absl::StatusOr<simdjson::dom::object> ParseObject(std::string_view line,
                                                    std::string_view example);

 private:
  simdjson::dom::parser parser_;
};

inline absl::Status InvalidMember(std::string_view field,
                                  std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, field, message);
}

absl::StatusOr<std::string> ReadJsonString(std::string_view field,
                                           simdjson::dom::element value);
// `of_what` stands in the message: "strings".
absl::StatusOr<simdjson::dom::array> ReadJsonArray(std::string_view field,
                                                   simdjson::dom::element value,
                                                   std::string_view of_what);
absl::StatusOr<std::vector<std::string>> ReadJsonStrings(
    std::string_view field, simdjson::dom::element value);

// An error about the first of `required` that is not there. `prefix` is put in
// front of names in messages: "turns[2].".
absl::Status RequireMembers(const simdjson::dom::object& members,
                            std::initializer_list<std::string_view> required,
                            std::string_view prefix = "");

// A member of an object, and what reads its value into a target.
template <typename Target>
struct JsonMember {
  std::string_view key;
  absl::Status (*read)(const std::string& field, simdjson::dom::element value,
                       Target* target);
};

// "no such key; there are a, b".
template <typename Target, size_t kSize>
absl::Status UnknownMember(std::string_view field,
                           const std::array<JsonMember<Target>, kSize>& known) {
  std::string message = "no such key; there are ";
  for (const auto& each : known) {
    if (&each != known.data()) message += ", ";
    message += each.key;
  }
  return InvalidMember(field, message);
}

// Reads the members of an object, each by its key; a key that is not known or
// stands twice is an error, so that a misspelt one does not pass for absent.
template <typename Target, size_t kSize>
absl::Status ReadJsonMembers(const std::string& prefix,
                             const simdjson::dom::object& members,
                             const std::array<JsonMember<Target>, kSize>& known,
                             Target* target) {
  std::set<std::string_view> seen;
  for (const auto& [key, value] : members) {
    const std::string field = prefix + std::string(key);
    if (!seen.insert(key).second) {
      return InvalidMember(field, "stands twice; keep one of them");
    }
    const auto member = std::ranges::find(known, key, &JsonMember<Target>::key);
    if (member == known.end()) return UnknownMember(field, known);
    WANYAN_RETURN_IF_ERROR(member->read(field, value, target));
  }
  return absl::OkStatus();
}

}  // namespace wanyan

#endif  // WANYAN_CLI_JSON_MEMBERS_H_
