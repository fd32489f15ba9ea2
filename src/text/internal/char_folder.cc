#include "text/internal/char_folder.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "text/internal/fold_table.h"
#include "text/internal/normalize.h"
#include "text/utf8.h"

namespace wanyan::internal {
namespace {

struct CodePoint {
  char32_t value;
  FoldEntry entry;
  TextRange range;
};

bool IsLineBreak(const CodePoint& c) {
  return (c.entry.Traits() & kLineBreakChar) != 0;
}

CodePoint ReadCodePoint(std::string_view utf8, size_t offset) {
  const auto begin = static_cast<uint32_t>(offset);
  const char32_t value = DecodeUtf8(utf8, &offset);
  return {value, FoldEntryOf(value), {begin, static_cast<uint32_t>(offset)}};
}

// Takes folded characters in order and joins white space and line breaks.
class FoldedChars {
 public:
  FoldedChars(size_t expected_size, HanSpaces han_spaces)
      : han_spaces_(han_spaces) {
    chars_.reserve(expected_size);
  }

  void Append(const FoldedChar& c) {
    if (c.Is(kSpaceChar) && EndsWith(kSpaceChar)) {
      chars_.back().original.end = c.original.end;
      return;
    }
    if (c.Is(kHanChar)) DropSpaceBehindHan();
    chars_.push_back(c);
  }

  // The LF of a CR LF belongs to the line break that the CR stands for.
  void ExtendLast(TextRange range) { chars_.back().original.end = range.end; }

  std::vector<FoldedChar> Take() { return std::move(chars_); }

 private:
  bool EndsWith(CharTrait trait) const {
    return !chars_.empty() && chars_.back().Is(trait);
  }

  void DropSpaceBehindHan() {
    const size_t size = chars_.size();
    if (han_spaces_ == HanSpaces::kDrop && EndsWith(kSpaceChar) && size >= 2 &&
        chars_[size - 2].Is(kHanChar)) {
      chars_.pop_back();
    }
  }

  std::vector<FoldedChar> chars_;
  HanSpaces han_spaces_;
};

class CharFolder {
 public:
  CharFolder(std::string_view utf8, HanSpaces han_spaces)
      : utf8_(utf8), folded_(utf8.size(), han_spaces) {}

  std::vector<FoldedChar> Run() {
    for (size_t offset = 0; offset < utf8_.size();) {
      const CodePoint c = ReadCodePoint(utf8_, offset);
      const size_t segment_end = SegmentEnd(c);
      if (segment_end == c.range.end) {
        FoldAlone(c);
      } else {
        FoldSegment({c.range.begin, static_cast<uint32_t>(segment_end)});
      }
      offset = segment_end;
    }
    return folded_.Take();
  }

 private:
  // Where the code points end that must be normalized together with `c`: those
  // behind it that interact with text before them, and dropped ones between.
  // Nothing interacts with a line break.
  size_t SegmentEnd(const CodePoint& c) const {
    size_t end = c.range.end;
    if (c.entry.Has(FoldEntry::kDropped) || IsLineBreak(c)) return end;
    for (size_t offset = end; offset < utf8_.size();) {
      const CodePoint next = ReadCodePoint(utf8_, offset);
      offset = next.range.end;
      if (next.entry.Has(FoldEntry::kInteracts)) {
        end = offset;
      } else if (!next.entry.Has(FoldEntry::kDropped)) {
        break;
      }
    }
    return end;
  }

  void FoldAlone(const CodePoint& c) {
    if (c.entry.Has(FoldEntry::kDropped)) return;
    if (c.value == U'\n' && last_ == U'\r') {
      folded_.ExtendLast(c.range);
    } else {
      AppendFoldOf(c);
    }
    last_ = c.value;
  }

  void FoldSegment(TextRange range) {
    std::u32string segment;
    for (size_t offset = range.begin; offset < range.end;) {
      const CodePoint c = ReadCodePoint(utf8_, offset);
      if (!c.entry.Has(FoldEntry::kDropped)) segment.push_back(c.value);
      offset = c.range.end;
    }
    for (char32_t value : NormalizeAndFoldCase(segment)) {
      AppendFoldOf({value, FoldEntryOf(value), range});
    }
    last_ = 0;
  }

  void AppendFoldOf(const CodePoint& c) {
    if (c.entry.Has(FoldEntry::kExpands)) {
      AppendExpansion(c);
    } else if (c.entry.Distance() == 0) {
      folded_.Append({c.value, c.range, c.entry.Traits()});
    } else {
      AppendFolded(FoldedValue(c.value, c.entry), c.range);
    }
  }

  // The parts of an ellipsis end a sentence, which the full stops that it folds
  // to would not.
  void AppendExpansion(const CodePoint& c) {
    const bool ends_sentence = (c.entry.Traits() & kSentenceEndChar) != 0;
    const uint16_t more = ends_sentence ? kSentenceEndChar | kClauseEndChar : 0;
    for (char32_t value : ExpansionOf(c.entry)) {
      AppendFolded(value, c.range, more);
    }
  }

  void AppendFolded(char32_t value, TextRange range, uint16_t more_traits = 0) {
    const uint16_t traits = FoldEntryOf(value).Traits();
    folded_.Append({value, range, static_cast<uint16_t>(traits | more_traits)});
  }

  std::string_view utf8_;
  FoldedChars folded_;
  // The last code point that was not dropped; 0 before the first, and where it
  // stood in a longer segment.
  char32_t last_ = 0;
};

}  // namespace

std::vector<FoldedChar> FoldChars(std::string_view utf8, HanSpaces han_spaces) {
  return CharFolder(utf8, han_spaces).Run();
}

std::vector<FoldedChar> CharsAsTheyAre(std::string_view utf8) {
  std::vector<FoldedChar> chars;
  chars.reserve(utf8.size());
  for (size_t offset = 0; offset < utf8.size();) {
    const CodePoint c = ReadCodePoint(utf8, offset);
    chars.push_back({c.value, c.range, c.entry.Traits()});
    offset = c.range.end;
  }
  return chars;
}

}  // namespace wanyan::internal
