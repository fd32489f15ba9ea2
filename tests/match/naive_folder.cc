#include "match/naive_folder.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace wanyan {
namespace {

using Text = std::u32string;

Text ToUtf32(const icu::UnicodeString& text) {
  Text result;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    result.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return result;
}

icu::UnicodeString FromUtf8(std::string_view utf8) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
}

bool IsOneOf(std::u32string_view set, char32_t c) {
  return set.find(c) != set.npos;
}

// ICU's view of characters has another integer type.
UChar32 Icu(char32_t c) { return static_cast<UChar32>(c); }

bool IsHan(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(Icu(c), &error) == USCRIPT_HAN;
}

bool IsMark(char32_t c) { return (U_GET_GC_MASK(Icu(c)) & U_GC_M_MASK) != 0; }

bool IsDigit(char32_t c) { return u_isdigit(Icu(c)) != 0; }

bool IsPunctuationOrSymbol(char32_t c) {
  return (U_GET_GC_MASK(Icu(c)) & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

bool WritesSpacesBetweenWords(UScriptCode script) {
  switch (script) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return false;
    default:
      return true;
  }
}

bool IsWordCharacter(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return (u_isalpha(Icu(c)) || IsDigit(c) || IsMark(c)) &&
         WritesSpacesBetweenWords(uscript_getScript(Icu(c), &error));
}

bool IsLineBreak(char32_t c) {
  return IsOneOf(U"\n\v\f\r\u0085\u2028\u2029", c);
}

bool IsOtherWhiteSpace(char32_t c) {
  return u_isUWhiteSpace(Icu(c)) && !IsLineBreak(c);
}

// Stands for each of the three full stops that an ellipsis folds to until it is
// known what ends a sentence: the ellipsis does, a full stop need not.
constexpr char32_t kEllipsisDot = U'\uE000';

// "Invisible characters dropped; Unicode NFKC case folding." ICU's mapping does
// both.
Text CaseFold(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc_cf =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  icu::UnicodeString text = FromUtf8(utf8);
  text.findAndReplace(u"\u2026", u"\uE000\uE000\uE000");
  return ToUtf32(nfkc_cf->normalize(text, error));
}

// "Traditional characters as Simplified ones", one to one.
char32_t Simplified(char32_t c) {
  if (c == U'妳') return U'你';
  if (c == U'著') return U'着';
  static std::map<char32_t, char32_t>* known = new std::map<char32_t, char32_t>;
  if (const auto it = known->find(c); it != known->end()) return it->second;
  static const icu::Transliterator* to_simplified = [] {
    UErrorCode error = U_ZERO_ERROR;
    return icu::Transliterator::createInstance("Traditional-Simplified",
                                               UTRANS_FORWARD, error);
  }();
  icu::UnicodeString one(Icu(c));
  to_simplified->transliterate(one);
  const Text result = ToUtf32(one);
  return (*known)[c] = result.size() == 1 ? result[0] : c;
}

// "Apostrophes, quotation marks and dashes as the ASCII ones."
char32_t AsciiMark(char32_t c) {
  if (IsOneOf(U"‘’‛ʼ", c)) return U'\'';
  if (IsOneOf(U"“”„‟«»「」『』", c)) return U'"';
  if (IsOneOf(U"‐‒–—―−", c)) return U'-';
  return c;
}

// "Line breaks kept", CR LF as one.
Text WithPlainLineBreaks(const Text& text) {
  Text result;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_lf_of_crlf =
        text[i] == U'\n' && i > 0 && text[i - 1] == U'\r';
    if (is_lf_of_crlf) continue;
    result.push_back(IsLineBreak(text[i]) ? U'\n' : text[i]);
  }
  return result;
}

// "White space between Han characters dropped, and other runs of it counted as
// one space."
Text WithFoldedWhiteSpace(const Text& text) {
  Text result;
  for (size_t i = 0; i < text.size();) {
    if (!IsOtherWhiteSpace(text[i])) {
      result.push_back(text[i++]);
      continue;
    }
    size_t end = i;
    while (end < text.size() && IsOtherWhiteSpace(text[end])) ++end;
    const bool between_han =
        i > 0 && IsHan(text[i - 1]) && end < text.size() && IsHan(text[end]);
    if (!between_han) result.push_back(U' ');
    i = end;
  }
  return result;
}

