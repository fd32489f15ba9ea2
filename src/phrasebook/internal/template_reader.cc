#include "phrasebook/internal/template_reader.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "match/regex.h"
#include "phrasebook/limits.h"

namespace wanyan::internal {
namespace {

// Stands for a set in which a mistake was found, so that the templates that use
// it are not blamed as well.
Pattern Placeholder() { return MakePattern(LiteralNode{U"?"}); }

constexpr std::string_view kTooLargeHint =
    "use fewer sets in one template, or fewer parts in any order";

std::string TooLargeMessage() {
  return absl::StrFormat(
      "with its sets put in, this is larger than %d characters",
      kMaxTemplateExpansion);
}

constexpr std::string_view kNoLiteralHint =
    "write some text that stands outside of [ ], slots and gaps";

std::string NoLiteralMessage(std::string_view source) {
  return absl::StrFormat("the template %s can match without any literal text",
                         source);
}

}  // namespace

// ---- Slots ----

void TemplateReader::ReadSlots(const yaml::Node& slots) {
  if (!reader_->ExpectMapping(slots, "slots")) return;
  for (size_t i = 0; i < slots.entry_count(); ++i) {
    const auto name = reader_->Name(slots.key(i), "a slot");
    const std::string what = absl::StrFormat("the slot %s", slots.key(i).text);
    if (!reader_->Text(slots.value(i), what).has_value()) continue;
    auto regex = Regex(slots.value(i), what, FoldMode::kFolded);
    if (name.has_value()) slots_[*name] = std::move(regex);
  }
}

std::shared_ptr<const re2::RE2> TemplateReader::Regex(const yaml::Node& node,
                                                      std::string_view what,
                                                      FoldMode mode) {
  if (regex_instructions_ > kMaxRegexInstructions) return nullptr;
  auto regex = CompileRegex(node.text, mode);
  regex_instructions_ +=
      regex.ok() ? (*regex)->ProgramSize() : kFailedRegexInstructions;
  if (regex_instructions_ > kMaxRegexInstructions) {
    limits_.Error(node, code::kRegexesTooLarge,
                  absl::StrFormat("the book's regular expressions are larger "
                                  "than %d instructions",
                                  kMaxRegexInstructions),
                  "write templates, or split the book");
    return nullptr;
  }
  if (regex.ok()) return *std::move(regex);
  reader_->Error(
      node, code::kBadRegex,
      absl::StrFormat("%s: %s", what, std::string(regex.status().message())),
      "the syntax is RE2's: no look-around and no back-references; it must not "
      "fit the empty text");
  return nullptr;
}

// ---- Sets ----

void TemplateReader::ReadSets(const yaml::Node& sets) {
  if (!reader_->ExpectMapping(sets, "sets")) return;
  for (size_t i = 0; i < sets.entry_count(); ++i) {
    const auto name = reader_->Name(sets.key(i), "a set");
    // A set under a wrong name is read all the same, for its own mistakes.
    set_names_.push_back(name.value_or(std::string(sets.key(i).text)));
    set_indexes_.emplace(set_names_.back(), i);
    sets_.push_back({&sets.value(i), reader_->PositionOf(sets.key(i))});
  }
  OrderSets();
  SetsFor(FoldMode::kFolded);
}

ReferenceGraph TemplateReader::ReferencesBetweenSets() const {
  ReferenceGraph graph(sets_.size());
  for (size_t i = 0; i < sets_.size(); ++i) {
    if (!sets_[i].templates->IsList()) continue;
    for (const yaml::Node& one : sets_[i].templates->children) {
      if (!one.IsText()) continue;
      for (const SetReference& reference : SetReferencesOf(one.text)) {
        const auto to = set_indexes_.find(reference.name);
        if (to == set_indexes_.end()) continue;
        graph.Add(i, to->second,
                  reader_->yaml().PositionInText(one, reference.column));
      }
    }
  }
  return graph;
}

void TemplateReader::OrderSets() {
  const ReferenceGraph::Order order = ReferencesBetweenSets().Sort();
  set_order_ = order.nodes;
  for (const ReferenceGraph::Cycle& cycle : order.cycles) {
    for (size_t i : cycle.path) sets_[i].is_broken = true;
    reader_->report().Error(
        cycle.position, code::kSetCycle,
        absl::StrFormat("the set <%s> is a part of itself: %s",
                        set_names_[cycle.path[0]],
                        CyclePath(cycle, set_names_)),
        "take one of these references out");
  }
  for (size_t i = 0; i < sets_.size(); ++i) {
    if (order.depth[i] <= kMaxSetNesting) continue;
    sets_[i].is_broken = true;
    if (order.depth[i] > kMaxSetNesting + 1)
      continue;  // told for the innermost
    reader_->report().Error(
        sets_[i].position, code::kSetsTooDeep,
        absl::StrFormat("the set <%s> holds sets more than %d deep",
                        set_names_[i], kMaxSetNesting),
        "write some of the inner ones out");
  }
}

TemplateReader::SetsOfMode& TemplateReader::SetsFor(FoldMode mode) {
  SetsOfMode& sets = modes_[static_cast<size_t>(mode)];
  if (sets.is_read) return sets;
  sets.is_read = true;
  sets.names.known_sets = set_names_;
  sets.names.set = [&sets, this](std::string_view name) -> Pattern {
    const auto known = sets.patterns.find(name);
    if (known != sets.patterns.end()) return known->second;
    return set_indexes_.contains(name) ? Placeholder() : nullptr;
  };
  sets.names.slot = [this](std::string_view name) {
    const auto slot = slots_.find(name);
    return slot == slots_.end() ? nullptr : slot->second;
  };
  ParseSets(mode, &sets);
  return sets;
}

void TemplateReader::ParseSets(FoldMode mode, SetsOfMode* sets) {
  yaml::Report silent = limits_.report().Aside();
  Reader silent_reader(limits_.yaml(), &silent);
  if (mode != FoldMode::kFolded) reader_ = &silent_reader;
  for (size_t index : set_order_) ParseSet(index, mode, sets);
  reader_ = &limits_;
}

void TemplateReader::ParseSet(size_t index, FoldMode mode, SetsOfMode* sets) {
  const std::string& name = set_names_[index];
  const Set& set = sets_[index];
  std::vector<Template> templates =
      ReadList(*set.templates, absl::StrFormat("the set <%s>", name), mode);
  if (mode != FoldMode::kFolded) CheckNothingLost(index, templates.size());
  ChoiceNode choice{.options = {}, .set = name};
  bool holds_regex = false;
  for (const Template& one : templates) {
    choice.options.push_back(one.pattern);
    holds_regex |= std::holds_alternative<RegexNode>(one.pattern->node);
    // A set of nothing but `<name>` passes the expressions of that set on.
    const auto* inner = std::get_if<ChoiceNode>(&one.pattern->node);
    holds_regex |=
        inner != nullptr && sets->names.regex_sets.contains(inner->set);
  }
  if (set.is_broken || choice.options.empty()) return;
  Pattern pattern = MakePattern(std::move(choice));
  if (!CheckSize(*set.templates, pattern)) return;
  expansion_.MeasureSet(pattern);
  if (holds_regex) sets->names.regex_sets.insert(name);
  sets->patterns.emplace(name, std::move(pattern));
  sets->templates.emplace(name, std::move(templates));
}

// `tolerant` drops signs: a template of nothing else has no text left.
void TemplateReader::CheckNothingLost(size_t index, size_t templates) {
  const auto& folded = modes_[static_cast<size_t>(FoldMode::kFolded)].templates;
  const auto known = folded.find(set_names_[index]);
  if (known == folded.end() || known->second.size() == templates) return;
  limits_.report().Error(
      sets_[index].position, code::kNoLiteral,
      absl::StrFormat("a template of the set <%s> has no literal text left in "
                      "a rule with `match: tolerant`",
                      set_names_[index]),
      "write words into it, or do without `match: tolerant`");
}

std::map<std::string, std::vector<Template>> TemplateReader::TakeSets() && {
  return std::move(modes_[static_cast<size_t>(FoldMode::kFolded)].templates);
}

// ---- Templates ----

std::vector<Template> TemplateReader::ReadList(const yaml::Node& node,
                                               std::string_view what,
                                               FoldMode mode) {
  std::vector<Template> templates;
  for (const yaml::Node* item : reader_->Items(node, what)) {
    auto one = Read(*item, absl::StrFormat("a template of %s", what), mode);
    if (one.has_value()) templates.push_back(*std::move(one));
  }
  return templates;
}

std::optional<Template> TemplateReader::Read(const yaml::Node& node,
                                             std::string_view what,
                                             FoldMode mode) {
  if (reader_->report().IsFull()) return std::nullopt;
  const bool is_regex = node.IsMapping() && node.entry_count() == 1 &&
                        node.key(0).text == "regex" && !node.value(0).is_absent;
  if (is_regex) return ReadRegex(node.value(0), what, mode);
  if (!node.IsList() && !node.IsMapping()) return ReadText(node, what, mode);
  reader_->Error(node, code::kQuoteTemplate,
                 absl::StrFormat("%s is read as a YAML %s", what,
                                 node.IsList() ? "list" : "mapping"),
                 "quote it: \"[请]稍等\", \"{task}吗\"");
  return std::nullopt;
}

std::optional<Template> TemplateReader::ReadOneOrList(const yaml::Node& node,
                                                      std::string_view what) {
  if (!node.IsList()) return Read(node, what);
  std::vector<Template> templates = ReadList(node, what);
  if (templates.empty()) return std::nullopt;
  ChoiceNode choice;
  std::string source;
  for (const Template& one : templates) {
    choice.options.push_back(one.pattern);
    source += (source.empty() ? "" : "|") + one.source;
  }
  Pattern pattern = MakePattern(std::move(choice));
  if (!CheckSize(node, pattern)) return std::nullopt;
  return Template{.source = "(" + source + ")",
                  .position = templates.front().position,
                  .pattern = pattern,
                  .slots = SlotsOf(pattern)};
}

std::optional<Template> TemplateReader::ReadRegex(const yaml::Node& node,
                                                  std::string_view what,
                                                  FoldMode mode) {
  if (!reader_->Text(node, "regex").has_value()) return std::nullopt;
  auto regex = Regex(node, what, mode);
  if (regex == nullptr) return std::nullopt;
  return Template{.source = std::string(node.text),
                  .position = reader_->yaml().PositionInText(node, 0),
                  .pattern = MakePattern(RegexNode{std::move(regex)}),
                  .slots = {}};
}

void TemplateReader::ReportAll(const yaml::Node& node,
                               const std::vector<TemplateError>& errors,
                               Diagnostic::Severity severity) {
  yaml::Report& report = reader_->report();
  for (const TemplateError& error : errors) {
    if (report.IsFull()) return;
    const SourcePosition position =
        reader_->yaml().PositionInText(node, error.column);
    if (severity == Diagnostic::Severity::kError) {
      report.Error(position, error.code, error.message, error.hint);
    } else {
      report.Warning(position, error.code, error.message, error.hint);
    }
  }
}

std::optional<Template> TemplateReader::ReadText(const yaml::Node& node,
                                                 std::string_view what,
                                                 FoldMode mode) {
  const std::optional<std::string> source = reader_->Text(node, what);
  if (!source.has_value()) return std::nullopt;
  if (node.is_plain) {
    reader_->report().Warning(
        reader_->PositionOf(node), code::kUnquotedTemplate,
        absl::StrFormat("%s stands without quotation marks", what),
        absl::StrFormat("quote it: \"%s\"", *source));
  }
  std::vector<TemplateError> errors, warnings;
  Pattern pattern =
      ParseTemplate(*source, mode, SetsFor(mode).names, &errors, &warnings);
  ReportAll(node, errors);
  ReportAll(node, warnings, Diagnostic::Severity::kWarning);
  if (pattern == nullptr || !CheckSize(node, pattern) ||
      !CheckLiteral(node, pattern)) {
    return std::nullopt;
  }
  return Template{.source = *source,
                  .position = reader_->yaml().PositionInText(node, 0),
                  .pattern = pattern,
                  .slots = SlotsOf(pattern)};
}

Pattern TemplateReader::ParseSource(std::string_view source, FoldMode mode,
                                    std::vector<TemplateError>* errors) {
  Pattern pattern = ParseTemplate(source, mode, SetsFor(mode).names, errors);
  if (pattern == nullptr) return nullptr;
  if (expansion_.Measure(pattern) > kMaxTemplateExpansion) {
    errors->push_back({0, std::string(code::kTemplateTooLarge),
                       TooLargeMessage(), std::string(kTooLargeHint)});
    return nullptr;
  }
  if (CanMatchWithoutLiteral(pattern)) {
    errors->push_back({0, std::string(code::kNoLiteral),
                       NoLiteralMessage(source), std::string(kNoLiteralHint)});
    return nullptr;
  }
  return pattern;
}

bool TemplateReader::CheckSize(const yaml::Node& node, const Pattern& pattern) {
  const bool was_full = total_expansion_ > kMaxBookExpansion;
  if (was_full) return false;
  const int64_t size = expansion_.Measure(pattern);
  total_expansion_ += size;
  if (size > kMaxTemplateExpansion) {
    limits_.Error(node, code::kTemplateTooLarge, TooLargeMessage(),
                  std::string(kTooLargeHint));
    return false;
  }
  if (total_expansion_ > kMaxBookExpansion) {
    limits_.Error(node, code::kBookTooLarge,
                  absl::StrFormat("with all sets put in, the book is larger "
                                  "than %d characters",
                                  kMaxBookExpansion),
                  "split it, or use large sets in fewer templates");
    return false;
  }
  return true;
}

bool TemplateReader::CheckLiteral(const yaml::Node& node,
                                  const Pattern& pattern) {
  if (!CanMatchWithoutLiteral(pattern)) return true;
  reader_->report().Error(reader_->yaml().PositionInText(node, 0),
                          code::kNoLiteral, NoLiteralMessage(node.text),
                          std::string(kNoLiteralHint));
  return false;
}

}  // namespace wanyan::internal
