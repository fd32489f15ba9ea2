#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/internal/parse_file.h"
#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/severities.h"
#include "phrasebook/parser.h"
#include "yaml/tree.h"

namespace wanyan {
namespace {

using internal::Reader;

// Points of a scorecard.
constexpr double kMaxScore = 100;

constexpr std::string_view kAllPhrasebooks = "all";

// A severity, or nullopt for `off`.
const yaml::NamedValues<std::optional<Severity>>& SeveritiesOrOff() {
  static const auto* severities = [] {
    auto* values = new yaml::NamedValues<std::optional<Severity>>;
    for (const auto& [name, severity] : internal::Severities()) {
      values->emplace_back(name, severity);
    }
    values->emplace_back("off", std::nullopt);
    return values;
  }();
  return *severities;
}

class ProfileReader {
 public:
  explicit ProfileReader(Reader* reader) : reader_(*reader) {}

  Profile Read(const yaml::Node& root);

 private:
  void ReadPhrasebooks(const yaml::Node& node);
  void ReadSeverity(const yaml::Node& node);
  void ReadSlots(const yaml::Node& node);
  void ReadWeights(const yaml::Node& node);
  void ReadFatal(const yaml::Node& node);
  void Refer(Profile::Reference::Kind kind, const yaml::Node& node);

  Reader& reader_;
  Profile profile_;
};

Profile ProfileReader::Read(const yaml::Node& root) {
  yaml::MappingReader mapping(root, "a profile", &reader_);
  if (const yaml::Node* id = mapping.Require("profile")) {
    profile_.id = reader_.Id(*id, "profile id").value_or("");
    profile_.position = reader_.PositionOf(*id);
  }
  if (const yaml::Node* title = mapping.Find("title")) {
    profile_.title = reader_.Text(*title, "title").value_or("");
  }
  if (const yaml::Node* books = mapping.Require("phrasebooks")) {
    ReadPhrasebooks(*books);
  }
  if (const yaml::Node* severity = mapping.Find("severity")) {
    ReadSeverity(*severity);
  }
  if (const yaml::Node* slots = mapping.Find("slots")) ReadSlots(*slots);
  if (const yaml::Node* weights = mapping.Find("weights"))
    ReadWeights(*weights);
  if (const yaml::Node* pass_mark = mapping.Find("pass_mark")) {
    profile_.pass_mark = reader_.Number(*pass_mark, "pass_mark", 0, kMaxScore);
  }
  if (const yaml::Node* fatal = mapping.Find("fatal")) ReadFatal(*fatal);
  mapping.RefuseOtherKeys();
  return std::move(profile_);
}

void ProfileReader::Refer(Profile::Reference::Kind kind,
                          const yaml::Node& node) {
  profile_.references.push_back(
      {kind, std::string(node.text), reader_.PositionOf(node)});
}

void ProfileReader::ReadPhrasebooks(const yaml::Node& node) {
  profile_.all_phrasebooks = node.IsText() && node.text == kAllPhrasebooks;
  if (profile_.all_phrasebooks) return;
  if (node.IsText()) {
    reader_.Error(node, code::kWrongType,
                  absl::StrFormat("phrasebooks is %s; expected `all` or a list",
                                  node.text),
                  absl::StrFormat("write [%s]", node.text));
    return;
  }
  for (const yaml::Node* item : reader_.TextItems(node, "phrasebooks")) {
    profile_.phrasebooks.emplace_back(item->text);
    Refer(Profile::Reference::kPhrasebook, *item);
  }
}

void ProfileReader::ReadSeverity(const yaml::Node& node) {
  if (!reader_.ExpectMapping(node, "severity")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const yaml::Node& of = node.key(i);
    const auto severity = reader_.Word(
        node.value(i), absl::StrFormat("the severity of %s", of.text),
        SeveritiesOrOff());
    if (severity.has_value()) {
      profile_.severity.emplace(of.text, *severity);
    }
    Refer(Profile::Reference::kNormOrRule, of);
  }
}

void ProfileReader::ReadSlots(const yaml::Node& node) {
  if (!reader_.ExpectMapping(node, "slots")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const yaml::Node& slot = node.key(i);
    const auto value =
        reader_.Text(node.value(i), absl::StrFormat("the slot %s", slot.text));
    if (value.has_value()) profile_.slots.emplace(slot.text, *value);
    Refer(Profile::Reference::kInput, slot);
  }
}

void ProfileReader::ReadWeights(const yaml::Node& node) {
  if (!reader_.ExpectMapping(node, "weights")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const yaml::Node& of = node.key(i);
    const auto weight = reader_.Number(
        node.value(i), absl::StrFormat("the weight of %s", of.text), 0,
        kMaxScore);
    if (weight.has_value()) profile_.weights.emplace(of.text, *weight);
    Refer(Profile::Reference::kNormOrRule, of);
  }
}

void ProfileReader::ReadFatal(const yaml::Node& node) {
  for (const yaml::Node* item : reader_.TextItems(node, "fatal")) {
    profile_.fatal.emplace_back(item->text);
    Refer(Profile::Reference::kNormOrRule, *item);
  }
}

}  // namespace

std::optional<Profile> ParseProfile(std::string_view file,
                                    std::string_view yaml,
                                    std::vector<Diagnostic>* diagnostics) {
  return internal::ParseFile<Profile, ProfileReader>(file, yaml, diagnostics);
}

}  // namespace wanyan
