#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "text/folded_text.h"
#include "text/internal/fold_table.h"
#include "text/internal/function_words.h"
#include "text/internal/language_guess.h"
#include "text/locale.h"
#include "text/utf8.h"

// Chinese, Japanese and Korean show by their characters. For the rest there are
// two witnesses: the function words of English and Estonian, which a short
// service reply hardly does without, and CLD2, which knows all languages but
// takes "Yeah, go ahead." for Irish. Where they disagree, neither is believed;
// where only CLD2 speaks, it needs more text. The figures are from the
// dialogues that tests/text/detect_locale_test.cc counts.

namespace wanyan {
namespace {

// Enough to tell a language by; a longer text costs no more.
constexpr size_t kMaxSampleBytes = 4096;

// Letters and spaces, in bytes, that CLD2 must have seen to be believed alone:
// of the languages that we have words of, and of others.
constexpr int kMinBytesOfKnownLanguage = 12;
constexpr int kMinBytesOfOtherLanguage = 48;
// Japanese text has at least one kana to so many Han characters; a Chinese text
// that quotes の or カ has more of them.
constexpr size_t kMaxHanPerKana = 4;
// A reply in another language may name people and goods in Han characters: so
// many words for each of these make it no Chinese reply.
constexpr size_t kMinWordsPerHan = 2;

std::string_view Sample(std::string_view utf8) {
  if (utf8.size() <= kMaxSampleBytes) return utf8;
  size_t end = kMaxSampleBytes;
  // Back to where a code point begins.
  while (end > 0 && (static_cast<uint8_t>(utf8[end]) & 0xC0) == 0x80) --end;
  return utf8.substr(0, end);
}

bool IsKana(char32_t c) { return c >= U'\u3041' && c <= U'\u30FA'; }
bool IsHangul(char32_t c) {
  return (c >= U'\uAC00' && c <= U'\uD7A3') ||
         (c >= U'\u1100' && c <= U'\u11FF');
}

// What the unmasked text holds.
struct Content {
  size_t han = 0;
  size_t kana = 0;
  size_t hangul = 0;
  // Words of all other scripts.
  size_t words = 0;
  size_t english_words = 0;
  size_t estonian_words = 0;
  // The words with single spaces between.
  std::string text;
};

class ContentReader {
 public:
  explicit ContentReader(const FoldedText& text) : text_(text) {}

  Content Read() {
    for (uint32_t i = 0; i < text_.size();) {
      const uint32_t end = WordEnd(i);
      if (end > i) {
        TakeWord(i, end);
        i = end;
      } else {
        TakeChar(text_[i++]);
      }
    }
    return std::move(content_);
  }

 private:
  static bool IsWord(const FoldedChar& c) {
    return c.Is(kWordChar) && !c.Is(kMaskedChar) &&
           !IsHangul(c.value & ~kAltered);
  }

  uint32_t WordEnd(uint32_t i) const {
    uint32_t end = i;
    while (end < text_.size() && IsWord(text_[end])) {
      ++end;
      // can't
      const bool has_more = end < text_.size() && text_[end].value == U'\'' &&
                            !text_.IsWordEdge(end) && IsWord(text_[end + 1]);
      if (has_more) ++end;
    }
    return end;
  }

  void TakeWord(uint32_t begin, uint32_t end) {
    const uint32_t utf8_begin = text_.Utf8Offset(begin);
    const std::string_view word =
        std::string_view(text_.utf8())
            .substr(utf8_begin, text_.Utf8Offset(end) - utf8_begin);
    content_.text += word;
    content_.text += ' ';
    if (!text_[begin].Is(kDigitChar)) ++content_.words;
    const auto language = internal::LanguageOfFunctionWord(word);
    if (language == "en") ++content_.english_words;
    if (language == "et") ++content_.estonian_words;
  }

  void TakeChar(const FoldedChar& c) {
    if (c.Is(kMaskedChar)) return;
    const char32_t value = c.value & ~kAltered;
    if (c.Is(kHanChar)) ++content_.han;
    if (IsKana(value)) ++content_.kana;
    if (IsHangul(value)) ++content_.hangul;
  }

  const FoldedText& text_;
  Content content_;
};

// nullopt where no function word stands, or words of both languages.
std::optional<std::string> LanguageByFunctionWords(const Content& content) {
  if (content.english_words > 2 * content.estonian_words) return "en";
  if (content.estonian_words > 2 * content.english_words) return "et";
  return std::nullopt;
}

std::optional<std::string> LanguageByWords(const Content& content) {
  const auto by_words = LanguageByFunctionWords(content);
  const auto guess = internal::GuessLanguage(content.text);
  if (!guess) return by_words;
  if (by_words) {
    return guess->language == *by_words ? by_words : std::nullopt;
  }
  const bool is_known = guess->language == "en" || guess->language == "et";
  const int min_bytes =
      is_known ? kMinBytesOfKnownLanguage : kMinBytesOfOtherLanguage;
  if (guess->text_bytes < min_bytes) return std::nullopt;
  return NormalizeLocale(guess->language);
}

std::string ChineseLocale(std::string_view utf8) {
  switch (DetectHanScript(utf8)) {
    case HanScript::kSimplified:
      return "zh-Hans";
    case HanScript::kTraditional:
      return "zh-Hant";
    case HanScript::kNone:
      break;
  }
  return "zh";
}

}  // namespace

HanScript DetectHanScript(std::string_view utf8) {
  size_t simplified = 0;
  size_t traditional = 0;
  for (size_t offset = 0; offset < utf8.size();) {
    const internal::FoldEntry entry =
        internal::FoldEntryOf(DecodeUtf8(utf8, &offset));
    if (entry.Has(internal::FoldEntry::kOnlySimplified)) ++simplified;
    if (entry.Has(internal::FoldEntry::kOnlyTraditional)) ++traditional;
  }
  if (simplified == traditional) return HanScript::kNone;
  return simplified > traditional ? HanScript::kSimplified
                                  : HanScript::kTraditional;
}

std::optional<std::string> DetectLocale(std::string_view utf8) {
  const std::string_view sample = Sample(utf8);
  const Content content = ContentReader(FoldedText::Fold(sample)).Read();
  const size_t east_asian = content.han + content.kana + content.hangul;
  if (east_asian * kMinWordsPerHan < content.words || east_asian == 0) {
    return LanguageByWords(content);
  }
  if (east_asian <= content.words) return std::nullopt;
  if (content.hangul > content.han + content.kana) return "ko";
  if (content.kana * kMaxHanPerKana >= content.han && content.kana > 0) {
    return "ja";
  }
  return ChineseLocale(sample);
}

}  // namespace wanyan
