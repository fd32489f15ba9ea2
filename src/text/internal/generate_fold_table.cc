// Prints fold_table.inc: the two-stage table behind text/internal/fold_table.h.
// Runs once, while wanyan is built. Unicode facts come from ICU; which Han
// characters are variants of one another from ICU's Traditional-Simplified
// transliterator and OpenCC's conversions of Mainland, Taiwan and Hong Kong
// spelling.

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <opencc/SimpleConverter.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/folded_text.h"
#include "text/internal/fold_entry.h"

namespace wanyan::internal {
namespace {

constexpr char32_t kCodePointCount = 0x110000;

[[noreturn]] void Fail(std::string_view what) {
  std::fprintf(stderr, "generate_fold_table: %.*s\n",
               static_cast<int>(what.size()), what.data());
  std::exit(EXIT_FAILURE);
}

void Check(UErrorCode error) {
  if (U_FAILURE(error)) Fail(u_errorName(error));
}

UChar32 ToIcu(char32_t c) { return static_cast<UChar32>(c); }

std::u32string ToUtf32(const icu::UnicodeString& text) {
  std::u32string result;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    result.push_back(static_cast<char32_t>(text.char32At(i)));
  }
  return result;
}

bool IsSurrogate(char32_t c) { return U_IS_SURROGATE(c); }

bool IsOneOf(std::u32string_view set, char32_t c) {
  return set.find(c) != set.npos;
}

// ---------------------------------------------------------------------------
// Scripts.

bool IsHan(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  return uscript_getScript(ToIcu(c), &error) == USCRIPT_HAN;
}

// By the script extensions, so that marks and signs that several scripts share,
// such as ー of both kana, are seen as theirs.
bool BelongsToScriptWithoutWordSpaces(char32_t c) {
  constexpr std::array kScripts = {
      USCRIPT_HAN,  USCRIPT_HIRAGANA, USCRIPT_KATAKANA, USCRIPT_BOPOMOFO,
      USCRIPT_THAI, USCRIPT_LAO,      USCRIPT_KHMER,    USCRIPT_MYANMAR};
  return std::any_of(kScripts.begin(), kScripts.end(), [c](UScriptCode script) {
    return uscript_hasScript(ToIcu(c), script) != 0;
  });
}

// ---------------------------------------------------------------------------
// Traits.

bool IsLineBreak(char32_t c) {
  return IsOneOf(U"\n\v\f\r\u0085\u2028\u2029", c);
}

bool IsMark(char32_t c) { return (U_GET_GC_MASK(ToIcu(c)) & U_GC_M_MASK) != 0; }

bool IsWordChar(char32_t c) {
  constexpr uint32_t kLettersDigitsMarks =
      U_GC_L_MASK | U_GC_ND_MASK | U_GC_M_MASK;
  return (U_GET_GC_MASK(ToIcu(c)) & kLettersDigitsMarks) != 0 &&
         !BelongsToScriptWithoutWordSpaces(c);
}

bool IsPunctuation(char32_t c) {
  return (U_GET_GC_MASK(ToIcu(c)) & (U_GC_P_MASK | U_GC_S_MASK)) != 0;
}

// The marks of phrasebooks/README.md that end a clause or a sentence wherever
// they stand, with their full-width, half-width and vertical forms. The full
// stop is not among them: it depends on what follows.
constexpr std::u32string_view kSentenceMarks =
    U"!?。…"
    U"\uFF01\uFF1F\uFF61\uFE12\uFE15\uFE16\uFE19\uFE56\uFE57";
constexpr std::u32string_view kClauseMarks =
    U",;:"
    U"\uFF0C\uFF1B\uFF1A\uFE10\uFE13\uFE14\uFE50\uFE54\uFE55\u037E";

uint32_t TraitsOf(char32_t c) {
  uint32_t traits = 0;
  const auto set_if = [&traits](bool condition, uint32_t bits) {
    if (condition) traits |= bits;
  };
  set_if(IsHan(c), kHanChar);
  set_if(IsWordChar(c), kWordChar);
  set_if(u_isdigit(ToIcu(c)) != 0, kDigitChar);
  set_if(u_isUWhiteSpace(ToIcu(c)) && !IsLineBreak(c), kSpaceChar);
  set_if(IsLineBreak(c), kLineBreakChar | kClauseEndChar | kSentenceEndChar);
  set_if(IsMark(c), kMarkChar);
  set_if(IsPunctuation(c), kPunctuationChar);
  set_if(IsOneOf(kClauseMarks, c), kClauseEndChar);
  set_if(IsOneOf(kSentenceMarks, c), kClauseEndChar | kSentenceEndChar);
  return traits;
}

// ---------------------------------------------------------------------------
// The national character sets of the Mainland and Taiwan: good witnesses of
// what everyday text of either script writes.

class CharacterSet {
 public:
  explicit CharacterSet(const char* name) {
    UErrorCode error = U_ZERO_ERROR;
    USet* set = uset_openEmpty();
    UConverter* converter = ucnv_open(name, &error);
    ucnv_getUnicodeSet(converter, set, UCNV_ROUNDTRIP_SET, &error);
    Check(error);
    ucnv_close(converter);
    set_.reset(set);
  }

