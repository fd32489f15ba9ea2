#include "cli/reply_line.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/json_members.h"
#include "text/locale.h"

namespace wanyan {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// The string under `key`; empty where there is no such key.
absl::StatusOr<std::string> ReadOptional(const object& members,
                                         std::string_view key,
                                         std::string_view prefix = "") {
  element value;
  if (members[key].get(value) != simdjson::SUCCESS) return std::string();
  return ReadJsonString(absl::StrFormat("%s%s", prefix, key), value);
}

absl::Status ReadLocale(const object& members, ReplyLine* line) {
  WANYAN_ASSIGN_OR_RETURN(const std::string tag,
                          ReadOptional(members, "locale"));
  if (tag.empty()) return absl::OkStatus();
  const auto normal = NormalizeLocale(tag);
  if (!normal.has_value()) {
    return InvalidMember("locale", absl::StrFormat("\"%s\" is no BCP 47 tag; "
                                                   "write it like zh-Hans",
                                                   tag));
  }
  line->locale = *normal;
  return absl::OkStatus();
}

absl::Status ReadTurn(element value, int index, ReplyLine* line) {
  const std::string field = absl::StrFormat("turns[%d]", index);
  object members;
  if (value.get(members) != simdjson::SUCCESS) {
    return InvalidMember(field, "must be an object with role and text");
  }
  const std::string prefix = field + ".";
  WANYAN_RETURN_IF_ERROR(RequireMembers(members, {"role", "text"}, prefix));
  WANYAN_ASSIGN_OR_RETURN(const std::string role,
                          ReadOptional(members, "role", prefix));
  if (role != "agent") return absl::OkStatus();
  WANYAN_ASSIGN_OR_RETURN(std::string text,
                          ReadOptional(members, "text", prefix));
  line->replies.push_back({std::move(text), index});
  return absl::OkStatus();
}

absl::Status ReadTurns(element value, ReplyLine* line) {
  WANYAN_ASSIGN_OR_RETURN(const array turns,
                          ReadJsonArray("turns", value, "turns"));
  int index = 0;
  for (const element turn : turns) {
    WANYAN_RETURN_IF_ERROR(ReadTurn(turn, index++, line));
  }
  return absl::OkStatus();
}

absl::Status ReadReplies(const object& members, ReplyLine* line) {
  element value;
  if (members["turns"].get(value) == simdjson::SUCCESS) {
    return ReadTurns(value, line);
  }
  for (const std::string_view key : {"reply", "text"}) {
    if (members[key].get(value) != simdjson::SUCCESS) continue;
    WANYAN_ASSIGN_OR_RETURN(std::string text, ReadJsonString(key, value));
    line->replies.push_back({std::move(text), std::nullopt});
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      "the line has none of turns, reply and text");
}

}  // namespace

struct ReplyLineReader::Parser {
  JsonLineParser json;
};

ReplyLineReader::ReplyLineReader() : parser_(new Parser) {}
ReplyLineReader::~ReplyLineReader() = default;

absl::StatusOr<ReplyLine> ReplyLineReader::Read(std::string_view line) {
  WANYAN_ASSIGN_OR_RETURN(
      const object members,
      parser_->json.ParseObject(
          line, "{\"reply\": …} or {\"turns\": [{\"role\": …, \"text\": …}]}"));
  ReplyLine read;
  WANYAN_ASSIGN_OR_RETURN(read.id, ReadOptional(members, "id"));
  WANYAN_RETURN_IF_ERROR(ReadLocale(members, &read));
  WANYAN_RETURN_IF_ERROR(ReadReplies(members, &read));
  return read;
}

}  // namespace wanyan
