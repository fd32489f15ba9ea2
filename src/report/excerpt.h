#ifndef WANYAN_REPORT_EXCERPT_H_
#define WANYAN_REPORT_EXCERPT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "text/text_range.h"

// Where a phrase stands in a reply, for people. Offsets are bytes of the reply,
// well-formed UTF-8. Nothing in the reply can steer the terminal.

namespace wanyan {

// The reply's text around a phrase, on one line of a terminal, and the marks
// that go under the phrase. Of a long line only a part is shown, of a phrase of
// several lines the first.
struct Excerpt {
  std::string text;
  std::string marks;
};

Excerpt MakeExcerpt(std::string_view reply, TextRange phrase);

// "1:7": line and column, from 1, the column in code points.
std::string LineAndColumn(std::string_view reply, uint32_t offset);

}  // namespace wanyan

#endif  // WANYAN_REPORT_EXCERPT_H_