  bool Contains(char32_t c) const {
    return uset_contains(set_.get(), ToIcu(c)) != 0;
  }

 private:
  struct Close {
    void operator()(USet* set) const { uset_close(set); }
  };
  std::unique_ptr<USet, Close> set_;
};

const CharacterSet& Gb2312() {
  static const CharacterSet set("ibm-1383_P110-1999");
  return set;
}

const CharacterSet& Big5() {
  static const CharacterSet set("windows-950-2000");
  return set;
}

// ---------------------------------------------------------------------------
// Variants of one Han character.

// Groups code points into classes and names one member of each.
class VariantClasses {
 public:
  VariantClasses()
      : parent_(kCodePointCount), votes_(kCodePointCount), name_(parent_) {
    for (char32_t c = 0; c < kCodePointCount; ++c) parent_[c] = c;
  }

  // `simplified` is how some text writes `variant`.
  void Join(char32_t variant, char32_t simplified) {
    if (variant == simplified) return;
    ++votes_[simplified];
    parent_[Root(variant)] = Root(simplified);
  }

  // Comes last. A class is named by the everyday Simplified character that most
  // others are written as.
  void NameClasses() {
    for (char32_t c = 0; c < kCodePointCount; ++c) {
      char32_t& name = name_[Root(c)];
      if (name == 0 || IsBetterName(c, name)) name = c;
    }
  }

  char32_t Name(char32_t c) const { return name_[Root(c)]; }

 private:
  char32_t Root(char32_t c) const {
    while (parent_[c] != c) c = parent_[c];
    return c;
  }

  bool IsBetterName(char32_t c, char32_t name) const {
    const auto rank = [this](char32_t member) {
      return std::pair(Gb2312().Contains(member), votes_[member]);
    };
    return rank(c) > rank(name);
  }

  std::vector<char32_t> parent_;
  std::vector<int> votes_;
  std::vector<char32_t> name_;  // by root
};

// What OpenCC's configuration makes of single characters.
class OpenccCharacters {
 public:
  explicit OpenccCharacters(const std::string& config) : converter_(config) {}

  // `c` itself where the conversion is longer than one character.
  char32_t Convert(char32_t c) const {
    std::string utf8;
    icu::UnicodeString(ToIcu(c)).toUTF8String(utf8);
    const std::u32string result =
        ToUtf32(icu::UnicodeString::fromUTF8(converter_.Convert(utf8)));
    return result.size() == 1 ? result[0] : c;
  }

 private:
  opencc::SimpleConverter converter_;
};

// What ICU's transliterator makes of single characters.
class IcuCharacters {
 public:
  explicit IcuCharacters(const char* id) {
    UErrorCode error = U_ZERO_ERROR;
    transliterator_.reset(
        icu::Transliterator::createInstance(id, UTRANS_FORWARD, error));
    Check(error);
  }

  char32_t Convert(char32_t c) const {
    icu::UnicodeString text(ToIcu(c));
    transliterator_->transliterate(text);
    const std::u32string result = ToUtf32(text);
    return result.size() == 1 ? result[0] : c;
  }

