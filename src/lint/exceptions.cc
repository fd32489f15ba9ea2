#include <algorithm>
#include <set>
#include <variant>

#include "absl/strings/str_format.h"
#include "lint/advice.h"
#include "match/pattern.h"

// An exception cancels what its core overlaps. Two ranges that overlap share
// the first or last character of one of them, which is literal text there. So
// where neither template can hold other characters inside its core, the two
// have to have a literal character in common.

namespace wanyan {
namespace {

// The literal characters of a pattern; `open` where its core can hold others:
// those of a gap, a slot, a word's ending or a regular expression.
struct Characters {
  std::set<char32_t> literals;
  bool open = false;
};

void Collect(const Pattern& pattern, Characters* characters) {
  if (const auto* literal = std::get_if<LiteralNode>(&pattern->node)) {
    characters->literals.insert(literal->chars.begin(), literal->chars.end());
  } else if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    for (const Pattern& part : sequence->parts) Collect(part, characters);
  } else if (const auto* choice = std::get_if<ChoiceNode>(&pattern->node)) {
    for (const Pattern& option : choice->options) Collect(option, characters);
  } else if (!std::holds_alternative<SpaceNode>(pattern->node) &&
             !std::holds_alternative<AnchorNode>(pattern->node)) {
    characters->open = true;
  }
}

Characters CharactersOf(const Pattern& pattern) {
  Characters characters;
  Collect(pattern, &characters);
  return characters;
}

bool CanOverlap(const Characters& a, const Characters& b) {
  return a.open || b.open ||
         std::any_of(a.literals.begin(), a.literals.end(),
                     [&](char32_t c) { return b.literals.contains(c); });
}

}  // namespace

void AdviseOnExceptions(const Phrasebook& book,
                        std::vector<Diagnostic>* advice) {
  for (const Rule& rule : book.rules) {
    if (rule.except.empty()) continue;
    Characters forbidden;
    for (const ForbidEntry& entry : rule.forbid) {
      Collect(entry.match.pattern, &forbidden);
    }
    for (const Template& except : rule.except) {
      if (CanOverlap(CharactersOf(except.pattern), forbidden)) continue;
      advice->push_back(Advice(
          book, except.position, "exception-never-applies",
          absl::StrFormat("the exception \"%s\" has no character in common "
                          "with what %s forbids, so that it cancels nothing",
                          except.source, rule.id),
          "write the forbidden words into it, or use a context (unless)"));
    }
  }
}

}  // namespace wanyan
