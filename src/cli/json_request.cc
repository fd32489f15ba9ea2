#include "cli/json_request.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "engine/request_error.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

absl::Status InvalidField(std::string_view field, std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, field, message);
}

absl::StatusOr<std::string> ReadString(std::string_view field, element value) {
  std::string_view text;
  if (value.get(text) != simdjson::SUCCESS) {
    return InvalidField(field, "must be a string");
  }
  return std::string(text);
}

absl::StatusOr<array> ReadArray(std::string_view field, element value,
                                std::string_view of_what) {
  array items;
  if (value.get(items) != simdjson::SUCCESS) {
    return InvalidField(field,
                        absl::StrFormat("must be a list of %s", of_what));
  }
  return items;
}

// The members of an object, each to its reader by its key.
template <typename Target>
struct Member {
  std::string_view key;
  absl::Status (*read)(const std::string& field, element value, Target* target);
};

template <typename Target, size_t kSize>
absl::Status ReadMembers(const std::string& prefix, object members,
                         const std::array<Member<Target>, kSize>& known,
                         Target* target) {
  std::set<std::string_view> seen;
  for (const auto& [key, value] : members) {
    const std::string field = absl::StrFormat("%s%s", prefix, key);
    if (!seen.insert(key).second) {
      return InvalidField(field, "stands twice; keep one of them");
    }
    const auto member = std::ranges::find(known, key, &Member<Target>::key);
    if (member == known.end()) {
      std::string keys;
      for (const auto& each : known) {
        absl::StrAppendFormat(&keys, "%s%s", keys.empty() ? "" : ", ",
                              each.key);
      }
      return InvalidField(field,
                          absl::StrFormat("no such key; there are %s", keys));
    }
    WANYAN_RETURN_IF_ERROR(member->read(field, value, target));
  }
  return absl::OkStatus();
}

absl::Status ReadRole(const std::string& field, element value, Turn* turn) {
  WANYAN_ASSIGN_OR_RETURN(const std::string role, ReadString(field, value));
  if (role == "agent") {
    turn->role = Role::kAgent;
  } else if (role == "customer") {
    turn->role = Role::kCustomer;
  } else if (role == "system") {
    turn->role = Role::kSystem;
  } else {
    return InvalidField(field, "must be agent, customer or system");
  }
  return absl::OkStatus();
}

absl::Status ReadText(const std::string& field, element value, Turn* turn) {
  WANYAN_ASSIGN_OR_RETURN(turn->text, ReadString(field, value));
  return absl::OkStatus();
}

absl::Status ReadTime(const std::string& field, element value, Turn* turn) {
  WANYAN_ASSIGN_OR_RETURN(const std::string text, ReadString(field, value));
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return InvalidField(
        field, "must be a time of RFC 3339, such as 2024-05-01T09:30:00Z");
  }
  turn->time = time;
  return absl::OkStatus();
}

constexpr std::array<Member<Turn>, 3> kTurnMembers = {{
    {"role", ReadRole},
    {"text", ReadText},
    {"time", ReadTime},
}};

absl::StatusOr<Turn> ReadTurn(const std::string& field, element value) {
  object members;
  if (value.get(members) != simdjson::SUCCESS) {
    return InvalidField(field, "must be an object with role and text");
  }
  for (const std::string_view required : {"role", "text"}) {
    if (members[required].error() == simdjson::NO_SUCH_FIELD) {
      return InvalidField(absl::StrFormat("%s.%s", field, required),
                          "is missing");
    }
  }
  Turn turn;
  WANYAN_RETURN_IF_ERROR(
      ReadMembers(absl::StrFormat("%s.", field), members, kTurnMembers, &turn));
  return turn;
}

absl::Status ReadId(const std::string& field, element value,
                    JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->id, ReadString(field, value));
  return absl::OkStatus();
}

absl::Status ReadReply(const std::string& field, element value,
                       JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.reply, ReadString(field, value));
  return absl::OkStatus();
}

