#ifndef WANYAN_TEXT_LETTER_CASE_H_
#define WANYAN_TEXT_LETTER_CASE_H_

#include <string>
#include <string_view>

namespace wanyan {

// Whether the first code point of well-formed `utf8` is an upper-case letter.
bool StartsWithUpperCase(std::string_view utf8);

// `utf8` with its first code point in title case (Unicode's simple mapping).
std::string CapitalizeFirst(std::string_view utf8);

}  // namespace wanyan

#endif  // WANYAN_TEXT_LETTER_CASE_H_
