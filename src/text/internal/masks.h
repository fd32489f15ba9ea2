#ifndef WANYAN_TEXT_INTERNAL_MASKS_H_
#define WANYAN_TEXT_INTERNAL_MASKS_H_

#include <cstddef>
#include <span>

#include "text/folded_text.h"

// Masked stretches: text that is no wording. phrasebooks/README.md, "What
// matches", gives the rule of each kind; every kind has its own file.

namespace wanyan::internal {

// No placeholder is longer, its brackets counted and the character behind that
// may tell it from a link.
inline constexpr size_t kMaxPlaceholderChars = 71;

// Sets kMaskedChar on all of them. Linear in the text.
void SetMasks(std::span<FoldedChar> chars);

// The kinds. Each looks at the characters alone, so that their order does not
// matter.
void MaskUrls(std::span<FoldedChar> chars);
void MaskEmailAddresses(std::span<FoldedChar> chars);
void MaskCode(std::span<FoldedChar> chars);
void MaskPlaceholders(std::span<FoldedChar> chars);

// `c` in lower case if the text has it as one ASCII byte, else U+0000: the full
// width ： is no part of a URL.
inline char32_t AsciiAsSent(const FoldedChar& c) {
  if (c.original.size() != 1) return 0;
  const bool is_capital = c.value >= U'A' && c.value <= U'Z';
  return is_capital ? c.value - U'A' + U'a' : c.value;
}

inline bool IsAsciiLetter(char32_t c) { return c >= U'a' && c <= U'z'; }
inline bool IsAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

inline void Mask(std::span<FoldedChar> chars) {
  for (FoldedChar& c : chars) c.traits |= kMaskedChar;
}

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_MASKS_H_
