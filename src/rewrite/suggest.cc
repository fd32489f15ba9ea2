#include "rewrite/suggest.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "text/graphemes.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

// A hit with all that its rewrites look at. Characters are those of
// reply.folded(), whatever the rule's mode.
struct Site {
  const CompiledForbid& rule;
  const ForbidEntry& entry;
  const Match match;  // in characters of the rule's mode
  FoldMode mode;
  const Facts spelled;  // facts of the core that the template itself spells
};

// Whether a literal of the pattern holds the folded characters.
bool Spells(const Pattern& pattern, std::u32string_view chars) {
  const auto spells = [&](const Pattern& part) { return Spells(part, chars); };
  if (const auto* literal = std::get_if<LiteralNode>(&pattern->node)) {
    return literal->chars.find(chars) != std::u32string::npos;
  }
  if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    return std::any_of(sequence->parts.begin(), sequence->parts.end(), spells);
  }
  const auto* choice = std::get_if<ChoiceNode>(&pattern->node);
  return choice != nullptr &&
         std::any_of(choice->options.begin(), choice->options.end(), spells);
}

Facts SpelledFacts(const ForbidEntry& entry, TextRange core,
                   const ScannedReply& reply, FoldMode mode) {
  Facts facts = FactsIn(reply.reply(), reply.folded(), core);
  std::erase_if(facts, [&](const auto& fact) {
    return !Spells(entry.match.pattern, FoldLiteral(fact.first, mode));
  });
  return facts;
}

// A replacement text on its way to a suggestion.
struct Draft {
  std::string text;
  bool needs_input = false;
  // A captured word that has no entry in its map stands as it is.
  bool unmapped = false;
};

class Suggester {
 public:
  Suggester(const Site& site, const SuggestContext& context)
      : site_(site), context_(context), text_(context.reply.folded()) {}

  Suggestion Suggest(const RewriteTemplate& rewrite) const;

 private:
  Draft Expand(const RewriteTemplate& rewrite) const;
  void ExpandSlot(const RewriteTemplate::Piece& piece, Draft* draft) const;
  std::optional<TextRange> CaptureOf(const std::string& slot) const;
  std::string FoldedWord(TextRange chars) const;
  TextRange Core() const { return ToFolded(site_.match.core); }
  TextRange ToFolded(TextRange chars) const {
    return context_.reply.ToFolded(chars, site_.mode);
  }

  // The characters that a rewrite of this kind takes the place of.
  TextRange Target(RewriteKind kind) const;
  TextRange TrimSpace(TextRange chars) const;
  // `target`, and the closing marks behind it where the replacement brings its
  // own.
  TextRange WithClosingMarks(TextRange target, std::string_view text) const;
  TextRange ToBytes(TextRange chars, RewriteKind kind) const;
  TextRange InsertionAt(uint32_t position, RewriteKind kind) const;
  bool StartsSentence(TextRange target) const;
  void FitToPlace(RewriteKind kind, TextRange target, Draft* draft) const;

  const Site& site_;
  const SuggestContext& context_;
  const FoldedText& text_;
};

std::optional<TextRange> Suggester::CaptureOf(const std::string& slot) const {
  for (const Match::Capture& capture : site_.match.captures) {
    if (capture.slot == slot) return capture.chars;
  }
  return std::nullopt;
}

std::string Suggester::FoldedWord(TextRange chars) const {
  const FoldedText& text = context_.reply.Text(site_.mode);
  const uint32_t begin = text.Utf8Offset(chars.begin);
  return text.utf8().substr(begin, text.Utf8Offset(chars.end) - begin);
}

void Suggester::ExpandSlot(const RewriteTemplate::Piece& piece,
                           Draft* draft) const {
  if (const auto chars = CaptureOf(piece.slot)) {
    if (!piece.map.empty()) {
      const std::string* entry = context_.texts.MapEntry(
          *site_.rule.book, piece.map, FoldedWord(*chars), context_.variant);
      if (entry != nullptr) {
        draft->text += *entry;
        return;
      }
      draft->unmapped = true;
    }
    const TextRange bytes = context_.reply.ToBytes(*chars, site_.mode);
    draft->text += context_.reply.reply().substr(bytes.begin, bytes.size());
    return;
  }
  const auto input = context_.inputs.find(piece.slot);
  if (input != context_.inputs.end() && !input->second.empty()) {
    draft->text += input->second;
  } else if (piece.default_text.has_value()) {
    draft->text += *piece.default_text;
  } else {
    draft->text += "{" + piece.slot + "}";
    draft->needs_input = true;
  }
}

Draft Suggester::Expand(const RewriteTemplate& rewrite) const {
  Draft draft;
  for (const RewriteTemplate::Piece& piece :
       context_.texts.Pieces(rewrite, context_.variant)) {
    if (piece.slot.empty()) {
      draft.text += piece.text;
    } else {
      ExpandSlot(piece, &draft);
    }
  }
  return draft;
}

TextRange Suggester::TrimSpace(TextRange chars) const {
  const auto is_space = [&](uint32_t i) {
    return text_[i].Is(kSpaceChar) || text_[i].Is(kLineBreakChar);
  };
  while (chars.begin < chars.end && is_space(chars.begin)) ++chars.begin;
  while (chars.end > chars.begin && is_space(chars.end - 1)) --chars.end;
  return chars;
}

