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

// So many numerals together, of which some are Han's, are a number that was
// spelled out; a year has four.
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

// What people put between the parts of a number, in any width.
bool IsInNumber(const FoldedChar& c) {
  constexpr std::u32string_view kSeparators = U"-., 、·()";
  return IsHanNumeral(c) || c.Is(kDigitChar) ||
         kSeparators.find(c.value) != kSeparators.npos;
}

// What no one writes into an address: white space, and Han's punctuation, which
// stands behind one without a space.
bool EndsAddress(const FoldedChar& c, std::string_view utf8) {
  if (c.Is(kSpaceChar) || c.Is(kLineBreakChar)) return true;
  return c.Is(kPunctuationChar) && c.value != U'/' &&
         static_cast<unsigned char>(utf8[c.original.begin]) >= 0x80;
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
    ForEachRun(IsInNumber, &Masker::MaskHanNumber);
    MaskAddresses();
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
    const auto numerals =
        std::count_if(run.begin(), run.end(), [](const FoldedChar& c) {
          return IsHanNumeral(c) || c.Is(kDigitChar);
        });
    if (static_cast<size_t>(numerals) < kMinHanNumerals) return;
    for (size_t i = 0; i < run.size(); ++i) {
      if (IsHanNumeral(run[i]) && !BeginsWord(run, i)) {
        Set(run[i], Mark::kDigit);
      }
    }
  }

  // Whether the character at `i` is the last of the run and the first of a word
  // behind a number: 12345678，一般.
  bool BeginsWord(CharRun run, size_t i) const {
    const CharRun chars = text_.chars();
    const CharRun rest(run.data() + i + 1, chars.data() + chars.size());
    return i + 1 == run.size() && i > 0 && !IsHanNumeral(run[i - 1]) &&
           !run[i - 1].Is(kDigitChar) && !rest.empty() &&
           IsWording(rest.front());
  }

  // Links, and names beside '@', in any script.
  void MaskAddresses() {
    const CharRun chars = text_.chars();
    for (size_t i = 0; i < chars.size(); ++i) {
      if (chars[i].value == U'@') {
        MaskBefore(i);
        MaskBehind(i);
      }
      const bool is_link = chars[i].value == U':' && i + 2 < chars.size() &&
                           chars[i + 1].value == U'/' &&
                           chars[i + 2].value == U'/';
      if (is_link) MaskBehind(i + 2);
    }
  }

  // What is tied to the character at `i` from its left: no punctuation.
  void MaskBefore(size_t i) {
    const CharRun chars = text_.chars();
    while (i-- > 0 && (IsWording(chars[i]) || IsInName(chars[i]))) {
      if (IsWording(chars[i])) Set(chars[i], Mark::kLetter);
    }
  }

  // What follows the character at `i` in an address.
  void MaskBehind(size_t i) {
    const CharRun chars = text_.chars();
    while (++i < chars.size() && !EndsAddress(chars[i], utf8_)) {
      if (IsWording(chars[i])) Set(chars[i], Mark::kLetter);
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