absl::Status ReadLocale(const std::string& field, element value,
                        JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.locale, ReadString(field, value));
  return absl::OkStatus();
}

absl::Status ReadProfile(const std::string& field, element value,
                         JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.profile, ReadString(field, value));
  target->request.phrasebooks.clear();
  return absl::OkStatus();
}

absl::Status ReadTurns(const std::string& field, element value,
                       JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(const array turns, ReadArray(field, value, "turns"));
  target->request.turns.clear();
  for (const element turn : turns) {
    const std::string turn_field =
        absl::StrFormat("%s[%d]", field, target->request.turns.size());
    WANYAN_ASSIGN_OR_RETURN(target->request.turns.emplace_back(),
                            ReadTurn(turn_field, turn));
  }
  return absl::OkStatus();
}

absl::Status ReadLabels(const std::string& field, element value,
                        JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(const array labels,
                          ReadArray(field, value, "strings"));
  target->request.labels.clear();
  for (const element label : labels) {
    const std::string label_field =
        absl::StrFormat("%s[%d]", field, target->request.labels.size());
    WANYAN_ASSIGN_OR_RETURN(target->request.labels.emplace_back(),
                            ReadString(label_field, label));
  }
  return absl::OkStatus();
}

absl::Status ReadChannel(const std::string& field, element value,
                         JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.channel, ReadString(field, value));
  return absl::OkStatus();
}

// The line's slots go before those of the defaults with the same name.
absl::Status ReadSlots(const std::string& field, element value,
                       JsonRequest* target) {
  object slots;
  if (value.get(slots) != simdjson::SUCCESS) {
    return InvalidField(field, "must be an object of strings");
  }
  std::set<std::string_view> seen;
  for (const auto& [name, slot] : slots) {
    const std::string slot_field = absl::StrFormat("%s[%s]", field, name);
    if (!seen.insert(name).second) {
      return InvalidField(slot_field, "stands twice; keep one of them");
    }
    WANYAN_ASSIGN_OR_RETURN(target->request.slots[std::string(name)],
                            ReadString(slot_field, slot));
  }
  return absl::OkStatus();
}

constexpr std::array<Member<JsonRequest>, 8> kRequestMembers = {{
    {"id", ReadId},
    {"reply", ReadReply},
    {"locale", ReadLocale},
    {"profile", ReadProfile},
    {"turns", ReadTurns},
    {"labels", ReadLabels},
    {"channel", ReadChannel},
    {"slots", ReadSlots},
}};

absl::Status CheckUtf8(std::string_view line) {
  if (const auto bad_byte = FirstIllFormedByte(line)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the line is not well-formed UTF-8 at byte %d; send UTF-8", *bad_byte));
  }
  return absl::OkStatus();
}

}  // namespace

struct JsonRequestReader::Parser {
  simdjson::dom::parser simdjson;
};

JsonRequestReader::JsonRequestReader() : parser_(new Parser) {}
JsonRequestReader::~JsonRequestReader() = default;

absl::StatusOr<JsonRequest> JsonRequestReader::Read(
    std::string_view line, const CheckRequest& defaults) {
  WANYAN_RETURN_IF_ERROR(CheckUtf8(line));
  element document;
  const simdjson::error_code error =
      parser_->simdjson.parse(line.data(), line.size()).get(document);
  if (error != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the line is not JSON: %s", simdjson::error_message(error)));
  }
  object members;
  if (document.get(members) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError(
        "the line is not a JSON object; write {\"id\": …, \"reply\": …}");
  }
  for (const std::string_view required : {"id", "reply"}) {
    if (members[required].error() == simdjson::NO_SUCH_FIELD) {
      return InvalidField(required, "is missing");
    }
  }
  JsonRequest request{"", defaults};
  WANYAN_RETURN_IF_ERROR(ReadMembers("", members, kRequestMembers, &request));
  return request;
}

}  // namespace wanyan
