#ifndef WANYAN_TEXT_GRAPHEMES_H_
#define WANYAN_TEXT_GRAPHEMES_H_

#include <string_view>

#include "text/text_range.h"

namespace wanyan {

// The smallest range of whole extended grapheme clusters (UAX #29, ICU's
// tables) that covers `range`, in bytes of well-formed `utf8`. Cost is linear
// in the text around the range, not in all of it. Safe to call from any thread.
TextRange GrowToGraphemes(std::string_view utf8, TextRange range);

}  // namespace wanyan

#endif  // WANYAN_TEXT_GRAPHEMES_H_
