#include "service/mask_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "text/folded_text.h"
#include "text/text_range.h"
#include "text/utf8.h"

// The folded characters tell what is to be masked, whatever width or form it
// was written in; their map back to the original tells which bytes that is.

namespace wanyan {
namespace {

// What becomes of the characters that begin at a byte. The larger one counts.
enum class Mark : uint8_t { kNone, kLetter, kDigit };

// By the number of bytes, from one on.
constexpr std::array<std::string_view, 4> kLetterMarks = {"x", "χ", "ｘ", "𝗑"};
constexpr std::array<std::string_view, 4> kDigitMarks = {"#", "×", "＃", "🔢"};

// So many Han numerals together are a number that was spelled out; a year has
// four.
constexpr size_t kMinHanNumerals = 6;
constexpr std::string_view kHanNumerals =
    "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖";

bool IsHanNumeral(const FoldedChar& c) {
  static const std::u32string* const folded =
      new std::u32string(FoldLiteral(kHanNumerals, FoldMode::kFolded));
  return folded->find(c.value) != folded->npos;
}

bool IsWording(const FoldedChar& c) {
  return !c.Is(kPunctuationChar) && !c.Is(kSpaceChar) && !c.Is(kLineBreakChar);
}

// Characters that tie a word, a number and a sign to one name: a.b-c@d, AB_12.
bool IsInName(const FoldedChar& c) {
  constexpr std::u32string_view kTies = U"@_.-+";
  return c.Is(kWordChar) || kTies.find(c.value) != kTies.npos;
}

bool TellsAName(const FoldedChar& c) {
  return c.Is(kDigitChar) || c.value == U'@' || c.value == U'_';
}

class Masker {
 public:
  explicit Masker(std::string_view utf8)
      : utf8_(utf8), text_(FoldedText::Fold(utf8)), marks_(utf8.size()) {}

  std::string Run() {
    for (const FoldedChar& c : text_.chars()) {
      if (c.Is(kMaskedChar) && IsWording(c)) Set(c, Mark::kLetter);
      if (c.Is(kDigitChar)) Set(c, Mark::kDigit);
    }
    ForEachRun(IsInName, &Masker::MaskName);
    ForEachRun(
        [](const FoldedChar& c) { return IsHanNumeral(c) || c.value == U'-'; },
        &Masker::MaskHanNumber);
    return Overwrite();
  }

 private:
  using CharRun = std::span<const FoldedChar>;

  void Set(const FoldedChar& c, Mark mark) {
    for (uint32_t i = c.original.begin; i < c.original.end; ++i) {
      marks_[i] = std::max(marks_[i], mark);
    }
  }

  // Calls `mask` with each longest run of characters of a kind.
  void ForEachRun(bool (*is_of_kind)(const FoldedChar&),
                  void (Masker::*mask)(CharRun)) {
    const std::span<const FoldedChar> chars = text_.chars();
    for (auto begin = chars.begin(); begin != chars.end();) {
      const auto end = std::find_if_not(begin, chars.end(), is_of_kind);
      if (begin == end) {
        ++begin;
        continue;
      }
      (this->*mask)({begin, end});
      begin = end;
    }
  }

  void MaskName(CharRun run) {
    if (!std::any_of(run.begin(), run.end(), TellsAName)) return;
    for (const FoldedChar& c : run) {
      if (c.Is(kWordChar)) Set(c, Mark::kLetter);
    }
  }

  void MaskHanNumber(CharRun run) {
    const auto numerals = std::count_if(run.begin(), run.end(), IsHanNumeral);
    if (static_cast<size_t>(numerals) < kMinHanNumerals) return;
    for (const FoldedChar& c : run) {
      if (IsHanNumeral(c)) Set(c, Mark::kDigit);
    }
  }

  std::string Overwrite() const {
    std::string masked;
    masked.reserve(utf8_.size());
    for (size_t begin = 0; begin < utf8_.size();) {
      size_t end = begin;
      DecodeUtf8(utf8_, &end);
      const std::string_view original = utf8_.substr(begin, end - begin);
      switch (marks_[begin]) {
        case Mark::kNone:
          masked += original;
          break;
        case Mark::kLetter:
          masked += kLetterMarks[original.size() - 1];
          break;
        case Mark::kDigit:
          masked += kDigitMarks[original.size() - 1];
          break;
      }
      begin = end;
    }
    return masked;
  }

  const std::string_view utf8_;
  const FoldedText text_;
  std::vector<Mark> marks_;  // by byte
};

}  // namespace

std::string MaskText(std::string_view utf8) { return Masker(utf8).Run(); }

}  // namespace wanyan
