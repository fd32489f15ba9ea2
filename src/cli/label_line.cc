#include "cli/label_line.h"

#include <array>
#include <string>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/json_members.h"
#include "text/locale.h"

namespace wanyan {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Reads a string that has to hold something.
absl::Status ReadWords(const std::string& field, element value,
                       std::string* target) {
  WANYAN_ASSIGN_OR_RETURN(*target, ReadJsonString(field, value));
  if (target->empty()) return InvalidMember(field, "is empty");
  return absl::OkStatus();
}

absl::Status ReadId(const std::string& field, element value,
                    LabelledReply* reply) {
  return ReadWords(field, value, &reply->id);
}

absl::Status ReadText(const std::string& field, element value,
                      LabelledReply* reply) {
  return ReadWords(field, value, &reply->text);
}

absl::Status ReadLocale(const std::string& field, element value,
                        LabelledReply* reply) {
  WANYAN_ASSIGN_OR_RETURN(const std::string tag, ReadJsonString(field, value));
  const auto normal = NormalizeLocale(tag);
  if (!normal.has_value()) {
    return InvalidMember(
        field,
        absl::StrFormat("\"%s\" is no BCP 47 tag; write it like zh-Hans", tag));
  }
  reply->locale = *normal;
  return absl::OkStatus();
}

absl::Status ReadNorms(const std::string& field, element value,
                       LabelledReply* reply) {
  WANYAN_ASSIGN_OR_RETURN(const std::vector<std::string> norms,
                          ReadJsonStrings(field, value));
  for (const std::string& norm : norms) {
    if (norm.empty()) return InvalidMember(field, "holds an empty norm");
    if (!reply->norms.insert(norm).second) {
      return InvalidMember(field, absl::StrFormat("holds %s twice", norm));
    }
  }
  return absl::OkStatus();
}

absl::Status ReadKind(const std::string& field, element value,
                      LabelledReply* reply) {
  WANYAN_ASSIGN_OR_RETURN(reply->kind, ReadJsonString(field, value));
  return absl::OkStatus();
}

absl::Status ReadDomain(const std::string& field, element value,
                        LabelledReply* reply) {
  WANYAN_ASSIGN_OR_RETURN(reply->domain, ReadJsonString(field, value));
  return absl::OkStatus();
}

constexpr std::array<JsonMember<LabelledReply>, 6> kMembers = {{
    {"id", ReadId},
    {"locale", ReadLocale},
    {"text", ReadText},
    {"norms", ReadNorms},
    {"kind", ReadKind},
    {"domain", ReadDomain},
}};

}  // namespace

struct LabelLineReader::Parser {
  JsonLineParser json;
};

LabelLineReader::LabelLineReader() : parser_(new Parser) {}
LabelLineReader::~LabelLineReader() = default;

absl::StatusOr<LabelledReply> LabelLineReader::Read(std::string_view line) {
  WANYAN_ASSIGN_OR_RETURN(
      const object members,
      parser_->json.ParseObject(
          line, "{\"id\": …, \"locale\": …, \"text\": …, \"norms\": […]}"));
  WANYAN_RETURN_IF_ERROR(
      RequireMembers(members, {"id", "locale", "text", "norms"}));
  LabelledReply reply;
  WANYAN_RETURN_IF_ERROR(ReadJsonMembers("", members, kMembers, &reply));
  return reply;
}

}  // namespace wanyan
