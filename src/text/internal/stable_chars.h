#ifndef WANYAN_TEXT_INTERNAL_STABLE_CHARS_H_
#define WANYAN_TEXT_INTERNAL_STABLE_CHARS_H_

#include <cstdint>
#include <span>

#include "text/folded_text.h"

namespace wanyan::internal {

// FoldedText::stable_size() of characters that are not yet altered by marks nor
// thinned out by the mode. Usually constant; linear where the last line is one
// word or holds backticks.
uint32_t StableChars(std::span<const FoldedChar> chars);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_STABLE_CHARS_H_