 private:
  std::unique_ptr<icu::Transliterator> transliterator_;
};

// What conversions of the single character leave alone, because it depends on
// the word or because only some text writes it so. Both spellings of a word
// meet where both characters fold to one. Each pair: variant, simplified.
constexpr std::u32string_view kFurtherPairs =
    U"著着"   // 看著, but 著作
    U"覆复"   // 答覆, but 覆盖
    U"藉借"   // 藉口, but 慰藉
    U"彷仿"   // 彷彿, but 彷徨
    U"瞭了"   // 瞭解, but 瞭望
    U"祇只"   // 祇是, but 神祇
    U"徵征"   // 特徵, but 宫商角徵羽
    U"乾干"   // 乾净, but 乾坤
    U"畫划"   // 計畫, but 畫家
    U"沈沉"   // 沈没, but 沈阳
    U"鍊链"   // 項鍊, but 鍛鍊
    U"鍾锺"   // a name, else 钟
    U"牴抵"   // 牴觸
    U"迳径"   // 逕流
    U"劄札"   // 劄記
    U"箚札"   // 箚記
    U"揹背"   // 揹包
    U"伕夫"   // 車伕
    U"薰熏"   // 薰香
    U"馀余"   // where 余 would be taken for the name
    U"讬托"   // 请讬
    U"幷并"   // 兼收幷蓄
    U"甚什"   // 甚麼, but 甚至
    U"妳你"   // to a woman, in Taiwan
    U"牠它";  // of animals, in Taiwan and Hong Kong

struct HanVariants {
  VariantClasses classes;
  std::vector<bool> has_simplified = std::vector<bool>(kCodePointCount);
  std::vector<bool> has_traditional = std::vector<bool>(kCodePointCount);
};

HanVariants FindHanVariants() {
  const OpenccCharacters mainland("t2s.json");
  const OpenccCharacters from_taiwan("tw2s.json");
  const OpenccCharacters from_hong_kong("hk2s.json");
  const OpenccCharacters to_traditional("s2t.json");
  const IcuCharacters icu("Traditional-Simplified");
  HanVariants variants;
  for (char32_t c = 0; c < kCodePointCount; ++c) {
    if (IsSurrogate(c) || !IsHan(c)) continue;
    const char32_t simplified = mainland.Convert(c);
    for (char32_t form : {simplified, from_taiwan.Convert(c),
                          from_hong_kong.Convert(c), icu.Convert(c)}) {
      variants.classes.Join(c, form);
    }
    variants.has_simplified[c] = simplified != c;
    variants.has_traditional[c] = to_traditional.Convert(c) != c;
  }
  for (size_t i = 0; i < kFurtherPairs.size(); i += 2) {
    variants.classes.Join(kFurtherPairs[i], kFurtherPairs[i + 1]);
  }
  variants.classes.NameClasses();
  return variants;
}

// ---------------------------------------------------------------------------
// Which of the two scripts writes a character.

uint32_t ScriptFlags(char32_t c, const HanVariants& variants) {
  if (variants.has_simplified[c] && !Gb2312().Contains(c)) {
    return FoldEntry::kOnlyTraditional;
  }
  if (variants.has_traditional[c] && !Big5().Contains(c)) {
    return FoldEntry::kOnlySimplified;
  }
  return 0;
}

// ---------------------------------------------------------------------------
// Folding.

char32_t AsciiMark(char32_t c) {
  if (IsOneOf(U"‘’‚‛‹›ʼ′❛❜", c)) return U'\'';
  if (IsOneOf(U"“”„‟«»「」『』〝〞〟❝❞", c)) return U'"';
  if (IsOneOf(U"‐‒–—―−⸺⸻", c)) return U'-';
  return c;
}

class Folder {
 public:
  Folder() {
    UErrorCode error = U_ZERO_ERROR;
    nfkc_cf_ = icu::Normalizer2::getNFKCCasefoldInstance(error);
    nfd_ = icu::Normalizer2::getNFDInstance(error);
    nfc_ = icu::Normalizer2::getNFCInstance(error);
    Check(error);
  }

  const HanVariants& variants() const { return variants_; }

  bool InteractsWithTextBefore(char32_t c) const {
    return u_getCombiningClass(ToIcu(c)) != 0 ||
           !nfkc_cf_->hasBoundaryBefore(ToIcu(c)) ||
           !nfc_->hasBoundaryBefore(ToIcu(c));
  }

