#include "text/internal/stable_chars.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "text/internal/masks.h"

// What text to come may change: the last code point, by a combining mark; white
// space before a Han character, and `, . :` before a digit, which are the last
// as well; and whatever may turn out to be masked.

namespace wanyan::internal {
namespace {

// Where the last character's code point begins: a combining mark can join it,
// and then changes the range of all characters that it folds to.
uint32_t LastSegmentBegin(std::span<const FoldedChar> chars) {
  const auto ends_before = [&chars](const FoldedChar& c) {
    return c.original.end != chars.back().original.end;
  };
  const auto last = std::find_if(chars.rbegin(), chars.rend(), ends_before);
  return static_cast<uint32_t>(chars.rend() - last);
}

// Where the last run of characters begins that composition, a URL or an e-mail
// address could still reach back into: these hold neither Han nor white space.
uint32_t LastRunBegin(std::span<const FoldedChar> chars) {
  const auto ends_run = [](const FoldedChar& c) {
    return c.Is(kHanChar) || c.Is(kSpaceChar) || c.Is(kLineBreakChar);
  };
  const auto last = std::find_if(chars.rbegin(), chars.rend(), ends_run);
  return static_cast<uint32_t>(chars.rend() - last);
}

// The first of the characters in `set` on the last line, in the last `window`
// characters; the end of the text where there is none.
uint32_t FirstOnLastLine(std::span<const FoldedChar> chars, size_t window,
                         std::u32string_view set) {
  size_t first = chars.size();
  const size_t begin = chars.size() - std::min(chars.size(), window);
  for (size_t i = chars.size(); i > begin; --i) {
    const FoldedChar& c = chars[i - 1];
    if (c.Is(kLineBreakChar)) break;
    if (set.find(c.value) != set.npos) first = i - 1;
  }
  return static_cast<uint32_t>(first);
}

}  // namespace

uint32_t StableChars(std::span<const FoldedChar> chars) {
  if (chars.empty()) return 0;
  return std::min({
      LastSegmentBegin(chars),
      LastRunBegin(chars),
      FirstOnLastLine(chars, kMaxPlaceholderChars, U"{[%"),
      // Code has no limit, and each backtick may change what others pair with.
      FirstOnLastLine(chars, chars.size(), U"`"),
  });
}

}  // namespace wanyan::internal
