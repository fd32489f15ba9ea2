#ifndef WANYAN_REPORT_TERMINAL_CELLS_H_
#define WANYAN_REPORT_TERMINAL_CELLS_H_

#include <string>
#include <string_view>
#include <vector>

#include "text/text_range.h"

// Text as a terminal shows it. Terminals differ in rare scripts; this is right
// for Latin, Chinese, Japanese, Korean, combining marks, emoji and tabs.

namespace wanyan {

// One grapheme cluster on a line.
struct ShownGrapheme {
  // Its bytes in the line.
  TextRange bytes;
  // What to print: the same text, a tab as spaces, and a picture (␛) for what
  // would steer the terminal instead of being shown.
  std::string shown;
  // Cells it takes: 0 to 2, more for a tab.
  int width = 0;
};

// The grapheme clusters of `line`, well-formed UTF-8, as if it began in the
// terminal's first column.
std::vector<ShownGrapheme> LayOutLine(std::string_view line);

// `line` as LayOutLine shows it.
std::string Printable(std::string_view line);

}  // namespace wanyan

#endif  // WANYAN_REPORT_TERMINAL_CELLS_H_