  std::u32string Fold(char32_t c) const {
    if (IsLineBreak(c)) return U"\n";
    std::u32string folded = NormalizeAndFoldCase(c);
    for (char32_t& value : folded) {
      value = u_isUWhiteSpace(ToIcu(value))
                  ? U' '
                  : AsciiMark(variants_.classes.Name(value));
    }
    return folded;
  }

 private:
  // Decomposed first, since case folding alone does not respect canonical
  // equivalence (Unicode 3.13, D145).
  std::u32string NormalizeAndFoldCase(char32_t c) const {
    UErrorCode error = U_ZERO_ERROR;
    const icu::UnicodeString decomposed =
        nfd_->normalize(icu::UnicodeString(ToIcu(c)), error);
    const std::u32string folded =
        ToUtf32(nfkc_cf_->normalize(decomposed, error));
    Check(error);
    return folded;
  }

  const icu::Normalizer2* nfkc_cf_;
  const icu::Normalizer2* nfd_;
  const icu::Normalizer2* nfc_;
  HanVariants variants_ = FindHanVariants();
};

// ---------------------------------------------------------------------------
// The table.

class Table {
 public:
  void Fill(const Folder& folder) {
    for (char32_t c = 0; c < kCodePointCount; ++c) {
      entries_.push_back(IsSurrogate(c) ? 0 : Entry(c, folder));
    }
  }

  void Print() const {
    const auto [index, blocks] = SharedBlocks();
    PrintArray("uint16_t kFoldBlockIndex[]", index);
    PrintArray("uint32_t kFoldBlocks[]", blocks);
    PrintArray("char32_t kFoldExpansions[]", expansions_);
  }

 private:
  uint32_t Entry(char32_t c, const Folder& folder) {
    uint32_t entry = TraitsOf(c) | ScriptFlags(c, folder.variants());
    const std::u32string folded = folder.Fold(c);
    if (folded.empty()) return entry | FoldEntry::kDropped;
    if (folder.InteractsWithTextBefore(c)) entry |= FoldEntry::kInteracts;
    const int32_t distance =
        static_cast<int32_t>(folded[0]) - static_cast<int32_t>(c);
    const bool is_near = std::abs(distance) <= FoldEntry::kMaxDistance;
    if (folded.size() == 1 && is_near) {
      return entry | static_cast<uint32_t>(distance)
                         << FoldEntry::kOperandShift;
    }
    return entry | FoldEntry::kExpands |
           AddExpansion(folded) << FoldEntry::kOperandShift;
  }

  // Stored as its length, then its characters.
  uint32_t AddExpansion(const std::u32string& folded) {
    const auto [it, is_new] = expansion_index_.try_emplace(
        folded, static_cast<uint32_t>(expansions_.size()));
    if (is_new) {
      expansions_.push_back(static_cast<uint32_t>(folded.size()));
      expansions_.insert(expansions_.end(), folded.begin(), folded.end());
    }
    return it->second;
  }

  struct Blocks {
    std::vector<uint32_t> index;
    std::vector<uint32_t> entries;
  };

  // Equal blocks are stored once.
  Blocks SharedBlocks() const {
    Blocks result;
    std::map<std::vector<uint32_t>, uint32_t> known;
    for (auto it = entries_.begin(); it != entries_.end();
         it += kFoldBlockSize) {
      const std::vector<uint32_t> block(it, it + kFoldBlockSize);
      const auto [entry, is_new] =
          known.try_emplace(block, static_cast<uint32_t>(known.size()));
      if (is_new) {
        result.entries.insert(result.entries.end(), block.begin(), block.end());
      }
      result.index.push_back(entry->second);
    }
    return result;
  }

  static void PrintArray(const char* declaration,
                         const std::vector<uint32_t>& values) {
    std::printf("constexpr %s = {", declaration);
    for (size_t i = 0; i < values.size(); ++i) {
      std::printf("%s%u,", i % 12 == 0 ? "\n" : "", values[i]);
    }
    std::printf("\n};\n");
  }

  std::vector<uint32_t> entries_;
  std::vector<uint32_t> expansions_;
  std::map<std::u32string, uint32_t> expansion_index_;
};

}  // namespace
}  // namespace wanyan::internal

int main() {
  using namespace wanyan::internal;
  try {
    Table table;
    table.Fill(Folder());
    table.Print();
  } catch (const std::exception& e) {  // OpenCC throws.
    Fail(e.what());
  }
  return EXIT_SUCCESS;
}
