#ifndef WANYAN_MATCH_PATTERN_H_
#define WANYAN_MATCH_PATTERN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace re2 {
class RE2;
}

// What a template says, as a tree: the meaning is that of "Templates" and "What
// matches" in phrasebooks/README.md. Patterns speak of folded characters and
// know nothing of phrasebooks; sets are already put in their places.
//
// Nodes are immutable and shared: a set used by a hundred templates is one
// tree.

namespace wanyan {

struct PatternNode;
using Pattern = std::shared_ptr<const PatternNode>;

// Folded characters, not empty, no white space among them.
struct LiteralNode {
  std::u32string chars;
};

// White space of a template: a word edge, with or without one U+0020 there.
struct SpaceNode {};

// `word*`: the word characters that follow, to the word's end; perhaps none.
// Literal text, as far as cores are concerned. At most kMaxWordEnding.
struct WordEndingNode {};
inline constexpr int kMaxWordEnding = 64;

// One after the other. Empty: matches the empty text (an absent option).
struct SequenceNode {
  std::vector<Pattern> parts;
};

// One of them, the earlier preferred.
struct ChoiceNode {
  std::vector<Pattern> options;
  // The phrase set that it stands for; empty for alternatives of a template.
  std::string set = {};
};

// 0 to max_chars characters, none of which ends a clause (a sentence, where
// crosses_clauses), in which no match of `without` (may be null) lies: no core
// of it is a part of the gap.
struct GapNode {
  int max_chars = kDefaultMaxChars;
  bool crosses_clauses = false;
  Pattern without;

  static constexpr int kDefaultMaxChars = 12;
  // Of `{..}`: longer sentences exist, longer pairs of words that belong
  // together do not; it keeps the cost linear in the text.
  static constexpr int kMaxSentenceChars = 200;
};

// A slot; `type` is null for an untyped one.
struct SlotNode {
  std::string name;
  std::shared_ptr<const re2::RE2> type;

  static constexpr int kMaxChars = 64;
};

// A place, no characters: the start or end of a clause or of the text.
struct AnchorNode {
  enum Place { kClauseStart, kClauseEnd, kTextStart, kTextEnd };
  Place place;
};

// A whole template that is a regular expression over the folded text. Never
// inside another node but a ChoiceNode at the top (a set of templates).
struct RegexNode {
  std::shared_ptr<const re2::RE2> regex;
};

struct PatternNode {
  std::variant<LiteralNode, SpaceNode, WordEndingNode, SequenceNode, ChoiceNode,
               GapNode, SlotNode, AnchorNode, RegexNode>
      node;
};

template <typename Node>
Pattern MakePattern(Node node) {
  return std::make_shared<const PatternNode>(PatternNode{std::move(node)});
}

}  // namespace wanyan

#endif  // WANYAN_MATCH_PATTERN_H_
