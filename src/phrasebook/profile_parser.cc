#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/internal/parse_file.h"
#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/severities.h"
#include "phrasebook/internal/yaml_tree.h"
#include "phrasebook/parser.h"

namespace wanyan {
namespace {

using internal::MappingReader;
using internal::NamedValues;
using internal::Reader;
using internal::YamlNode;

// Points of a scorecard.
constexpr double kMaxScore = 100;

constexpr std::string_view kAllPhrasebooks = "all";

// A severity, or nullopt for `off`.
const NamedValues<std::optional<Severity>>& SeveritiesOrOff() {
  static const auto* severities = [] {
    auto* values = new NamedValues<std::optional<Severity>>;
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

  Profile Read(const YamlNode& root);

 private:
  void ReadPhrasebooks(const YamlNode& node);
  void ReadSeverity(const YamlNode& node);
  void ReadSlots(const YamlNode& node);
  void ReadWeights(const YamlNode& node);
  void ReadFatal(const YamlNode& node);
  void Refer(Profile::Reference::Kind kind, const YamlNode& node);

  Reader& reader_;
  Profile profile_;
};

Profile ProfileReader::Read(const YamlNode& root) {
  MappingReader mapping(root, "a profile", &reader_);
  if (const YamlNode* id = mapping.Require("profile")) {
    profile_.id = reader_.Id(*id, "profile id").value_or("");
    profile_.position = reader_.PositionOf(*id);
  }
  if (const YamlNode* title = mapping.Find("title")) {
    profile_.title = reader_.Text(*title, "title").value_or("");
  }
  if (const YamlNode* books = mapping.Require("phrasebooks")) {
    ReadPhrasebooks(*books);
  }
  if (const YamlNode* severity = mapping.Find("severity")) {
    ReadSeverity(*severity);
  }
  if (const YamlNode* slots = mapping.Find("slots")) ReadSlots(*slots);
  if (const YamlNode* weights = mapping.Find("weights")) ReadWeights(*weights);
  if (const YamlNode* pass_mark = mapping.Find("pass_mark")) {
    profile_.pass_mark = reader_.Number(*pass_mark, "pass_mark", 0, kMaxScore);
  }
  if (const YamlNode* fatal = mapping.Find("fatal")) ReadFatal(*fatal);
  mapping.RefuseOtherKeys();
  return std::move(profile_);
}

void ProfileReader::Refer(Profile::Reference::Kind kind, const YamlNode& node) {
  profile_.references.push_back(
      {kind, std::string(node.text), reader_.PositionOf(node)});
}

void ProfileReader::ReadPhrasebooks(const YamlNode& node) {
  profile_.all_phrasebooks = node.IsText() && node.text == kAllPhrasebooks;
  if (profile_.all_phrasebooks) return;
  if (node.IsText()) {
    reader_.Error(node, code::kWrongType,
                  absl::StrFormat("phrasebooks is %s; expected `all` or a list",
                                  node.text),
                  absl::StrFormat("write [%s]", node.text));
    return;
  }
  for (const YamlNode* item : reader_.TextItems(node, "phrasebooks")) {
    profile_.phrasebooks.emplace_back(item->text);
    Refer(Profile::Reference::kPhrasebook, *item);
  }
}

void ProfileReader::ReadSeverity(const YamlNode& node) {
  if (!reader_.ExpectMapping(node, "severity")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const YamlNode& of = node.key(i);
    const auto severity = reader_.Word(
        node.value(i), absl::StrFormat("the severity of %s", of.text),
        SeveritiesOrOff());
    if (severity.has_value()) {
      profile_.severity.emplace(of.text, *severity);
    }
    Refer(Profile::Reference::kNormOrRule, of);
  }
}

void ProfileReader::ReadSlots(const YamlNode& node) {
  if (!reader_.ExpectMapping(node, "slots")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const YamlNode& slot = node.key(i);
    const auto value =
        reader_.Text(node.value(i), absl::StrFormat("the slot %s", slot.text));
    if (value.has_value()) profile_.slots.emplace(slot.text, *value);
    Refer(Profile::Reference::kInput, slot);
  }
}

void ProfileReader::ReadWeights(const YamlNode& node) {
  if (!reader_.ExpectMapping(node, "weights")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const YamlNode& of = node.key(i);
    const auto weight = reader_.Number(
        node.value(i), absl::StrFormat("the weight of %s", of.text), 0,
        kMaxScore);
    if (weight.has_value()) profile_.weights.emplace(of.text, *weight);
    Refer(Profile::Reference::kNormOrRule, of);
  }
}

void ProfileReader::ReadFatal(const YamlNode& node) {
  for (const YamlNode* item : reader_.TextItems(node, "fatal")) {
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