std::vector<FoldedChar> ToChars(const Text& text) {
  std::vector<FoldedChar> chars;
  for (char32_t c : text) chars.push_back({c, {}, 0});
  return chars;
}

void SetTraitsOfCharacters(std::vector<FoldedChar>& chars) {
  for (FoldedChar& c : chars) {
    const auto set_if = [&c](bool condition, CharTrait trait) {
      if (condition) c.traits |= trait;
    };
    set_if(IsHan(c.value), kHanChar);
    set_if(IsWordCharacter(c.value), kWordChar);
    set_if(IsDigit(c.value), kDigitChar);
    set_if(IsOtherWhiteSpace(c.value), kSpaceChar);
    set_if(IsLineBreak(c.value), kLineBreakChar);
    set_if(IsMark(c.value), kMarkChar);
    set_if(IsPunctuationOrSymbol(c.value), kPunctuationChar);
  }
}

// "A clause ends at ，,；;：:。！？!?… or a line break, but not at , . :
// between digits. A sentence ends at 。！？!?… or a line break, and at . before
// white space or the end; that ends the clause too."
void SetClauseTraits(std::vector<FoldedChar>& chars) {
  for (size_t i = 0; i < chars.size(); ++i) {
    const char32_t c = chars[i].value;
    const bool at_end = i + 1 == chars.size();
    const bool between_digits = i > 0 && chars[i - 1].Is(kDigitChar) &&
                                !at_end && chars[i + 1].Is(kDigitChar);
    const bool before_space_or_end = at_end || chars[i + 1].Is(kSpaceChar) ||
                                     chars[i + 1].Is(kLineBreakChar);
    const bool ends_sentence = IsOneOf(U"。！？!?…\n", c) ||
                               c == kEllipsisDot ||
                               (c == U'.' && before_space_or_end);
    const bool ends_clause = IsOneOf(U"，,；;：:", c) && !between_digits;
    if (ends_sentence) chars[i].traits |= kSentenceEndChar | kClauseEndChar;
    if (ends_clause) chars[i].traits |= kClauseEndChar;
  }
}

void ShowEllipsisDots(std::vector<FoldedChar>& chars) {
  for (FoldedChar& c : chars) {
    if (c.value == kEllipsisDot) {
      c.value = U'.';
      c.traits |= kPunctuationChar;
    }
  }
}

// "A letter changed by a combining mark is another letter."
void AlterMarkedLetters(std::vector<FoldedChar>& chars) {
  for (size_t i = 0; i + 1 < chars.size(); ++i) {
    const bool carries_mark =
        !chars[i].Is(kMarkChar) && chars[i + 1].Is(kMarkChar);
    if (carries_mark) chars[i].value |= kAltered;
  }
}

// "Tolerant folds, then drops punctuation and symbols that end no clause, and
// counts a repeated character once."
std::vector<FoldedChar> Tolerant(const std::vector<FoldedChar>& chars) {
  std::vector<FoldedChar> result;
  for (const FoldedChar& c : chars) {
    if (c.Is(kPunctuationChar) && !c.Is(kClauseEndChar)) continue;
    if (!result.empty() && result.back().value == c.value) continue;
    result.push_back(c);
  }
  return result;
}

}  // namespace

std::vector<FoldedChar> NaiveFold(std::string_view utf8, FoldMode mode) {
  Text text;
  if (mode == FoldMode::kExact) {
    text = ToUtf32(FromUtf8(utf8));
  } else {
    text = CaseFold(utf8);
    std::transform(text.begin(), text.end(), text.begin(), Simplified);
    std::transform(text.begin(), text.end(), text.begin(), AsciiMark);
    text = WithFoldedWhiteSpace(WithPlainLineBreaks(text));
  }
  std::vector<FoldedChar> chars = ToChars(text);
  SetTraitsOfCharacters(chars);
  SetClauseTraits(chars);
  ShowEllipsisDots(chars);
  AlterMarkedLetters(chars);
  return mode == FoldMode::kTolerant ? Tolerant(chars) : chars;
}

}  // namespace wanyan
