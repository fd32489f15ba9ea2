#include "api/phrasebook_messages.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <variant>
#include <vector>

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

// What a message may still grow by.
class Room {
 public:
  // Adds what `convert` makes of the items to `field`, as many as there is room
  // for, from the first on.
  template <typename Items, typename Message, typename Convert>
  void Fill(const Items& items, Convert convert,
            google::protobuf::RepeatedPtrField<Message>* field) {
    size_t count = 0;
    for (const auto& item : items) {
      if (++count > kMaxItemsShown) return;
      Message message = convert(item);
      const size_t bytes = SizeOf(message) + kItemBytes;
      if (bytes > bytes_) return;
      bytes_ -= bytes;
      *field->Add() = std::move(message);
    }
  }

  void Fill(const std::vector<std::string>& strings,
            google::protobuf::RepeatedPtrField<std::string>* field) {
    Fill(
        strings, [](const std::string& text) { return text; }, field);
  }

 private:
  // An item's tag and length, and what the default profile says of an entry.
  static constexpr size_t kItemBytes = 16;

  static size_t SizeOf(const std::string& text) { return text.size(); }
  static size_t SizeOf(const google::protobuf::Message& message) {
    return message.ByteSizeLong();
  }

  size_t bytes_ = kMaxBytesShown;
};

// Whether a byte goes on with a code point of UTF-8.
bool IsContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// `utf8`, or as many whole code points of it as fit kMaxTextShown.
std::string ShownText(const std::string& utf8) {
  size_t end = std::min(utf8.size(), kMaxTextShown);
  while (end < utf8.size() && end > 0 && IsContinuation(utf8[end])) --end;
  return utf8.substr(0, end);
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

v1::Pattern PatternToMessage(const Template& pattern) {
  v1::Pattern message;
  message.set_text(pattern.source);
  message.set_is_regex(
      std::holds_alternative<RegexNode>(pattern.pattern->node));
  return message;
}

v1::Example ExampleToMessage(const Example& example) {
  v1::Example message;
  message.set_text(example.text);
  message.set_rewrite(example.rewrite.value_or(""));
  message.set_matched_text(example.match.value_or(""));
  message.set_locale(example.locale.value_or(""));
  return message;
}

v1::ForbidEntry EntryToMessage(const ForbidEntry& entry) {
  v1::ForbidEntry message;
  message.set_id(entry.id);
  *message.mutable_pattern() = PatternToMessage(entry.match);
  for (const RewriteTemplate& rewrite : entry.rewrites) {
    v1::Rewrite* added = message.add_rewrites();
    added->set_text(rewrite.source);
    added->set_kind(ToMessage(rewrite.kind));
  }
  return message;
}

void ForbidToMessage(const Rule& rule, Room* room, v1::ForbidRule* message) {
  room->Fill(rule.unless, message->mutable_unless());
  room->Fill(rule.only_if, message->mutable_only_if());
  room->Fill(rule.forbid, EntryToMessage, message->mutable_entries());
  room->Fill(rule.except, PatternToMessage, message->mutable_exceptions());
  message->set_entry_count(static_cast<int>(rule.forbid.size()));
  message->set_exception_count(static_cast<int>(rule.except.size()));
}

// A rule as its phrasebook has it.
v1::Rule RuleToMessage(const Phrasebook& book, const Rule& rule) {
  Room room;
  v1::Rule message;
  message.set_name(RuleName(book.id + "/" + rule.id));
  message.set_message(ShownText(rule.message));
  message.set_norm(rule.norm);
  room.Fill(rule.locales, message.mutable_locales());
  message.set_match_mode(ToMatchMode(rule.match));
  room.Fill(rule.when_labels, message.mutable_labels());
  room.Fill(rule.when_channels, message.mutable_channels());
  room.Fill(
      rule.over,
      [&book](const std::string& id) { return RuleName(book.id + "/" + id); },
      message.mutable_over());
  ForbidToMessage(rule, &room, message.mutable_forbid());
  room.Fill(rule.flags, ExampleToMessage, message.mutable_flags());
  room.Fill(rule.allows, ExampleToMessage, message.mutable_allows());
  message.set_flag_count(static_cast<int>(rule.flags.size()));
  message.set_allow_count(static_cast<int>(rule.allows.size()));
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
  message.set_title(ShownText(book.title));
  message.set_language(book.language);
  message.set_rule_count(static_cast<int>(book.rules.size()));
  Room room;
  room.Fill(
      book.scenes, [](const auto& scene) { return scene.first; },
      message.mutable_scenes());
  room.Fill(
      norms, [](std::string_view norm) { return std::string(norm); },
      message.mutable_norms());
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
