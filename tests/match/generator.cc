#include "match/generator.h"

#include <utility>

#include "match/naive_folder.h"
#include "match/naive_matcher.h"
#include "match/patterns.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

constexpr size_t kMaxReadings = 40;
constexpr int kMaxDepth = 3;

// Words, each in its spellings; the first is the plain one.
struct Word {
  std::vector<std::string> spellings;
};

const std::vector<Word>& Words() {
  static const auto* words = new std::vector<Word>{
      {{"a", "A", "Ａ"}},
      {{"b", "B", "ｂ\u200B"}},
      {{"好", "\u200B好"}},
      {{"没", "沒", "没 "}},
      {{"办法", "辦法", "办 法", "办\u200D法"}},
      {{"can", "CAN", "ｃａｎ", "c\u200Ban"}},
      {{"can't", "can’t", "CAN'T"}},
      {{"not", "Not", "no\u00ADt"}},
      {{"no", "NO"}},
      {{"é", "e\u0301", "É"}},
      {{"5", "５", "⑤"}},
      {{"你", "妳"}},
      {{"%", "％"}},
      {{"õ", "o\u0303", "Õ"}},
      {{"fi", "ﬁ"}},
  };
  return *words;
}

// What stands between the words.
const std::vector<std::string>& Fillers() {
  static const auto* fillers = new std::vector<std::string>{
      " ",      "，",     ",",       "。",       ".",
      "\n",     "!",      "？",      "…",        "、",
      "-",      "“",      "”",       "\"",       "'",
      "’",      "「",     "」",      "了",       "啊",
      "a",      "b",      "好",      "人",       "x",
      "1",      "2.5",    "1,",      ":",        "  ",
      "😀",      "\r\n",   "\u0301",  "\u200B",   "`a b`",
      "%s",     "{a}",    "{{b}}",   "[订单号]", "http://a.b/好?x=a,b",
      "a@b.ee", "\u3000", "ab1234",  "12:30",    "$5.00",
      "$",      "·",      "e\u0301", "한",       "か",
      "ß",
  };
  return *fillers;
}

std::u32string Folded(const std::string& spelling) {
  std::u32string chars;
  for (const FoldedChar& c : NaiveFold(spelling)) chars.push_back(c.value);
  return chars;
}

Pattern GenerateLiteral(Choices& choices) {
  return Literal(Folded(choices.OneOf(Words()).spellings.front()));
}

// "It stands behind a letter of a script that writes spaces between words."
Pattern GenerateWordWithEnding(Choices& choices) {
  static constexpr std::u32string_view kStems[] = {U"a", U"can", U"no", U"fi"};
  return Sequence(
      {Literal(std::u32string(choices.OneOf(kStems))), WordEnding()});
}

Pattern GenerateTree(Choices& choices, int depth);

Pattern GenerateSlot(Choices& choices) {
  static const auto* types = new std::vector<Pattern>{
      TypedSlot("number", "[0-9]+([.,][0-9]+)*"),
      TypedSlot("code", "[a-z]{2}[0-9]{4}"),
      TypedSlot("han", "\\p{Han}"),
      TypedSlot("ab", "(ab?)+"),
      TypedSlot("clauses", "a[,.]?"),
  };
  if (choices.Chance(40)) return choices.OneOf(*types);
  return Slot(choices.Chance(70) ? "x" : "y");
}

Pattern GenerateAnchor(Choices& choices) {
  static constexpr AnchorNode::Place kPlaces[] = {
      AnchorNode::kClauseStart, AnchorNode::kClauseEnd, AnchorNode::kTextStart,
      AnchorNode::kTextEnd};
  return Anchor(choices.OneOf(kPlaces));
}

Pattern GenerateSequence(Choices& choices, int depth, uint32_t max_parts) {
  std::vector<Pattern> parts;
  const uint32_t count = 1 + choices.Below(max_parts);
  for (uint32_t i = 0; i < count; ++i) {
    parts.push_back(GenerateTree(choices, depth + 1));
  }
  return Sequence(std::move(parts));
}

Pattern GenerateChoice(Choices& choices, int depth) {
  std::vector<Pattern> options;
  const uint32_t count = 1 + choices.Below(3);
  for (uint32_t i = 0; i < count; ++i) {
    options.push_back(GenerateSequence(choices, depth, 2));
  }
  if (choices.Chance(50)) options.push_back(Sequence({}));
  return Choice(std::move(options));
}

