#include "cli/json_request.h"

#include <array>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "base/status_macros.h"
#include "cli/json_members.h"

namespace wanyan {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

absl::Status ReadRole(const std::string& field, element value, Turn* turn) {
  WANYAN_ASSIGN_OR_RETURN(const std::string role, ReadJsonString(field, value));
  if (role == "agent") {
    turn->role = Role::kAgent;
  } else if (role == "customer") {
    turn->role = Role::kCustomer;
  } else if (role == "system") {
    turn->role = Role::kSystem;
  } else {
    return InvalidMember(field, "must be agent, customer or system");
  }
  return absl::OkStatus();
}

absl::Status ReadText(const std::string& field, element value, Turn* turn) {
  WANYAN_ASSIGN_OR_RETURN(turn->text, ReadJsonString(field, value));
  return absl::OkStatus();
}

absl::Status ReadTime(const std::string& field, element value, Turn* turn) {
  WANYAN_ASSIGN_OR_RETURN(const std::string text, ReadJsonString(field, value));
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) {
    return InvalidMember(
        field, "must be a time of RFC 3339, such as 2024-05-01T09:30:00Z");
  }
  turn->time = time;
  return absl::OkStatus();
}

constexpr std::array<JsonMember<Turn>, 3> kTurnMembers = {{
    {"role", ReadRole},
    {"text", ReadText},
    {"time", ReadTime},
}};

absl::StatusOr<Turn> ReadTurn(const std::string& field, element value) {
  object members;
  if (value.get(members) != simdjson::SUCCESS) {
    return InvalidMember(field, "must be an object with role and text");
  }
  WANYAN_RETURN_IF_ERROR(
      RequireMembers(members, {"role", "text"}, absl::StrFormat("%s.", field)));
  Turn turn;
  WANYAN_RETURN_IF_ERROR(ReadJsonMembers(absl::StrFormat("%s.", field), members,
                                         kTurnMembers, &turn));
  return turn;
}

absl::Status ReadId(const std::string& field, element value,
                    JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->id, ReadJsonString(field, value));
  return absl::OkStatus();
}

absl::Status ReadReply(const std::string& field, element value,
                       JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.reply, ReadJsonString(field, value));
  return absl::OkStatus();
}

absl::Status ReadLocale(const std::string& field, element value,
                        JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.locale, ReadJsonString(field, value));
  return absl::OkStatus();
}

absl::Status ReadProfile(const std::string& field, element value,
                         JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.profile,
                          ReadJsonString(field, value));
  target->request.phrasebooks.clear();
  return absl::OkStatus();
}

absl::Status ReadTurns(const std::string& field, element value,
                       JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(const array turns,
                          ReadJsonArray(field, value, "turns"));
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
  WANYAN_ASSIGN_OR_RETURN(target->request.labels,
                          ReadJsonStrings(field, value));
  return absl::OkStatus();
}

absl::Status ReadChannel(const std::string& field, element value,
                         JsonRequest* target) {
  WANYAN_ASSIGN_OR_RETURN(target->request.channel,
                          ReadJsonString(field, value));
  return absl::OkStatus();
}

// The line's slots go before those of the defaults with the same name.
absl::Status ReadSlots(const std::string& field, element value,
                       JsonRequest* target) {
  object slots;
  if (value.get(slots) != simdjson::SUCCESS) {
    return InvalidMember(field, "must be an object of strings");
  }
  std::set<std::string_view> seen;
  for (const auto& [name, slot] : slots) {
    const std::string slot_field = absl::StrFormat("%s[%s]", field, name);
    if (!seen.insert(name).second) {
      return InvalidMember(slot_field, "stands twice; keep one of them");
    }
    WANYAN_ASSIGN_OR_RETURN(target->request.slots[std::string(name)],
                            ReadJsonString(slot_field, slot));
  }
  return absl::OkStatus();
}

constexpr std::array<JsonMember<JsonRequest>, 8> kRequestMembers = {{
    {"id", ReadId},
    {"reply", ReadReply},
    {"locale", ReadLocale},
    {"profile", ReadProfile},
    {"turns", ReadTurns},
    {"labels", ReadLabels},
    {"channel", ReadChannel},
    {"slots", ReadSlots},
}};

}  // namespace

struct JsonRequestReader::Parser {
  JsonLineParser json;
};

JsonRequestReader::JsonRequestReader() : parser_(new Parser) {}
JsonRequestReader::~JsonRequestReader() = default;

absl::StatusOr<JsonRequest> JsonRequestReader::Read(
    std::string_view line, const CheckRequest& defaults) {
  WANYAN_ASSIGN_OR_RETURN(
      const object members,
      parser_->json.ParseObject(line, "{\"id\": …, \"reply\": …}"));
  WANYAN_RETURN_IF_ERROR(RequireMembers(members, {"id", "reply"}));
  JsonRequest request{"", defaults};
  WANYAN_RETURN_IF_ERROR(
      ReadJsonMembers("", members, kRequestMembers, &request));
  return request;
}

}  // namespace wanyan
