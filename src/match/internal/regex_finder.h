#ifndef WANYAN_MATCH_INTERNAL_REGEX_FINDER_H_
#define WANYAN_MATCH_INTERNAL_REGEX_FINDER_H_

#include <re2/re2.h>

#include <vector>

#include "text/folded_text.h"
#include "text/text_range.h"

namespace wanyan::internal {

// Appends the cores of a regular expression, in characters: its matches one
// after another, leftmost and longest, but for empty ones, ones that touch
// masked characters and ones cut from a combining mark behind them. Returns
// false where it stopped at `max_matches`.
bool FindRegex(const re2::RE2& regex, const FoldedText& text, int max_matches,
               std::vector<TextRange>* cores);

}  // namespace wanyan::internal

#endif  // WANYAN_MATCH_INTERNAL_REGEX_FINDER_H_
