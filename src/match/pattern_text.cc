#include "match/pattern_text.h"

#include <re2/re2.h>

#include "absl/strings/str_format.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

bool IsEmpty(const Pattern& pattern) {
  const auto* sequence = std::get_if<SequenceNode>(&pattern->node);
  return sequence != nullptr && sequence->parts.empty();
}

struct Printer {
  std::string operator()(const LiteralNode& literal) const {
    std::string text;
    for (char32_t c : literal.chars) AppendUtf8(c & ~kAltered, &text);
    return text;
  }
  std::string operator()(const SpaceNode&) const { return " "; }
  std::string operator()(const WordEndingNode&) const { return "*"; }
  std::string operator()(const SequenceNode& sequence) const {
    std::string text;
    for (const Pattern& part : sequence.parts) text += PatternText(part);
    return text;
  }
  std::string operator()(const ChoiceNode& choice) const {
    if (!choice.set.empty()) return "<" + choice.set + ">";
    std::string text;
    bool optional = false;
    for (const Pattern& option : choice.options) {
      if (IsEmpty(option)) {
        optional = true;
        continue;
      }
      if (!text.empty()) text += '|';
      text += PatternText(option);
    }
    return optional ? "[" + text + "]" : "(" + text + ")";
  }
  std::string operator()(const GapNode& gap) const {
    std::string text = gap.crosses_clauses ? "{.." : "{...";
    const bool is_default =
        gap.crosses_clauses || gap.max_chars == GapNode::kDefaultMaxChars;
    if (!is_default) text += absl::StrFormat("%d", gap.max_chars);
    if (gap.without != nullptr) text += "!" + PatternText(gap.without);
    return text + "}";
  }
  std::string operator()(const SlotNode& slot) const {
    return "{" + slot.name + "}";
  }
  std::string operator()(const AnchorNode& anchor) const {
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
  std::string operator()(const RegexNode& regex) const {
    return "/" + regex.regex->pattern() + "/";
  }
};

}  // namespace

std::string PatternText(const Pattern& pattern) {
  return std::visit(Printer{}, pattern->node);
}

}  // namespace wanyan
