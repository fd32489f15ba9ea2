#include "text/internal/clause_marks.h"

namespace wanyan::internal {
namespace {

// A full stop in a number or an abbreviation ends nothing.
bool IsFinalFullStop(std::span<const FoldedChar> chars, size_t i) {
  if (chars[i].value != U'.') return false;
  return i + 1 == chars.size() || chars[i + 1].Is(kSpaceChar) ||
         chars[i + 1].Is(kLineBreakChar);
}

// 1,000 and 10:30, also 10：30; but not 100，3: Chinese groups no digits with
// its comma, it only writes no space behind it.
bool MayStandInNumber(const FoldedChar& c) {
  const bool is_ascii_comma = c.value == U',' && c.original.size() == 1;
  return is_ascii_comma || c.value == U':' || c.value == U'：';
}

bool IsBetweenDigits(std::span<const FoldedChar> chars, size_t i) {
  return i > 0 && chars[i - 1].Is(kDigitChar) && i + 1 < chars.size() &&
         chars[i + 1].Is(kDigitChar);
}

bool EndsClause(std::span<const FoldedChar> chars, size_t i) {
  return chars[i].Is(kClauseEndChar) &&
         !(MayStandInNumber(chars[i]) && IsBetweenDigits(chars, i));
}

}  // namespace

bool EndsSentence(std::span<const FoldedChar> chars, size_t i) {
  return chars[i].Is(kSentenceEndChar) || IsFinalFullStop(chars, i);
}

void SetClauseEnds(std::span<FoldedChar> chars) {
  for (size_t i = 0; i < chars.size(); ++i) {
    uint16_t ends = 0;
    if (!chars[i].Is(kMaskedChar)) {
      if (EndsClause(chars, i)) ends |= kClauseEndChar;
      if (EndsSentence(chars, i)) ends |= kClauseEndChar | kSentenceEndChar;
    }
    constexpr uint16_t kEnds = kClauseEndChar | kSentenceEndChar;
    chars[i].traits = static_cast<uint16_t>((chars[i].traits & ~kEnds) | ends);
  }
}

}  // namespace wanyan::internal
