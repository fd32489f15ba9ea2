#ifndef WANYAN_TEXT_UTF8_H_
#define WANYAN_TEXT_UTF8_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "text/text_range.h"

// UTF-8 in and out. All functions are pure.

namespace wanyan {

// The offset of the first byte that is not part of well-formed UTF-8 (Unicode
// 15, table 3-7: no surrogates, no overlong forms, nothing above U+10FFFF);
// nullopt where all is well.
std::optional<size_t> FirstIllFormedByte(std::string_view bytes);

// Reads the code point at `*offset` of well-formed `utf8` and moves `*offset`
// behind it. `*offset` must be < utf8.size() and at a code point's start.
char32_t DecodeUtf8(std::string_view utf8, size_t* offset);

// Appends `code_point` (a Unicode scalar value).
void AppendUtf8(char32_t code_point, std::string* utf8);

// The number of code points in well-formed `utf8`.
size_t CountCodePoints(std::string_view utf8);

// The units in which a caller counts offsets.
enum class OffsetUnit { kUtf8, kUtf16, kCodePoint };

// Changes `range`, in bytes of well-formed `utf8` and at code point borders,
// into `unit`. Linear in the text before range.end.
TextRange ConvertRange(std::string_view utf8, TextRange range, OffsetUnit unit);

}  // namespace wanyan

#endif  // WANYAN_TEXT_UTF8_H_
