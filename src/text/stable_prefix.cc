#include "text/stable_prefix.h"

#include <algorithm>

namespace wanyan {
namespace {

// Where the last run of characters begins that composition, a URL or an e-mail
// address could still reach back into: these hold neither Han nor white space.
uint32_t LastRunBegin(const FoldedText& text) {
  uint32_t begin = text.size();
  while (begin > 0 && !text[begin - 1].Is(kHanChar) &&
         !text[begin - 1].Is(kSpaceChar) &&
         !text[begin - 1].Is(kLineBreakChar)) {
    --begin;
  }
  return begin;
}

// Where the first bracket or backtick of the last line begins that might open a
// placeholder or code.
uint32_t FirstOpenMask(const FoldedText& text) {
  uint32_t first = text.size();
  for (uint32_t i = text.size(); i > 0; --i) {
    const FoldedChar& c = text[i - 1];
    if (c.Is(kLineBreakChar)) break;
    if (c.value == U'{' || c.value == U'[' || c.value == U'`' ||
        c.value == U'%') {
      first = i - 1;
    }
  }
  return first;
}

}  // namespace

uint32_t StablePrefix(const FoldedText& text) {
  if (text.size() == 0) return 0;
  // The last character itself can always be altered by what follows it, and
  // with white space last, so can the character before it be no longer.
  return std::min({LastRunBegin(text), FirstOpenMask(text), text.size() - 1});
}

}  // namespace wanyan
