#include "text/internal/quotes.h"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "text/utf8.h"

namespace wanyan::internal {
namespace {

// Marks pair within their family only.
enum Family : uint8_t {
  kCurlyDouble,
  kCurlySingle,
  kCorner,
  kWhiteCorner,
  kGuillemet,
  kStraight,
  kFamilyCount,
};

struct QuoteMark {
  char32_t spelling;
  Family family;
  bool may_open;
  bool may_close;
};

// “ opens “English” and closes „eesti“. The ASCII apostrophe is none of them.
constexpr QuoteMark kQuoteMarks[] = {
    {U'„', kCurlyDouble, true, false},  {U'“', kCurlyDouble, true, true},
    {U'”', kCurlyDouble, false, true},  {U'‘', kCurlySingle, true, false},
    {U'’', kCurlySingle, false, true},  {U'「', kCorner, true, false},
    {U'」', kCorner, false, true},      {U'｢', kCorner, true, false},
    {U'｣', kCorner, false, true},       {U'﹁', kCorner, true, false},
    {U'﹂', kCorner, false, true},      {U'『', kWhiteCorner, true, false},
    {U'』', kWhiteCorner, false, true}, {U'﹃', kWhiteCorner, true, false},
    {U'﹄', kWhiteCorner, false, true}, {U'«', kGuillemet, true, false},
    {U'»', kGuillemet, false, true},    {U'"', kStraight, true, true},
    {U'＂', kStraight, true, true},     {U'″', kStraight, true, true},
};

std::optional<QuoteMark> FindQuoteMark(char32_t spelling) {
  for (const QuoteMark& mark : kQuoteMarks) {
    if (mark.spelling == spelling) return mark;
  }
  return std::nullopt;
}

struct Opener {
  uint32_t position;
  char32_t spelling;
};

class QuoteMarker {
 public:
  QuoteMarker(std::string_view utf8, std::span<FoldedChar> chars)
      : utf8_(utf8), chars_(chars) {}

  void Run() {
    for (uint32_t i = 0; i < chars_.size(); ++i) {
      if (const auto mark = QuoteMarkAt(i)) Take(*mark, i);
    }
    SetTraits();
  }

 private:
  std::optional<QuoteMark> QuoteMarkAt(uint32_t i) const {
    const FoldedChar& c = chars_[i];
    if (!c.Is(kPunctuationChar) || c.Is(kMaskedChar)) return std::nullopt;
    // ″ folds to two characters and is one mark.
    const bool is_continued = i > 0 && chars_[i - 1].original == c.original;
    if (is_continued) return std::nullopt;
    size_t offset = c.original.begin;
    auto mark = FindQuoteMark(DecodeUtf8(utf8_, &offset));
    if (!mark) return std::nullopt;
    if (mark->family == kCurlySingle && IsInsideWord(i)) return std::nullopt;
    // 12" is a length: behind a digit a straight mark closes or is none.
    if (mark->family == kStraight && IsBehindDigit(i)) mark->may_open = false;
    return mark;
  }

  bool IsInsideWord(uint32_t i) const {
    return i > 0 && chars_[i - 1].Is(kWordChar) && i + 1 < chars_.size() &&
           chars_[i + 1].Is(kWordChar);
  }

  bool IsBehindDigit(uint32_t i) const {
    return i > 0 && chars_[i - 1].Is(kDigitChar);
  }

  void Take(const QuoteMark& mark, uint32_t position) {
    std::vector<Opener>& openers = openers_[mark.family];
    // Openers further down are further away still.
    const bool is_too_far =
        !openers.empty() &&
        position - openers.back().position - 1 > kMaxQuotedChars;
    if (is_too_far) openers.clear();
    if (!openers.empty() && Closes(mark, openers.back())) {
      pairs_.push_back({MarkEnd(openers.back().position), position});
      openers.pop_back();
    } else if (mark.may_open) {
      openers.push_back({position, mark.spelling});
    }
  }

  // Behind the last of the characters that the mark at `position` folds to.
  uint32_t MarkEnd(uint32_t position) const {
    uint32_t end = position + 1;
    while (chars_[end].original == chars_[position].original) ++end;
    return end;
  }

  static bool Closes(const QuoteMark& mark, const Opener& opener) {
    if (mark.spelling == U'“') return opener.spelling == U'„';
    return mark.may_close;
  }

  // Pairs may nest, so they are counted in and out: setting the traits of each
  // pair on its own would take quadratic time.
  void SetTraits() {
    if (pairs_.empty()) return;
    std::vector<int> depth_change(chars_.size() + 1);
    for (TextRange pair : pairs_) {
      ++depth_change[pair.begin];
      --depth_change[pair.end];
    }
    int depth = 0;
    for (size_t i = 0; i < chars_.size(); ++i) {
      depth += depth_change[i];
      if (depth > 0) chars_[i].traits |= kQuotedChar;
    }
  }

  std::string_view utf8_;
  std::span<FoldedChar> chars_;
  std::array<std::vector<Opener>, kFamilyCount> openers_;
  std::vector<TextRange> pairs_;
};

}  // namespace

void SetQuoted(std::string_view utf8, std::span<FoldedChar> chars) {
  QuoteMarker(utf8, chars).Run();
}

}  // namespace wanyan::internal
