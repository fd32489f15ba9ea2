#include "match/patterns.h"

#include <gtest/gtest.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_format.h"
#include "match/regex.h"
#include "phrasebook/template_parser.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

// The sets that templates of tests may name.
const std::map<std::string, std::vector<std::string>, std::less<>>&
SetsOfTests() {
  static const auto* sets =
      new std::map<std::string, std::vector<std::string>, std::less<>>{
          {"we", {"we", "I", "our (team|staff)"}},
          {"soft", {"please", "kindly"}},
          {"agent", {"我[们]"}},
          {"customer", {"您"}},
      };
  return *sets;
}

Pattern SetOfTests(std::string_view name) {
  const auto set = SetsOfTests().find(name);
  if (set == SetsOfTests().end()) return nullptr;
  std::vector<Pattern> options;
  for (const std::string& source : set->second) {
    options.push_back(FromTemplate(source));
  }
  return Choice(std::move(options));
}

std::shared_ptr<const re2::RE2> TypeOfTests(std::string_view slot) {
  if (slot == "code") return *CompileRegex("[a-z]{2}[0-9]{4}");
  return BuiltInSlot(slot);
}

TemplateNames NamesOfTests() {
  TemplateNames names;
  names.set = SetOfTests;
  names.slot = TypeOfTests;
  for (const auto& [name, templates] : SetsOfTests()) {
    names.known_sets.push_back(name);
  }
  return names;
}

// ---- A pattern as a template ----

std::string EscapedLiteral(const std::u32string& chars) {
  std::string text;
  for (char32_t c : chars) {
    if (std::u32string_view(U"()[]{}<>|;*^$\\").find(c & ~kAltered) !=
        std::u32string_view::npos) {
      text += '\\';
    }
    AppendUtf8(c & ~kAltered, &text);
  }
  return text;
}

std::string Write(const LiteralNode& literal) {
  return EscapedLiteral(literal.chars);
}
std::string Write(const SpaceNode&) { return " "; }
std::string Write(const WordEndingNode&) { return "*"; }

std::string Write(const SequenceNode& sequence) {
  std::string text;
  for (const Pattern& part : sequence.parts) text += ToTemplate(part);
  return text;
}

std::string Write(const ChoiceNode& choice) {
  std::string text;
  for (const Pattern& option : choice.options) {
    text += (text.empty() ? "(" : "|") + ToTemplate(option);
  }
  return text + ")";
}

std::string Write(const GapNode& gap) {
  const std::string without =
      gap.without == nullptr ? "" : "!<" + ToTemplate(gap.without) + ">";
  if (gap.crosses_clauses) return "{.." + without + "}";
  return absl::StrFormat("{...%d%s}", gap.max_chars, without);
}

std::string Write(const SlotNode& slot) {
  if (slot.type == nullptr) return "{" + slot.name + "}";
  return "{" + slot.name + ": " + slot.type->pattern() + "}";
}

std::string Write(const AnchorNode& anchor) {
  switch (anchor.place) {
    case AnchorNode::kClauseStart:
      return "^";
    case AnchorNode::kClauseEnd:
      return "$";
    case AnchorNode::kTextStart:
      return "^^";
    case AnchorNode::kTextEnd:
      return "$$";
  }
  return "";
}

std::string Write(const RegexNode& regex) {
  return "{regex: " + regex.regex->pattern() + "}";
}

}  // namespace

Pattern Literal(std::u32string chars) {
  return MakePattern(LiteralNode{std::move(chars)});
}
Pattern Space() { return MakePattern(SpaceNode{}); }
Pattern WordEnding() { return MakePattern(WordEndingNode{}); }
Pattern Sequence(std::vector<Pattern> parts) {
  return MakePattern(SequenceNode{std::move(parts)});
}
Pattern Choice(std::vector<Pattern> options) {
  return MakePattern(ChoiceNode{std::move(options)});
}
Pattern Option(Pattern pattern) {
  return Choice({std::move(pattern), Sequence({})});
}
Pattern ClauseGap(int max_chars, Pattern without) {
  return MakePattern(GapNode{max_chars, false, std::move(without)});
}
Pattern SentenceGap(Pattern without) {
  return MakePattern(
      GapNode{GapNode::kMaxSentenceChars, true, std::move(without)});
}
Pattern Slot(std::string name) {
  return MakePattern(SlotNode{std::move(name), nullptr});
}
Pattern TypedSlot(std::string name, std::string_view expression) {
  return MakePattern(SlotNode{std::move(name), *CompileRegex(expression)});
}
Pattern Anchor(AnchorNode::Place place) {
  return MakePattern(AnchorNode{place});
}

Pattern Regex(std::string_view expression) {
  auto regex = CompileRegex(expression);
  EXPECT_TRUE(regex.ok()) << expression;
  return MakePattern(RegexNode{*std::move(regex)});
}

Pattern FromTemplate(std::string_view source) {
  std::vector<TemplateError> errors;
  Pattern pattern =
      ParseTemplate(source, FoldMode::kFolded, NamesOfTests(), &errors);
  for (const TemplateError& error : errors) {
    ADD_FAILURE() << source << ", column " << error.column << ": "
                  << error.message;
  }
  return pattern;
}

std::string ToTemplate(const Pattern& pattern) {
  return std::visit([](const auto& node) { return Write(node); },
                    pattern->node);
}

bool LacksLiteral(const Pattern& pattern) {
  const PatternNode& node = *pattern;
  if (const auto* sequence = std::get_if<SequenceNode>(&node.node)) {
    return std::all_of(sequence->parts.begin(), sequence->parts.end(),
                       LacksLiteral);
  }
  if (const auto* choice = std::get_if<ChoiceNode>(&node.node)) {
    return std::any_of(choice->options.begin(), choice->options.end(),
                       LacksLiteral);
  }
  return !std::holds_alternative<LiteralNode>(node.node) &&
         !std::holds_alternative<RegexNode>(node.node);
}

std::string Escaped(std::string_view utf8) {
  std::string text;
  for (size_t offset = 0; offset < utf8.size();) {
    const char32_t c = DecodeUtf8(utf8, &offset);
    const auto code_point = static_cast<UChar32>(c);
    const bool is_mark = (U_GET_GC_MASK(code_point) & U_GC_M_MASK) != 0;
    if ((u_isgraph(code_point) && !is_mark) || c == U' ') {
      AppendUtf8(c, &text);
    } else {
      text += absl::StrFormat("\\u%04X", static_cast<uint32_t>(c));
    }
  }
  return text;
}

}  // namespace wanyan
