#ifndef WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_SIGNS_H_
#define WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_SIGNS_H_

#include <string>
#include <string_view>

namespace wanyan::internal {

// The signs of the template language; a backslash takes away their meaning.
inline constexpr std::u32string_view kTemplateSigns = U"()[]{}<>|;*^$\\";

inline bool IsTemplateSign(char32_t c) {
  return kTemplateSigns.find(c) != std::u32string_view::npos;
}

// The sign that a full-width character looks like, `（`; 0 for others.
char32_t SignOfFullWidth(char32_t c);

std::u32string DecodeAll(std::string_view utf8);
std::string EncodeAll(std::u32string_view code_points);

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_SIGNS_H_
