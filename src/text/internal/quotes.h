#ifndef WANYAN_TEXT_INTERNAL_QUOTES_H_
#define WANYAN_TEXT_INTERNAL_QUOTES_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "text/folded_text.h"

namespace wanyan::internal {

// What stands further apart is no quotation but two marks that someone forgot
// to pair; it must not lift a rule from half of a reply.
inline constexpr uint32_t kMaxQuotedChars = 200;

// Sets kQuotedChar between paired quotation marks (phrasebooks/README.md, "What
// matches"), the marks themselves left out. `chars` come from `utf8`, whose
// spelling of the marks decides what pairs with what. Comes after SetMasks():
// marks inside masks do not count. Linear in the text.
void SetQuoted(std::string_view utf8, std::span<FoldedChar> chars);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_QUOTES_H_
