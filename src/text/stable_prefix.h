#ifndef WANYAN_TEXT_STABLE_PREFIX_H_
#define WANYAN_TEXT_STABLE_PREFIX_H_

#include <cstdint>

#include "text/folded_text.h"

namespace wanyan {

// How many characters at the start of a folded text stay as they are (value,
// range and traits other than kQuotedChar) whatever follows it. What may still
// change: a last character that a combining mark could alter, white space
// before a Han character, `, . :` before a digit, and what may turn out to be a
// URL, an address, code or a placeholder. Errs on the short side. Linear in the
// text at worst, usually constant.
uint32_t StablePrefix(const FoldedText& text);

}  // namespace wanyan

#endif  // WANYAN_TEXT_STABLE_PREFIX_H_
