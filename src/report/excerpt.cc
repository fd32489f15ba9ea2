#include "report/excerpt.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_format.h"
#include "report/terminal_cells.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

// An excerpt fits a line of 80 cells, with some of the text before the phrase.
constexpr int kExcerptCells = 76;
constexpr int kCellsBeforePhrase = 30;
// No excerpt needs more text than this on either side of a phrase's start; it
// keeps the cost of a finding from growing with its line.
constexpr uint32_t kExcerptBytes = 1024;

constexpr std::string_view kEllipsis = "…";

// The line of the reply that a phrase begins in, without its line break.
struct PhraseLine {
  int number = 1;
  TextRange bytes;
};

PhraseLine FindPhraseLine(std::string_view reply, uint32_t phrase_begin) {
  PhraseLine line;
  const std::string_view before = reply.substr(0, phrase_begin);
  line.number += static_cast<int>(std::ranges::count(before, '\n'));
  const size_t last_break = before.rfind('\n');
  line.bytes.begin = last_break == std::string_view::npos
                         ? 0
                         : static_cast<uint32_t>(last_break + 1);
  line.bytes.end = static_cast<uint32_t>(
      std::min(reply.find('\n', phrase_begin), reply.size()));
  if (line.bytes.end > phrase_begin && reply[line.bytes.end - 1] == '\r') {
    --line.bytes.end;
  }
  return line;
}

// `line` cut down to what an excerpt can show around the phrase.
TextRange CutAround(std::string_view reply, TextRange line,
                    uint32_t phrase_begin) {
  const auto splits_code_point = [&](uint32_t offset) {
    return offset < reply.size() &&
           (static_cast<unsigned char>(reply[offset]) & 0xC0) == 0x80;
  };
  TextRange cut = line;
  if (phrase_begin - line.begin > kExcerptBytes) {
    cut.begin = phrase_begin - kExcerptBytes;
    while (splits_code_point(cut.begin)) ++cut.begin;
  }
  if (line.end - phrase_begin > kExcerptBytes) {
    cut.end = phrase_begin + kExcerptBytes;
    while (splits_code_point(cut.end)) --cut.end;
  }
  return cut;
}

// Which of the graphemes are shown.
struct Window {
  size_t begin = 0;
  size_t end = 0;
};

Window ChooseWindow(const std::vector<ShownGrapheme>& graphemes,
                    size_t phrase) {
  Window window{phrase, phrase};
  int cells = 0;
  while (window.begin > 0 &&
         cells + graphemes[window.begin - 1].width <= kCellsBeforePhrase) {
    cells += graphemes[--window.begin].width;
  }
  while (window.end < graphemes.size() &&
         cells + graphemes[window.end].width <= kExcerptCells) {
    cells += graphemes[window.end++].width;
  }
  return window;
}

}  // namespace

Excerpt MakeExcerpt(std::string_view reply, TextRange phrase) {
  const TextRange line = FindPhraseLine(reply, phrase.begin).bytes;
  const TextRange cut = CutAround(reply, line, phrase.begin);
  const std::vector<ShownGrapheme> graphemes =
      LayOutLine(reply.substr(cut.begin, cut.size()));
  // The phrase, in bytes of the cut line.
  const TextRange in_cut = {phrase.begin - cut.begin, phrase.end - cut.begin};
  const auto first_of_phrase =
      std::ranges::find_if(graphemes, [&](const ShownGrapheme& grapheme) {
        return grapheme.bytes.end > in_cut.begin;
      });
  const Window window = ChooseWindow(
      graphemes, static_cast<size_t>(first_of_phrase - graphemes.begin()));

  Excerpt excerpt;
  if (window.begin > 0 || cut.begin > line.begin) {
    excerpt.text += kEllipsis;
    excerpt.marks += ' ';
  }
  for (size_t i = window.begin; i < window.end; ++i) {
    const ShownGrapheme& grapheme = graphemes[i];
    excerpt.text += grapheme.shown;
    excerpt.marks.append(static_cast<size_t>(grapheme.width),
                         grapheme.bytes.Overlaps(in_cut) ? '~' : ' ');
  }
  if (window.end < graphemes.size() || cut.end < line.end) {
    excerpt.text += kEllipsis;
  }
  excerpt.marks.erase(excerpt.marks.find_last_not_of(' ') + 1);
  return excerpt;
}

std::string LineAndColumn(std::string_view reply, uint32_t offset) {
  const PhraseLine line = FindPhraseLine(reply, offset);
  const size_t column = 1 + CountCodePoints(reply.substr(
                                line.bytes.begin, offset - line.bytes.begin));
  return absl::StrFormat("%d:%d", line.number, column);
}

}  // namespace wanyan
