#include <algorithm>
#include <numeric>
#include <set>
#include <utility>
#include <variant>

#include "absl/strings/str_format.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/internal/template_grammar.h"
#include "phrasebook/limits.h"

// Alternatives, options and parts in any order.

namespace wanyan::internal {
namespace {

Pattern EmptyPattern() { return MakePattern(SequenceNode{}); }

bool IsBlank(const Pattern& pattern) {
  const auto* sequence = std::get_if<SequenceNode>(&pattern->node);
  return std::holds_alternative<SpaceNode>(pattern->node) ||
         (sequence != nullptr && sequence->parts.empty());
}

// A choice of all orders of `parts`, the order written first.
Pattern AnyOrderOf(const std::vector<Pattern>& parts) {
  const Pattern space = MakePattern(SpaceNode{});
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  ChoiceNode choice;
  do {
    SequenceNode sequence;
    for (size_t i : order) {
      if (!sequence.parts.empty()) sequence.parts.push_back(space);
      sequence.parts.push_back(parts[i]);
    }
    choice.options.push_back(MakePattern(std::move(sequence)));
  } while (std::next_permutation(order.begin(), order.end()));
  return MakePattern(std::move(choice));
}

}  // namespace

void TemplateParser::ParseBrackets(Builder* builder) {
  const size_t column = at_;
  const char32_t open = source_[at_++];
  if (nesting_ == kMaxTemplateNesting) {
    Error(column, code::kTemplateTooDeep,
          absl::StrFormat("brackets stand more than %d deep",
                          kMaxTemplateNesting),
          "move the inner part into a set");
    at_ = source_.size();
    return;
  }
  FlushLiteral(builder);
  const size_t errors_before = errors_.size();
  ++nesting_;
  const Alternatives alternatives = ParseAlternatives(open);
  --nesting_;
  ParseClosing(open, column);
  // A mistake inside may be what left nothing.
  if (errors_.size() == errors_before) CheckAlternatives(alternatives, column);
  builder->parts.push_back(open == U'(' ? GroupOf(alternatives, column)
                                        : OptionOf(alternatives));
}

TemplateParser::Alternatives TemplateParser::ParseAlternatives(char32_t open) {
  Alternatives alternatives;
  while (true) {
    const size_t begin = at_;
    alternatives.patterns.push_back(ParseSequence(alternatives.separator));
    alternatives.columns.push_back({begin, at_});
    if (Peek() != U'|' && Peek() != U';') return alternatives;
    ParseSeparator(open, &alternatives);
  }
}

void TemplateParser::ParseSeparator(char32_t open, Alternatives* alternatives) {
  const size_t column = at_;
  const char32_t separator = source_[at_++];
  if (separator == U';' && open == U'[') {
    Error(column, code::kStraySeparator,
          "; joins parts in any order, inside ( ) alone",
          "write [(a;b)] where all of it may be absent");
  } else if (alternatives->separator != 0 &&
             alternatives->separator != separator) {
    Error(column, code::kMixedSeparators,
          "| and ; cannot stand in the same brackets",
          "put one of them into brackets of its own: (a;(b|c))");
  } else {
    alternatives->separator = separator;
  }
}

void TemplateParser::ParseClosing(char32_t open, size_t open_column) {
  const char32_t close = open == U'(' ? U')' : U']';
  if (AtEnd()) {
    const bool was_cut_off =
        !errors_.empty() && errors_.back().code == code::kTemplateTooDeep;
    if (was_cut_off) return;
    Error(open_column, code::kUnclosedBracket,
          absl::StrFormat("this %c is never closed", static_cast<char>(open)),
          absl::StrFormat("put %c at the end of the part, or write \\%c for "
                          "the sign",
                          static_cast<char>(close), static_cast<char>(open)));
    return;
  }
  if (Accept(close)) return;
  Error(at_, code::kMismatchedBracket,
        absl::StrFormat("%c closes a %c", static_cast<char>(Peek()),
                        static_cast<char>(open)),
        absl::StrFormat("write %c here", static_cast<char>(close)));
  ++at_;
}

Pattern TemplateParser::GroupOf(const Alternatives& alternatives,
                                size_t column) {
  if (alternatives.patterns.size() == 1) return alternatives.patterns[0];
  if (alternatives.separator != U';') {
    return MakePattern(ChoiceNode{alternatives.patterns});
  }
  if (alternatives.patterns.size() > kMaxUnorderedParts) {
    Error(column, code::kTooManyParts,
          absl::StrFormat("%d parts in any order are too many",
                          alternatives.patterns.size()),
          absl::StrFormat("at most %d; join some of them", kMaxUnorderedParts));
    return EmptyPattern();
  }
  return AnyOrderOf(alternatives.patterns);
}

Pattern TemplateParser::OptionOf(const Alternatives& alternatives) {
  ChoiceNode choice{alternatives.patterns};
  choice.options.push_back(EmptyPattern());
  return MakePattern(std::move(choice));
}

void TemplateParser::CheckAlternatives(const Alternatives& alternatives,
                                       size_t column) {
  if (alternatives.patterns.size() == 1) {
    if (!IsBlank(alternatives.patterns[0])) return;
    Error(column, code::kEmptyBrackets, "nothing stands in these brackets",
          "remove them, or write \\( \\) \\[ \\] for the signs");
    return;
  }
  // As they are written: the pattern of nested (a;b) is much longer.
  std::set<std::u32string> seen;
  for (size_t i = 0; i < alternatives.patterns.size(); ++i) {
    const auto [begin, end] = alternatives.columns[i];
    if (IsBlank(alternatives.patterns[i])) {
      Error(begin, code::kEmptyAlternative, "an alternative is empty",
            "remove the separator; write [a|b] where all may be absent");
      continue;
    }
    const std::string written = Text(begin, end);
    const bool is_exact = mode_ == FoldMode::kExact;
    const bool is_new =
        seen.insert(FoldLiteral(written, is_exact ? FoldMode::kExact
                                                  : FoldMode::kFolded))
            .second;
    if (is_new || alternatives.separator == U';') continue;
    Warn(begin, code::kRepeatedAlternative,
         absl::StrFormat("the alternative %s stands twice in these brackets",
                         written),
         "remove one of them; upper and lower case, full and half width, "
         "Traditional and Simplified are the same");
  }
}

void TemplateParser::ParseStraySign() {
  const size_t column = at_;
  const char32_t sign = source_[at_++];
  const std::string written = Text(column, at_);
  if (sign == U'|' || sign == U';') {
    // Told once: the brackets that are missing go around all of them.
    if (std::exchange(has_stray_separator_, true)) return;
    Error(column, code::kStraySeparator,
          absl::StrFormat("%s stands outside of brackets", written),
          sign == U'|' ? "put the alternatives into brackets, (a|b), or write "
                         "two templates; \\| is the sign"
                       : "put the parts into brackets, (a;b); \\; is the sign");
    return;
  }
  Error(column, code::kStrayBracket,
        absl::StrFormat("%s closes nothing", written),
        absl::StrFormat("remove it, or write \\%s for the sign", written));
}

}  // namespace wanyan::internal
