// Folding of any text: what FoldedText promises about every character and
// offset, and that it agrees with ICU.

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/check.h"
#include "text/folded_text.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

bool IsBorder(std::string_view utf8, uint32_t offset) {
  const bool inside = offset < utf8.size() && (utf8[offset] & '\xC0') == '\x80';
  return offset <= utf8.size() && !inside;
}

void CheckRanges(std::string_view utf8, const FoldedText& text) {
  TextRange before;
  for (const FoldedChar& c : text.chars()) {
    Require(!c.original.empty(), "a character stands for some bytes");
    Require(IsBorder(utf8, c.original.begin) && IsBorder(utf8, c.original.end),
            "ranges lie on code point borders");
    Require(before.begin <= c.original.begin && before.end <= c.original.end,
            "ranges are in order");
    before = c.original;
  }
}

void CheckTraits(const FoldedText& text) {
  for (const FoldedChar& c : text.chars()) {
    Require(!c.Is(kSentenceEndChar) || c.Is(kClauseEndChar),
            "the end of a sentence ends its clause");
    Require(
        !(c.Is(kMaskedChar) && c.Is(kClauseEndChar)) || c.Is(kLineBreakChar),
        "a mask ends no clause");
  }
}

void CheckUtf8(const FoldedText& text) {
  Require(!FirstIllFormedByte(text.utf8()), "folded text is well formed");
  for (uint32_t i = 0; i < text.size(); ++i) {
    Require(text.CharAtUtf8Offset(text.Utf8Offset(i)) == i,
            "offsets of folded text lead there and back");
  }
  Require(text.Utf8Offset(text.size()) == text.utf8().size(),
          "the last offset is the size");
}

void CheckPlaces(const FoldedText& text) {
  for (uint32_t i = 0; i <= text.size(); ++i) {
    for (TextRange stretch : {text.ClauseAt(i), text.SentenceAt(i)}) {
      Require(stretch.begin <= i && stretch.begin <= stretch.end &&
                  stretch.end <= text.size(),
              "clauses and sentences lie in the text");
    }
    text.IsWordEdge(i);
  }
  Require(text.stable_size() <= text.size(), "stable_size is a place");
}

std::string IcuFolded(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc_cf =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  std::string folded;
  nfkc_cf
      ->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(
                      utf8.data(), static_cast<int32_t>(utf8.size()))),
                  error)
      .toUTF8String(folded);
  return folded;
}

void CheckFolding(std::string_view utf8) {
  const FoldedText text = FoldedText::Fold(utf8);
  Require(FoldedText::Fold(text.utf8()).utf8() == text.utf8(),
          "folding twice is folding once");
  Require(FoldedText::Fold(IcuFolded(utf8)).utf8() == text.utf8(),
          "ICU's folding first changes nothing");
}

}  // namespace
}  // namespace wanyan

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wanyan;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (FirstIllFormedByte(bytes)) return 0;
  for (FoldMode mode :
       {FoldMode::kFolded, FoldMode::kExact, FoldMode::kTolerant}) {
    const FoldedText text = FoldedText::Fold(bytes, mode);
    CheckRanges(bytes, text);
    CheckTraits(text);
    CheckUtf8(text);
    CheckPlaces(text);
    FoldLiteral(bytes, mode);
  }
  CheckFolding(bytes);
  return 0;
}
