#include <unicode/uchar.h>

#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/internal/template_grammar.h"

// Literal text, white space, escapes, word endings and anchors.

namespace wanyan::internal {
namespace {

bool IsLetterOrDigit(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) != 0;
}

}  // namespace

void TemplateParser::ParseLiteral(Builder* builder) {
  if (const char32_t sign = SignOfFullWidth(Peek())) {
    Warn(at_, code::kFullWidthSign,
         absl::StrFormat("the full-width %s is literal text",
                         Text(at_, at_ + 1)),
         absl::StrFormat("write %s if it was meant as a sign, \\%s if not",
                         EncodeAll({&sign, 1}), EncodeAll({&sign, 1})));
  }
  builder->literal.push_back(source_[at_++]);
}

void TemplateParser::ParseEscape(Builder* builder) {
  const size_t column = at_++;
  if (AtEnd()) {
    Error(column, code::kBadEscape, "nothing stands behind the backslash",
          "write \\\\ for a backslash");
    return;
  }
  const char32_t c = source_[at_++];
  if (!IsTemplateSign(c)) {
    Error(column, code::kBadEscape,
          absl::StrFormat("%s needs no backslash", Text(at_ - 1, at_)),
          "a backslash takes away the meaning of ( ) [ ] { } < > | ; * ^ $ \\ "
          "alone; write \\\\ for a backslash");
    return;
  }
  builder->literal.push_back(c);
}

void TemplateParser::ParseSpace(Builder* builder) {
  FlushLiteral(builder);
  while (!AtEnd() && IsTemplateSpace(Peek())) ++at_;
  builder->parts.push_back(MakePattern(SpaceNode{}));
}

// Folding may leave nothing (invisible characters) or make white space (U+00A8
// is a space with a diaeresis), so it comes before the cut into nodes.
void TemplateParser::FlushLiteral(Builder* builder) {
  const std::u32string folded = FoldLiteral(EncodeAll(builder->literal), mode_);
  builder->literal.clear();
  std::u32string chars;
  const auto flush = [&] {
    if (chars.empty()) return;
    builder->parts.push_back(
        MakePattern(LiteralNode{std::exchange(chars, {})}));
  };
  for (char32_t c : folded) {
    if (c == U' ' || c == U'\n') {
      flush();
      builder->parts.push_back(MakePattern(SpaceNode{}));
    } else {
      chars.push_back(c);
    }
  }
  flush();
}

void TemplateParser::ParseWordEnding(Builder* builder) {
  const size_t column = at_++;
  const char32_t before =
      builder->literal.empty() ? U'\0' : builder->literal.back();
  const FoldedText folded =
      FoldedText::Fold(EncodeAll({&before, 1}), FoldMode::kFolded);
  const bool is_word_letter = u_isalpha(static_cast<UChar32>(before)) &&
                              folded.size() > 0 && folded[0].Is(kWordChar);
  if (!is_word_letter) {
    Error(column, code::kBadWordEnding, "* stands behind no letter of a word",
          "it means any ending of the word before it, as in refund*; write \\* "
          "for the sign, {...} for anything in between");
    return;
  }
  if (IsLetterOrDigit(Peek())) {
    Error(column, code::kBadWordEnding,
          "* takes the rest of the word, so no letter can follow it",
          "write it at the end of the word, or {...} for anything in between");
    return;
  }
  FlushLiteral(builder);
  builder->parts.push_back(MakePattern(WordEndingNode{}));
}

// ---- Anchors ----

bool TemplateParser::HasWordBefore(size_t column) const {
  while (column > 0 && IsTemplateSpace(source_[column - 1])) --column;
  return column > 0 && IsLetterOrDigit(source_[column - 1]);
}

bool TemplateParser::HasWordBehind(size_t column) const {
  while (column < source_.size() && IsTemplateSpace(source_[column])) ++column;
  return column < source_.size() && IsLetterOrDigit(source_[column]);
}

void TemplateParser::ParseAnchor(Builder* builder) {
  const size_t column = at_;
  const char32_t sign = Peek();
  while (Accept(sign)) {
  }
  const bool is_start = sign == U'^';
  const bool is_double = at_ - column == 2;
  const std::string written = Text(column, at_);
  if (at_ - column > 2) {
    Error(column, code::kBadAnchor,
          absl::StrFormat("%s means nothing", written),
          is_start ? "^ is the start of a clause, ^^ of the reply"
                   : "$ is the end of a clause, $$ of the reply");
  } else if (is_start && HasWordBefore(column)) {
    Error(column, code::kBadAnchor,
          absl::StrFormat("%s is the start, so no word can stand before it",
                          written),
          "write \\^ for the sign");
  } else if (!is_start && HasWordBehind(at_)) {
    Error(column, code::kBadAnchor,
          absl::StrFormat("%s is the end, so no word can follow it", written),
          "write \\$ for the sign");
  }
  FlushLiteral(builder);
  builder->parts.push_back(MakePattern(AnchorNode{
      is_start ? (is_double ? AnchorNode::kTextStart : AnchorNode::kClauseStart)
               : (is_double ? AnchorNode::kTextEnd : AnchorNode::kClauseEnd)}));
}

}  // namespace wanyan::internal
