#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

#include "text/internal/clause_marks.h"
#include "text/internal/masks.h"

// Placeholders that a template left for someone to fill: {x}, {{x}}, %s, %1$d,
// [订单号]. Braces are rare in prose and may hold nearly anything. Brackets are
// not rare, so that only what looks like a label counts: a few words, no marks
// but _ - . / #, and no Markdown link.

namespace wanyan::internal {
namespace {

// Names and formats such as {order.items[0].price, number} fit well.
constexpr size_t kMaxBracedChars = 64;
// [your order number], [请填写您的订单号码].
constexpr size_t kMaxLabelChars = 24;
constexpr size_t kMaxLabelHanChars = 10;
constexpr size_t kMaxLabelSpaces = 2;
// Mustache writes up to three braces.
constexpr size_t kMaxBraces = 3;
// %012.3lld is long already.
constexpr size_t kMaxConversionChars = 16;

static_assert(kMaxBracedChars + 2 * kMaxBraces < kMaxPlaceholderChars);
static_assert(kMaxLabelChars + 2 < kMaxPlaceholderChars);
static_assert(kMaxConversionChars < kMaxPlaceholderChars);

bool IsOneOf(std::u32string_view set, char32_t c) {
  return set.find(c) != set.npos;
}

class BraceMasker {
 public:
  explicit BraceMasker(std::span<FoldedChar> chars) : chars_(chars) {}

  void Run() {
    for (size_t i = 0; i < chars_.size(); ++i) {
      if (chars_[i].value == U'{') {
        open_ = i;
      } else if (chars_[i].value == U'}') {
        if (open_) MaskBetween(*open_, i);
        open_.reset();
      } else if (EndsSentence(chars_, i)) {
        open_.reset();
      }
    }
  }

 private:
  void MaskBetween(size_t open, size_t close) {
    const size_t length = close - open - 1;
    if (length == 0 || length > kMaxBracedChars) return;
    size_t more = 0;
    while (more + 1 < kMaxBraces && HasBracesAround(open, close, more)) ++more;
    Mask(chars_.subspan(open - more, close - open + 2 * more + 1));
  }

  // Whether `more` pairs of braces around the pair at `open` and `close` have
  // yet another around them.
  bool HasBracesAround(size_t open, size_t close, size_t more) const {
    return open > more && close + more + 1 < chars_.size() &&
           chars_[open - more - 1].value == U'{' &&
           chars_[close + more + 1].value == U'}';
  }

  std::span<FoldedChar> chars_;
  std::optional<size_t> open_;
};

class LabelMasker {
 public:
  explicit LabelMasker(std::span<FoldedChar> chars) : chars_(chars) {}

  void Run() {
    for (size_t i = 0; i < chars_.size(); ++i) {
      if (chars_[i].value == U'[') {
        open_ = i;
      } else if (chars_[i].value == U']') {
        if (open_ && IsLabel(*open_ + 1, i) && !IsLinkText(i)) {
          Mask(chars_.subspan(*open_, i + 1 - *open_));
        }
        open_.reset();
      }
    }
  }

 private:
  bool IsLabel(size_t begin, size_t end) const {
    if (end - begin > kMaxLabelChars) return false;
    size_t letters = 0;
    size_t han = 0;
    size_t spaces = 0;
    for (size_t i = begin; i < end; ++i) {
      const FoldedChar& c = chars_[i];
      if (!MayStandInLabel(c)) return false;
      if (IsLetter(c)) ++letters;
      if (c.Is(kHanChar)) ++han;
      if (c.Is(kSpaceChar)) ++spaces;
    }
    return letters > 0 && han <= kMaxLabelHanChars && spaces <= kMaxLabelSpaces;
  }

  static bool IsLetter(const FoldedChar& c) {
    return c.Is(kHanChar) || (c.Is(kWordChar) && !c.Is(kDigitChar));
  }

  static bool MayStandInLabel(const FoldedChar& c) {
    return c.Is(kHanChar) || c.Is(kWordChar) || c.Is(kSpaceChar) ||
           IsOneOf(U"_-./#", c.value);
  }

  // [text](address) shows its text.
  bool IsLinkText(size_t close) const {
    return close + 1 < chars_.size() && chars_[close + 1].value == U'(';
  }

  std::span<FoldedChar> chars_;
  std::optional<size_t> open_;
};

// printf's conversions, as C, Python and iOS write them: %s, %d, %1$s, %.2f,
// %ld. Not 20%discount: nothing of a word may stand before or behind.
class FormatMasker {
 public:
  explicit FormatMasker(std::span<FoldedChar> chars) : chars_(chars) {}

  void Run() {
    for (size_t i = 0; i < chars_.size(); ++i) {
      if (At(i) != U'%' || IsWord(i - 1)) continue;
      const size_t end = ConversionEnd(i + 1);
      if (end > i) Mask(chars_.subspan(i, end - i));
    }
  }

 private:
  // U+0000 outside the text.
  char32_t At(size_t i) const {
    return i < chars_.size() ? AsciiAsSent(chars_[i]) : 0;
  }

  bool IsWord(size_t i) const {
    return i < chars_.size() && chars_[i].Is(kWordChar);
  }

  size_t SkipAll(std::u32string_view set, size_t i) const {
    while (IsOneOf(set, At(i))) ++i;
    return i;
  }

  // The end of the conversion whose % stands before `begin`; 0 where there is
  // none.
  size_t ConversionEnd(size_t begin) const {
    size_t i = SkipAll(U"0123456789$", begin);
    i = SkipAll(U"+-#", i);
    i = SkipAll(U"0123456789.", i);
    i = SkipAll(U"hlzq", i);
    const bool is_conversion = IsOneOf(U"sdifuxgec@", At(i)) &&
                               !IsWord(i + 1) &&
                               i - begin < kMaxConversionChars;
    return is_conversion ? i + 1 : 0;
  }

  std::span<FoldedChar> chars_;
};

}  // namespace

void MaskPlaceholders(std::span<FoldedChar> chars) {
  BraceMasker(chars).Run();
  LabelMasker(chars).Run();
  FormatMasker(chars).Run();
}

}  // namespace wanyan::internal
