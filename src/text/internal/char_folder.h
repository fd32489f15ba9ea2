#ifndef WANYAN_TEXT_INTERNAL_CHAR_FOLDER_H_
#define WANYAN_TEXT_INTERNAL_CHAR_FOLDER_H_

#include <string_view>
#include <vector>

#include "text/folded_text.h"

// The first stage of folding: from bytes to characters, one after the other.
// Sets values, ranges and the traits that a character has wherever it stands;
// kAltered and all that depends on the text around is left to later stages.

namespace wanyan::internal {

enum class HanSpaces { kDrop, kKeep };

// Steps 1 to 5 of text/folded_text.h. With kKeep, white space between Han
// characters becomes U+0020 as anywhere else.
std::vector<FoldedChar> FoldChars(std::string_view utf8, HanSpaces han_spaces);

// One character for each code point, unchanged.
std::vector<FoldedChar> CharsAsTheyAre(std::string_view utf8);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_CHAR_FOLDER_H_
