#ifndef WANYAN_TEXT_FOLDED_TEXT_H_
#define WANYAN_TEXT_FOLDED_TEXT_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/text_range.h"

// Text as phrases are compared with it: folded, with a map back to the bytes
// that were sent.
//
//   FoldedText text = FoldedText::Fold(reply);         // reply: valid UTF-8
//   text.chars()[i].value                              // the folded character
//   text.OriginalRange({i, j})                         // bytes of `reply`
//
// Folding, in this order (phrasebooks/README.md, "What matches"):
//   1. default-ignorable code points (UCD) are dropped;
//   2. Unicode NFKC case folding, segment by segment, of the canonically
//      decomposed text (UAX #15; Unicode 3.13, D146);
//   3. Han characters become one of their class: Traditional ones Simplified,
//      regional variants the common form, one to one;
//   4. apostrophes, quotation marks and dashes become ' " -;
//   5. white space between two Han characters is dropped, every other run of it
//      becomes one U+0020; line breaks (CR LF counts as one) become U+000A and
//      are never dropped.
// A base character that still carries a combining mark gets kAltered set in its
// value, so that it equals no plain character; the mark follows as a character
// of its own. Folding folded text changes nothing.
//
// Immutable; any number of threads may read one. Costs time linear in the text.

namespace wanyan {

enum class FoldMode : uint8_t {
  kFolded,
  // Code points as they are, one character each.
  kExact,
  // Folded; then punctuation and symbols that end no clause are dropped and
  // a run of one character counts once.
  kTolerant,
};

// Set in FoldedChar::value of a base character that carries combining marks.
inline constexpr char32_t kAltered = 0x80000000;

// Facts about one folded character, as a set of bits.
enum CharTrait : uint16_t {
  kHanChar = 1 << 0,
  // A letter, digit or mark of a script that writes spaces between words.
  kWordChar = 1 << 1,
  kDigitChar = 1 << 2,
  kSpaceChar = 1 << 3,        // the folded U+0020
  kLineBreakChar = 1 << 4,    // the folded U+000A
  kMarkChar = 1 << 5,         // a combining mark (general category M)
  kPunctuationChar = 1 << 6,  // general category P or S
  // The character ends a clause or a sentence. A sentence's end ends the
  // clause as well, so kSentenceEndChar never stands without kClauseEndChar.
  kClauseEndChar = 1 << 7,
  kSentenceEndChar = 1 << 8,
  // Inside a URL, e-mail address, code in backticks or a placeholder.
  kMaskedChar = 1 << 9,
  // Inside paired quotation marks, the marks themselves not counted.
  kQuotedChar = 1 << 10,
};

struct FoldedChar {
  char32_t value = 0;
  // The bytes of the original text that it stands for. Characters that came
  // out of one original segment share one range.
  TextRange original;
  uint16_t traits = 0;

  bool Is(CharTrait trait) const { return (traits & trait) != 0; }
};

class FoldedText {
 public:
  // `utf8` must be well formed (FirstIllFormedByte in text/utf8.h says) and
  // shorter than 2^32 bytes; it is not kept.
  static FoldedText Fold(std::string_view utf8,
                         FoldMode mode = FoldMode::kFolded);

  std::span<const FoldedChar> chars() const { return chars_; }
  // In characters.
  uint32_t size() const { return static_cast<uint32_t>(chars_.size()); }
  const FoldedChar& operator[](uint32_t i) const { return chars_[i]; }

  // How many characters at the start stay as they are (value, range and traits
  // other than kQuotedChar) whatever text follows this one. Errs on the short
  // side.
  uint32_t stable_size() const { return stable_size_; }

  // The original bytes of the characters [range.begin, range.end), in
  // characters; not empty, within [0, size()].
  TextRange OriginalRange(TextRange range) const {
    return {chars_[range.begin].original.begin,
            chars_[range.end - 1].original.end};
  }

  // Whether a word may begin or end between characters position-1 and
  // position, 0 <= position <= size(): not between two word characters, nor at
  // an apostrophe between two of them, nor at . or , between two digits.
  bool IsWordEdge(uint32_t position) const;

  // The clause (sentence) that the character `position` stands in, in
  // characters, its closing marks not counted; for a closing mark, the clause
  // that it ends. Marks that follow one another close one clause together.
  // position may be size(): then the last one. Costs log of their number.
  TextRange ClauseAt(uint32_t position) const;
  TextRange SentenceAt(uint32_t position) const;

  // The folded text as UTF-8, kAltered left out, for regular expressions.
  const std::string& utf8() const { return utf8_; }
  // Where character i begins in utf8(), 0 <= i <= size().
  uint32_t Utf8Offset(uint32_t i) const { return utf8_offsets_[i]; }
  // The character that begins at `offset` of utf8(), or the first behind it.
  uint32_t CharAtUtf8Offset(uint32_t offset) const;

 private:
  FoldedText() = default;

  // A clause or sentence: `body`, and its closing marks from there to
  // marks_end.
  struct Stretch {
    TextRange body;
    uint32_t marks_end;
  };

  void DropNoiseAndRepeats();
  // Fills all that follows chars_ and stable_size_.
  void BuildIndex();
  std::vector<Stretch> Split(CharTrait mark) const;
  static TextRange BodyAt(const std::vector<Stretch>& stretches,
                          uint32_t position);

  std::vector<FoldedChar> chars_;
  uint32_t stable_size_ = 0;
  // In order, without gaps, up to size(); at least one.
  std::vector<Stretch> clauses_;
  std::vector<Stretch> sentences_;
  std::string utf8_;
  std::vector<uint32_t> utf8_offsets_;
};

// The characters that literal text of a template stands for: `utf8` folded as
// above, kAltered included; white space is kept as U+0020.
std::u32string FoldLiteral(std::string_view utf8, FoldMode mode);

}  // namespace wanyan

#endif  // WANYAN_TEXT_FOLDED_TEXT_H_