TextRange Suggester::Target(RewriteKind kind) const {
  const TextRange core = Core();
  const uint32_t last = std::max(core.begin + 1, core.end) - 1;
  const TextRange reply = TrimSpace({0, text_.size()});
  switch (kind) {
    case RewriteKind::kPhrase:
      return ToFolded(site_.match.extent_with_particles);
    case RewriteKind::kClause:
      return TrimSpace(
          {text_.ClauseAt(core.begin).begin, text_.ClauseAt(last).end});
    case RewriteKind::kSentence:
      return TrimSpace(
          {text_.SentenceAt(core.begin).begin, text_.SentenceAt(last).end});
    case RewriteKind::kReply:
      return reply;
    case RewriteKind::kStart:
      return {reply.begin, reply.begin};
    case RewriteKind::kEnd:
      return {reply.end, reply.end};
  }
  return reply;
}

TextRange Suggester::WithClosingMarks(TextRange target,
                                      std::string_view text) const {
  const FoldedText replacement = FoldedText::Fold(text);
  if (replacement.size() == 0) return target;
  const FoldedChar& last = replacement[replacement.size() - 1];
  if (!last.Is(kClauseEndChar)) return target;
  while (target.end < text_.size() && text_[target.end].Is(kClauseEndChar) &&
         !text_[target.end].Is(kLineBreakChar)) {
    ++target.end;
  }
  return target;
}

TextRange Suggester::ToBytes(TextRange chars, RewriteKind kind) const {
  if (kind == RewriteKind::kStart || kind == RewriteKind::kEnd) {
    return InsertionAt(chars.begin, kind);
  }
  // The core is part of it anyway, but for one of an exact rule that consists
  // of what folding drops.
  TextRange bytes = context_.reply.ToBytes(site_.match.core, site_.mode);
  if (!chars.empty()) {
    const TextRange all = text_.OriginalRange(chars);
    bytes = {std::min(bytes.begin, all.begin), std::max(bytes.end, all.end)};
  }
  return GrowToGraphemes(context_.reply.reply(), bytes);
}

// An empty range: what is put in at the end stands right behind the last
// character, what is put in at the start right before the first.
TextRange Suggester::InsertionAt(uint32_t position, RewriteKind kind) const {
  const std::string_view reply = context_.reply.reply();
  uint32_t at = static_cast<uint32_t>(reply.size());
  if (kind == RewriteKind::kEnd && position > 0) {
    at = GrowToGraphemes(reply, text_[position - 1].original).end;
  } else if (kind != RewriteKind::kEnd && position < text_.size()) {
    at = GrowToGraphemes(reply, text_[position].original).begin;
  }
  return {at, at};
}

bool Suggester::StartsSentence(TextRange target) const {
  if (target.begin == text_.size()) return target.begin == 0;
  return TrimSpace(text_.SentenceAt(target.begin)).begin == target.begin;
}

// Gives the replacement the capital letter or space that its place asks for.
void Suggester::FitToPlace(RewriteKind kind, TextRange target,
                           Draft* draft) const {
  if (StartsSentence(target)) {
    const TextRange bytes = ToBytes(target, kind);
    const std::string_view old =
        context_.reply.reply().substr(bytes.begin, bytes.size());
    if (StartsWithUpperCase(old)) draft->text = CapitalizeFirst(draft->text);
  }
  const bool spaced = site_.rule.book->language != "zh";
  if (spaced && kind == RewriteKind::kStart) draft->text += ' ';
  if (spaced && kind == RewriteKind::kEnd) draft->text.insert(0, 1, ' ');
}

Suggestion Suggester::Suggest(const RewriteTemplate& rewrite) const {
  Draft draft = Expand(rewrite);
  const TextRange target = WithClosingMarks(Target(rewrite.kind), draft.text);
  FitToPlace(rewrite.kind, target, &draft);

  Suggestion suggestion;
  suggestion.kind = rewrite.kind;
  suggestion.span = ToBytes(target, rewrite.kind);
  suggestion.replacement = std::move(draft.text);
  suggestion.needs_input = draft.needs_input;
  suggestion.loses_fact = !context_.facts.AreKept(
      suggestion.replacement, target, Core(), site_.spelled);
  const bool leaves_rest =
      rewrite.kind == RewriteKind::kPhrase && site_.match.slot_overflow;
  suggestion.applicable = !suggestion.needs_input && !suggestion.loses_fact &&
                          !draft.unmapped && !leaves_rest;
  return suggestion;
}

}  // namespace

std::vector<Suggestion> SuggestFor(const ForbidHit& hit,
                                   const SuggestContext& context) {
  const CompiledForbid& rule =
      context.rules.forbids[static_cast<size_t>(hit.rule)];
  const CompiledEntry& entry = rule.entries[static_cast<size_t>(hit.entry)];
  const FoldMode mode = rule.source->match;
  const Site site{
      .rule = rule,
      .entry = *entry.source,
      .match = context.reply.Scan(mode).Resolve(entry.pattern, hit.core),
      .mode = mode,
      .spelled =
          SpelledFacts(*entry.source, context.reply.ToFolded(hit.core, mode),
                       context.reply, mode)};
  const Suggester suggester(site, context);
  std::vector<Suggestion> suggestions;
  for (const RewriteTemplate& rewrite : entry.source->rewrites) {
    Suggestion suggestion = suggester.Suggest(rewrite);
    if (std::find(suggestions.begin(), suggestions.end(), suggestion) ==
        suggestions.end()) {
      suggestions.push_back(std::move(suggestion));
    }
  }
  return suggestions;
}

}  // namespace wanyan
