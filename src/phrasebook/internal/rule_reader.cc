#include "phrasebook/internal/rule_reader.h"

#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/internal/context_reader.h"
#include "phrasebook/internal/reference_graph.h"
#include "phrasebook/internal/severities.h"
#include "phrasebook/limits.h"

namespace wanyan::internal {
namespace {

const yaml::NamedValues<FoldMode>& FoldModes() {
  static const auto* modes =
      new yaml::NamedValues<FoldMode>{{"folded", FoldMode::kFolded},
                                      {"exact", FoldMode::kExact},
                                      {"tolerant", FoldMode::kTolerant}};
  return *modes;
}

std::vector<RewriteTemplate> Plain(const std::vector<ReadRewrite>& rewrites) {
  std::vector<RewriteTemplate> plain;
  for (const ReadRewrite& one : rewrites) plain.push_back(one.rewrite);
  return plain;
}

}  // namespace

// ---- Rules ----

void RuleReader::ReadDefaults(const yaml::Node& node) {
  yaml::MappingReader mapping(node, "defaults", &reader_);
  ReadSharedKeys(&mapping, &defaults_);
  mapping.RefuseOtherKeys();
}

void RuleReader::ReadSharedKeys(yaml::MappingReader* mapping, Rule* rule) {
  if (const yaml::Node* severity = mapping->Find("severity")) {
    rule->severity = reader_.Word(*severity, "severity", Severities())
                         .value_or(rule->severity);
  }
  if (const yaml::Node* unless = mapping->Find("unless")) {
    rule->unless =
        ReadContextNames(*unless, "unless", book_.contexts, &reader_);
  }
  if (const yaml::Node* locales = mapping->Find("locales")) {
    rule->locales = reader_.Locales(*locales, "locales", book_.language);
  }
  if (const yaml::Node* match = mapping->Find("match")) {
    rule->match =
        reader_.Word(*match, "match", FoldModes()).value_or(rule->match);
  }
}

std::vector<Rule> RuleReader::ReadRules(const yaml::Node& node) {
  std::vector<const yaml::Node*> nodes = reader_.Items(node, "rules");
  if (nodes.size() > kMaxRules) {
    reader_.Error(*nodes[kMaxRules], code::kTooManyRules,
                  absl::StrFormat("the book has more than %d rules", kMaxRules),
                  "join rules that differ in their phrases alone, or split the "
                  "book");
    nodes.resize(kMaxRules);
  }
  CollectIds(nodes);
  std::vector<Rule> rules;
  for (const yaml::Node* rule : nodes) rules.push_back(ReadRule(*rule));
  CheckOver(rules);
  return rules;
}

void RuleReader::CollectIds(const std::vector<const yaml::Node*>& rules) {
  for (const yaml::Node* rule : rules) {
    if (!rule->IsMapping()) continue;
    for (size_t i = 0; i < rule->entry_count(); ++i) {
      if (rule->key(i).text != "id" || !rule->value(i).IsText()) continue;
      const yaml::Node& id = rule->value(i);
      const auto [first, is_new] = ids_.emplace(id.text, &id);
      if (is_new) continue;
      reader_.Error(
          id, code::kDuplicateId,
          absl::StrFormat("the id %s is used twice: first in line %d", id.text,
                          reader_.PositionOf(*first->second).line),
          "give this rule an id of its own");
    }
  }
}

Rule RuleReader::ReadRule(const yaml::Node& node) {
  Rule rule = defaults_;
  rule.position = reader_.PositionOf(node);
  yaml::MappingReader mapping(node, "a rule", &reader_);
  if (const yaml::Node* id = mapping.Require("id")) {
    rule.id = reader_.Id(*id, "id").value_or("");
    rule.position = reader_.PositionOf(*id);
  }
  if (const yaml::Node* norm = mapping.Require("norm")) {
    rule.norm = reader_.Text(*norm, "norm").value_or("");
  }
  if (const yaml::Node* message = mapping.Require("message")) {
    rule.message = reader_.Text(*message, "message").value_or("");
  }
  ReadSharedKeys(&mapping, &rule);
  std::vector<ReadRewrite> rewrites;
  if (const yaml::Node* rewrite = mapping.Find("rewrite")) {
    rewrites = rewrites_.ReadList(*rewrite);
  }
  if (const yaml::Node* forbid = mapping.Require("forbid")) {
    ReadForbid(*forbid, rewrites, &rule);
  }
  if (const yaml::Node* except = mapping.Find("except")) {
    rule.except = templates_.ReadList(*except, "except", rule.match);
  }
  if (const yaml::Node* only_if = mapping.Find("only_if")) {
    rule.only_if =
        ReadContextNames(*only_if, "only_if", book_.contexts, &reader_);
  }
  if (const yaml::Node* when = mapping.Find("when")) ReadWhen(*when, &rule);
  if (const yaml::Node* over = mapping.Find("over")) ReadOver(*over, &rule);
  if (const yaml::Node* examples = mapping.Require("examples")) {
    ReadExamples(*examples, &rule);
  }
  mapping.RefuseOtherKeys();
  return rule;
}

void RuleReader::ReadWhen(const yaml::Node& node, Rule* rule) {
  yaml::MappingReader mapping(node, "when", &reader_);
  if (const yaml::Node* labels = mapping.Find("labels")) {
    rule->when_labels = reader_.Texts(*labels, "labels");
  }
  if (const yaml::Node* channels = mapping.Find("channels")) {
    rule->when_channels = reader_.Texts(*channels, "channels");
  }
  mapping.RefuseOtherKeys();
  if (node.IsMapping() && node.entry_count() == 0) {
    reader_.Error(node, code::kMissingKey, "when is empty",
                  "write labels: […] or channels: […], or remove it");
  }
}

// ---- forbid ----

void RuleReader::ReadForbid(const yaml::Node& node,
                            const std::vector<ReadRewrite>& rewrites,
                            Rule* rule) {
  std::map<std::string, const yaml::Node*> entry_ids;
  // One report for a rewrite that several entries share.
  std::vector<bool> is_told(rewrites.size());
  for (const yaml::Node* item : reader_.Items(node, "forbid")) {
    std::vector<ReadRewrite> own;
    ForbidEntry entry = ReadEntry(*item, *rule, &own);
    if (!entry.id.empty() && !entry_ids.emplace(entry.id, item).second) {
      reader_.Error(
          *item, code::kDuplicateId,
          absl::StrFormat("the entry id %s is used twice: first in "
                          "line %d",
                          entry.id,
                          reader_.PositionOf(*entry_ids[entry.id]).line),
          "give this entry an id of its own");
    }
    if (entry.match.pattern == nullptr) continue;  // told already
    const std::string of = absl::StrFormat("\"%s\"", entry.match.source);
    for (const ReadRewrite& rewrite : own) {
      rewrites_.CheckSlots(rewrite, entry.match.slots, of);
    }
    if (own.empty()) {
      for (size_t i = 0; i < rewrites.size(); ++i) {
        if (is_told[i]) continue;
        is_told[i] = !rewrites_.CheckSlots(rewrites[i], entry.match.slots, of);
      }
      own = rewrites;
    }
    entry.rewrites = Plain(own);
    rule->forbid.push_back(std::move(entry));
  }
}

ForbidEntry RuleReader::ReadEntry(const yaml::Node& node, const Rule& rule,
                                  std::vector<ReadRewrite>* own_rewrites) {
  // An entry with keys; a lone key without a value is an unquoted {slot}.
  const bool has_keys = node.IsMapping() && node.entry_count() > 0 &&
                        !node.value(0).is_absent && node.key(0).text != "regex";
  if (has_keys) return ReadEntryMapping(node, rule, own_rewrites);
  ForbidEntry entry;
  auto match = templates_.Read(node, "a template of forbid", rule.match);
  if (match.has_value()) entry.match = *std::move(match);
  return entry;
}

ForbidEntry RuleReader::ReadEntryMapping(
    const yaml::Node& node, const Rule& rule,
    std::vector<ReadRewrite>* own_rewrites) {
  ForbidEntry entry;
  yaml::MappingReader mapping(node, "an entry of forbid", &reader_);
  if (const yaml::Node* match = mapping.Require("match")) {
    auto one = templates_.Read(*match, "match", rule.match);
    if (one.has_value()) entry.match = *std::move(one);
  }
  if (const yaml::Node* rewrite = mapping.Find("rewrite")) {
    *own_rewrites = rewrites_.ReadList(*rewrite);
  }
  if (const yaml::Node* id = mapping.Find("id")) {
    entry.id = reader_.Id(*id, "id").value_or("");
  }
  mapping.RefuseOtherKeys();
  return entry;
}

// ---- over ----

void RuleReader::ReadOver(const yaml::Node& node, Rule* rule) {
  for (const yaml::Node* item : reader_.TextItems(node, "over")) {
    const std::string id(item->text);
    if (!ids_.contains(id)) {
      if (reader_.report().IsFull()) return;
      reader_.Error(*item, code::kUndefinedRule,
                    absl::StrFormat("the book has no rule %s", id),
                    yaml::DidYouMean(id, yaml::SomeKeysOf(ids_),
                                     "name a rule of this book by its id"));
      continue;
    }
    rule->over.push_back(id);
    over_.push_back({rule->id, id, reader_.PositionOf(*item)});
  }
}

void RuleReader::CheckOver(const std::vector<Rule>& rules) {
  std::vector<std::string> names;
  std::map<std::string_view, size_t> indexes;
  for (const Rule& rule : rules) {
    indexes.emplace(rule.id, names.size());
    names.push_back(rule.id);
  }
  ReferenceGraph graph(names.size());
  for (const OverReference& over : over_) {
    const auto from = indexes.find(over.from);
    const auto to = indexes.find(over.to);
    if (from == indexes.end() || to == indexes.end()) continue;
    graph.Add(from->second, to->second, over.position);
  }
  const ReferenceGraph::Order order = graph.Sort();
  for (const ReferenceGraph::Cycle& cycle : order.cycles) {
    reader_.report().Error(cycle.position, code::kOverCycle,
                           absl::StrFormat("rules stand over each other: %s",
                                           CyclePath(cycle, names)),
                           "take one of these out of its `over`");
  }
  for (size_t i = 0; i < rules.size(); ++i) {
    if (order.depth[i] != kMaxOverChain + 1) continue;
    reader_.report().Error(
        rules[i].position, code::kOverTooDeep,
        absl::StrFormat("more than %d rules stand each over the next",
                        kMaxOverChain),
        "let the first name all of them, instead of each the next");
  }
}

// ---- Examples ----

void RuleReader::ReadExamples(const yaml::Node& node, Rule* rule) {
  yaml::MappingReader mapping(node, "examples", &reader_);
  if (const yaml::Node* flags = mapping.Require("flags")) {
    rule->flags = ReadExampleList(*flags, "flags", true);
  }
  if (const yaml::Node* allows = mapping.Require("allows")) {
    rule->allows = ReadExampleList(*allows, "allows", false);
  }
  mapping.RefuseOtherKeys();
}

std::vector<Example> RuleReader::ReadExampleList(const yaml::Node& node,
                                                 std::string_view what,
                                                 bool is_flagged) {
  std::vector<Example> examples;
  for (const yaml::Node* item : reader_.Items(node, what)) {
    auto example = ReadExample(*item, what, is_flagged);
    if (example.has_value()) examples.push_back(*std::move(example));
  }
  return examples;
}

std::optional<Example> RuleReader::ReadExample(const yaml::Node& node,
                                               std::string_view what,
                                               bool is_flagged) {
  const std::string name = absl::StrFormat("an example of %s", what);
  Example example;
  if (!node.IsMapping()) {
    const std::optional<std::string> text = reader_.Text(node, name);
    if (!text.has_value()) return std::nullopt;
    example.position = reader_.yaml().PositionInText(node, 0);
    example.text = *text;
    return example;
  }
  yaml::MappingReader mapping(node, name, &reader_);
  if (const yaml::Node* text = mapping.Require("text")) {
    example.position = reader_.yaml().PositionInText(*text, 0);
    example.text = reader_.Text(*text, "text").value_or("");
  }
  // What is allowed is neither found nor mended.
  if (is_flagged) {
    if (const yaml::Node* rewrite = mapping.Find("rewrite")) {
      example.rewrite = reader_.Text(*rewrite, "rewrite");
    }
    if (const yaml::Node* match = mapping.Find("match")) {
      example.match = reader_.Text(*match, "match");
    }
  }
  if (const yaml::Node* locale = mapping.Find("locale")) {
    example.locale = reader_.Locale(*locale, "locale", book_.language);
  }
  mapping.RefuseOtherKeys();
  return example;
}

}  // namespace wanyan::internal
