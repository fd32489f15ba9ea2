#include "text/folded_text.h"

#include <algorithm>

#include "text/internal/char_folder.h"
#include "text/internal/clause_marks.h"
#include "text/internal/masks.h"
#include "text/internal/quotes.h"
#include "text/internal/stable_chars.h"
#include "text/utf8.h"

// A text is folded in stages, each over all of its characters and each simple
// enough to be read on its own: bytes to characters, then what depends on the
// characters around (masks, the ends of clauses, quotations, combining marks),
// then what the mode drops.

namespace wanyan {
namespace {

std::vector<FoldedChar> ReadChars(std::string_view utf8, FoldMode mode,
                                  internal::HanSpaces han_spaces) {
  return mode == FoldMode::kExact ? internal::CharsAsTheyAre(utf8)
                                  : internal::FoldChars(utf8, han_spaces);
}

void AlterMarkedBases(std::span<FoldedChar> chars) {
  for (size_t i = 1; i < chars.size(); ++i) {
    if (chars[i].Is(kMarkChar) && !chars[i - 1].Is(kMarkChar)) {
      chars[i - 1].value |= kAltered;
    }
  }
}

bool IsNoise(const FoldedChar& c) {
  return c.Is(kPunctuationChar) && !c.Is(kClauseEndChar);
}

// Text that is masked does not run on outside of its mask.
bool Repeats(const FoldedChar& c, const FoldedChar& last) {
  return c.value == last.value && c.Is(kMaskedChar) == last.Is(kMaskedChar);
}

// A run counts as quoted if all of it is.
void ExtendRun(FoldedChar& run, const FoldedChar& c) {
  run.original.end = c.original.end;
  if (!c.Is(kQuotedChar)) run.traits &= static_cast<uint16_t>(~kQuotedChar);
}

std::vector<FoldedChar> WithoutNoiseAndRepeats(
    std::span<const FoldedChar> chars) {
  std::vector<FoldedChar> result;
  for (const FoldedChar& c : chars) {
    if (IsNoise(c)) continue;
    if (!result.empty() && Repeats(c, result.back())) {
      ExtendRun(result.back(), c);
    } else {
      result.push_back(c);
    }
  }
  return result;
}

}  // namespace

FoldedText FoldedText::Fold(std::string_view utf8, FoldMode mode) {
  FoldedText text;
  text.chars_ = ReadChars(utf8, mode, internal::HanSpaces::kDrop);
  internal::SetMasks(text.chars_);
  internal::SetClauseEnds(text.chars_);
  internal::SetQuoted(utf8, text.chars_);
  text.stable_size_ = internal::StableChars(text.chars_);
  AlterMarkedBases(text.chars_);
  if (mode == FoldMode::kTolerant) text.DropNoiseAndRepeats();
  text.BuildIndex();
  return text;
}

void FoldedText::DropNoiseAndRepeats() {
  const std::span<const FoldedChar> chars = chars_;
  const size_t stable =
      WithoutNoiseAndRepeats(chars.first(stable_size_)).size();
  // The last run of what is stable may go on.
  stable_size_ = static_cast<uint32_t>(stable == 0 ? 0 : stable - 1);
  chars_ = WithoutNoiseAndRepeats(chars);
}

void FoldedText::BuildIndex() {
  utf8_offsets_.reserve(chars_.size() + 1);
  for (const FoldedChar& c : chars_) {
    utf8_offsets_.push_back(static_cast<uint32_t>(utf8_.size()));
    AppendUtf8(c.value & ~kAltered, &utf8_);
  }
  utf8_offsets_.push_back(static_cast<uint32_t>(utf8_.size()));
  clauses_ = Split(kClauseEndChar);
  sentences_ = Split(kSentenceEndChar);
}

std::vector<FoldedText::Stretch> FoldedText::Split(CharTrait mark) const {
  std::vector<Stretch> stretches;
  uint32_t begin = 0;
  do {
    uint32_t end = begin;
    while (end < size() && !chars_[end].Is(mark)) ++end;
    uint32_t marks_end = end;
    while (marks_end < size() && chars_[marks_end].Is(mark)) ++marks_end;
    stretches.push_back({{begin, end}, marks_end});
    begin = marks_end;
  } while (begin < size());
  return stretches;
}

TextRange FoldedText::BodyAt(const std::vector<Stretch>& stretches,
                             uint32_t position) {
  const auto it = std::partition_point(
      stretches.begin(), stretches.end(),
      [position](const Stretch& s) { return s.marks_end <= position; });
  return it == stretches.end() ? stretches.back().body : it->body;
}

TextRange FoldedText::ClauseAt(uint32_t position) const {
  return BodyAt(clauses_, position);
}

TextRange FoldedText::SentenceAt(uint32_t position) const {
  return BodyAt(sentences_, position);
}

bool FoldedText::IsWordEdge(uint32_t position) const {
  const auto is = [this](uint32_t i, CharTrait trait) {
    return i < size() && chars_[i].Is(trait);
  };
  const auto is_one_of = [this](uint32_t i, std::u32string_view set) {
    return i < size() && set.find(chars_[i].value) != set.npos;
  };
  // Whether the character i joins the two beside it into one word. For i = 0
  // the index before it wraps around and names no character.
  const auto joins = [&](uint32_t i) {
    return (is_one_of(i, U"'") && is(i - 1, kWordChar) &&
            is(i + 1, kWordChar)) ||
           (is_one_of(i, U".,") && is(i - 1, kDigitChar) &&
            is(i + 1, kDigitChar));
  };
  const bool is_inside_letters =
      is(position - 1, kWordChar) && is(position, kWordChar);
  return !is_inside_letters && !joins(position - 1) && !joins(position);
}

uint32_t FoldedText::CharAtUtf8Offset(uint32_t offset) const {
  const auto it =
      std::lower_bound(utf8_offsets_.begin(), utf8_offsets_.end(), offset);
  return static_cast<uint32_t>(it - utf8_offsets_.begin());
}

std::u32string FoldLiteral(std::string_view utf8, FoldMode mode) {
  std::vector<FoldedChar> chars =
      ReadChars(utf8, mode, internal::HanSpaces::kKeep);
  internal::SetClauseEnds(chars);
  AlterMarkedBases(chars);
  if (mode == FoldMode::kTolerant) chars = WithoutNoiseAndRepeats(chars);
  std::u32string values;
  for (const FoldedChar& c : chars) values.push_back(c.value);
  return values;
}

}  // namespace wanyan
