#include "api/phrasebook_messages.h"

#include <algorithm>
#include <memory>
#include <set>
#include <variant>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "api/enums.h"
#include "api/resource_names.h"
#include "engine/snapshot.h"

namespace wanyan {
namespace {

std::string FileName(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

template <typename Strings>
void AddAll(const Strings& strings,
            google::protobuf::RepeatedPtrField<std::string>* field) {
  field->Add(strings.begin(), strings.end());
}

void SourceToMessage(const Phrasebook& book, SourcePosition position,
                     v1::SourceLocation* message) {
  message->set_file(FileName(book.file));
  message->set_line(position.line);
  message->set_column(position.column);
}

v1::MatchMode ToMatchMode(FoldMode mode) {
  switch (mode) {
    case FoldMode::kFolded:
      return v1::MATCH_MODE_FOLDED;
    case FoldMode::kExact:
      return v1::MATCH_MODE_EXACT;
    case FoldMode::kTolerant:
      return v1::MATCH_MODE_TOLERANT;
  }
  return v1::MATCH_MODE_UNSPECIFIED;
}

void PatternToMessage(const Template& pattern, v1::Pattern* message) {
  message->set_text(pattern.source);
  message->set_is_regex(
      std::holds_alternative<RegexNode>(pattern.pattern->node));
}

void ExampleToMessage(const Example& example, v1::Example* message) {
  message->set_text(example.text);
  message->set_rewrite(example.rewrite.value_or(""));
  message->set_matched_text(example.match.value_or(""));
  message->set_locale(example.locale.value_or(""));
}

void EntryToMessage(const ForbidEntry& entry, v1::ForbidEntry* message) {
  message->set_id(entry.id);
  PatternToMessage(entry.match, message->mutable_pattern());
  for (const RewriteTemplate& rewrite : entry.rewrites) {
    v1::Rewrite* added = message->add_rewrites();
    added->set_text(rewrite.source);
    added->set_kind(ToMessage(rewrite.kind));
  }
}

void ForbidToMessage(const Rule& rule, v1::ForbidRule* message) {
  const size_t shown = std::min(rule.forbid.size(), kMaxEntriesShown);
  for (size_t i = 0; i < shown; ++i) {
    EntryToMessage(rule.forbid[i], message->add_entries());
  }
  message->set_entry_count(static_cast<int>(rule.forbid.size()));
  for (const Template& exception : rule.except) {
    PatternToMessage(exception, message->add_exceptions());
  }
  AddAll(rule.unless, message->mutable_unless());
  AddAll(rule.only_if, message->mutable_only_if());
}

// A rule as its phrasebook has it.
v1::Rule RuleToMessage(const Phrasebook& book, const Rule& rule) {
  v1::Rule message;
  message.set_name(RuleName(book.id + "/" + rule.id));
  message.set_message(rule.message);
  message.set_norm(rule.norm);
  AddAll(rule.locales, message.mutable_locales());
  message.set_match_mode(ToMatchMode(rule.match));
  AddAll(rule.when_labels, message.mutable_labels());
  AddAll(rule.when_channels, message.mutable_channels());
  for (const std::string& id : rule.over) {
    message.add_over(RuleName(book.id + "/" + id));
  }
  ForbidToMessage(rule, message.mutable_forbid());
  for (const Example& example : rule.flags) {
    ExampleToMessage(example, message.add_flags());
  }
  for (const Example& example : rule.allows) {
    ExampleToMessage(example, message.add_allows());
  }
  SourceToMessage(book, rule.position, message.mutable_source());
  return message;
}

// Severities in the default profile, which has `compiled` of `rule` (null: has
// not the book). The profile has those entries that it leaves on, in order.
void SetSeverities(const Rule& rule, const CompiledForbid* compiled,
                   v1::Rule* message) {
  const std::vector<CompiledEntry> none;
  const std::vector<CompiledEntry>& on =
      compiled == nullptr ? none : compiled->entries;
  auto next = on.begin();
  for (int i = 0; i < message->forbid().entries_size(); ++i) {
    v1::ForbidEntry* entry = message->mutable_forbid()->mutable_entries(i);
    const bool is_on = next != on.end() &&
                       next->source == &rule.forbid[static_cast<size_t>(i)];
    entry->set_disabled(!is_on);
    entry->set_severity(ToMessage(is_on ? next->severity : rule.severity));
    if (is_on) ++next;
  }
  const auto gravest = std::max_element(
      on.begin(), on.end(), [](const CompiledEntry& a, const CompiledEntry& b) {
        return a.severity < b.severity;
      });
  message->set_disabled(on.empty());
  message->set_severity(
      ToMessage(on.empty() ? rule.severity : gravest->severity));
}

}  // namespace

v1::Phrasebook PhrasebookToMessage(const Library& library,
                                   const Phrasebook& book) {
  std::set<std::string_view> norms;
  for (const Rule& rule : book.rules) norms.insert(rule.norm);
  v1::Phrasebook message;
  message.set_name(PhrasebookName(book.id));
  message.set_title(book.title);
  message.set_language(book.language);
  message.set_rule_count(static_cast<int>(book.rules.size()));
  for (const auto& [scene, phrases] : book.scenes) message.add_scenes(scene);
  for (const std::string_view norm : norms)
    message.add_norms(std::string(norm));
  message.set_file(FileName(book.file));
  message.set_revision(library.PhrasebookRevision(book));
  return message;
}

const CompiledForbid* RuleMessages::FirstOf(const Phrasebook& book) {
  const auto [found, is_new] = first_rules_.try_emplace(&book, nullptr);
  if (!is_new) return found->second;
  // The library always has a default profile.
  const auto snapshot = library_.ForProfile("", book.language);
  if (!snapshot.ok() || *snapshot == nullptr) return nullptr;
  for (const CompiledForbid& rule : (*snapshot)->rules().forbids) {
    if (rule.book == &book) return found->second = &rule;
  }
  return nullptr;
}

v1::Rule RuleMessages::ToMessage(const Phrasebook& book, const Rule& rule) {
  v1::Rule message = RuleToMessage(book, rule);
  message.set_revision(library_.PhrasebookRevision(book));
  const CompiledForbid* first = FirstOf(book);
  const CompiledForbid* compiled =
      first == nullptr ? nullptr : first + (&rule - book.rules.data());
  SetSeverities(rule, compiled, &message);
  return message;
}

std::string PhraseText(const ScenePhrase& phrase, HanVariant variant) {
  std::string text;
  for (const RewriteTemplate::Piece& piece : phrase.text.pieces) {
    if (piece.slot.empty()) {
      text += ToHanVariant(piece.text, variant);
    } else if (piece.default_text.has_value()) {
      text += ToHanVariant(*piece.default_text, variant);
    } else {
      text += absl::StrFormat("{%s}", piece.slot);
    }
  }
  return text;
}

v1::Phrase PhraseToMessage(const Phrasebook& book, std::string_view scene,
                           const ScenePhrase& phrase) {
  v1::Phrase message;
  for (const RewriteTemplate::Piece& piece : phrase.text.pieces) {
    if (piece.slot.empty() || piece.default_text.has_value()) continue;
    const auto& known = message.placeholders();
    if (std::find(known.begin(), known.end(), piece.slot) == known.end()) {
      message.add_placeholders(piece.slot);
    }
  }
  message.set_scene(std::string(scene));
  message.set_phrasebook(PhrasebookName(book.id));
  SourceToMessage(book, phrase.position, message.mutable_source());
  return message;
}

}  // namespace wanyan