Pattern GenerateGap(Choices& choices, int depth) {
  static constexpr int kLengths[] = {12, 0, 1, 2, 5};
  Pattern without;
  if (depth < kMaxDepth && choices.Chance(25)) {
    without = GenerateSequence(choices, kMaxDepth, 2);
    if (LacksLiteral(without)) without = GenerateLiteral(choices);
  }
  return choices.Chance(30) ? SentenceGap(without)
                            : ClauseGap(choices.OneOf(kLengths), without);
}

Pattern GenerateTree(Choices& choices, int depth) {
  const uint32_t kind = choices.Below(100);
  if (kind < 35) return GenerateLiteral(choices);
  if (kind < 50) return Space();
  if (kind < 56) return GenerateWordWithEnding(choices);
  if (kind < 68) return GenerateGap(choices, depth);
  if (kind < 78) return GenerateSlot(choices);
  if (kind < 83) return GenerateAnchor(choices);
  if (depth >= kMaxDepth) return GenerateLiteral(choices);
  return GenerateChoice(choices, depth);
}

// ---- Texts ----

void AppendFillers(Choices& choices, uint32_t at_most, std::string* text) {
  const uint32_t count = choices.Below(at_most + 1);
  for (uint32_t i = 0; i < count; ++i) *text += choices.OneOf(Fillers());
}

std::string Spelled(const std::u32string& literal, Choices& choices) {
  for (const Word& word : Words()) {
    if (Folded(word.spellings.front()) == literal) {
      return choices.OneOf(word.spellings);
    }
  }
  std::string utf8;
  for (char32_t c : literal) AppendUtf8(c & ~kAltered, &utf8);
  return utf8;
}

// Writes a text that `pattern` may match.
struct TextWriter {
  Choices& choices;
  std::string& text;

  void Write(const Pattern& pattern) {
    if (choices.Chance(4)) return;
    std::visit(*this, pattern->node);
    if (choices.Chance(4)) text += choices.OneOf(Fillers());
  }

  void operator()(const LiteralNode& literal) {
    text += Spelled(literal.chars, choices);
  }
  void operator()(const SpaceNode&) {
    if (!choices.Chance(40)) text += " ";
  }
  void operator()(const WordEndingNode&) {
    if (choices.Chance(50)) text += choices.OneOf(Words()).spellings.front();
  }
  void operator()(const SequenceNode& sequence) {
    for (const Pattern& part : sequence.parts) Write(part);
  }
  void operator()(const ChoiceNode& choice) {
    if (!choice.options.empty()) Write(choices.OneOf(choice.options));
  }
  void operator()(const GapNode&) { AppendFillers(choices, 3, &text); }
  void operator()(const SlotNode& slot) {
    static constexpr const char* kTyped[] = {"ab1234", "2.5", "a",
                                             "ab",     "人",  "a,"};
    if (slot.type != nullptr) {
      text += choices.OneOf(kTyped);
    } else {
      AppendFillers(choices, 3, &text);
    }
  }
  void operator()(const AnchorNode&) {
    if (choices.Chance(50)) text += choices.Chance(50) ? "，" : "。";
  }
  void operator()(const RegexNode&) {}
};

}  // namespace

Pattern GeneratePattern(Choices& choices) {
  Pattern pattern = GenerateSequence(choices, 0, 5);
  if (LacksLiteral(pattern)) {
    pattern = Sequence({pattern, GenerateLiteral(choices)});
  }
  if (CountReadings(pattern, kMaxReadings) == kMaxReadings) {
    return GenerateLiteral(choices);
  }
  return pattern;
}

std::string GenerateText(const Pattern& pattern, Choices& choices) {
  std::string text;
  AppendFillers(choices, 3, &text);
  TextWriter{choices, text}.Write(pattern);
  AppendFillers(choices, 3, &text);
  if (choices.Chance(20)) TextWriter{choices, text}.Write(pattern);
  return text;
}

const std::vector<std::u32string>& GeneratedParticles() {
  static const auto* particles = new std::vector<std::u32string>{U"了", U"啊"};
  return *particles;
}

}  // namespace wanyan
