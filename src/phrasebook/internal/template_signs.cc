#include "phrasebook/internal/template_signs.h"

#include "text/utf8.h"

namespace wanyan::internal {

char32_t SignOfFullWidth(char32_t c) {
  // U+FF01 to U+FF5E are ASCII's ! to ~. The full-width ; is left out: it is a
  // mark that Chinese text ends its clauses with.
  constexpr std::u32string_view kMistaken = U"()[]{}<>|";
  if (c < U'\uFF01' || c > U'\uFF5E') return 0;
  const char32_t ascii = c - U'\uFF01' + U'!';
  return kMistaken.find(ascii) != std::u32string_view::npos ? ascii : 0;
}

std::u32string DecodeAll(std::string_view utf8) {
  std::u32string code_points;
  for (size_t offset = 0; offset < utf8.size();) {
    code_points.push_back(DecodeUtf8(utf8, &offset));
  }
  return code_points;
}

std::string EncodeAll(std::u32string_view code_points) {
  std::string utf8;
  for (char32_t c : code_points) AppendUtf8(c, &utf8);
  return utf8;
}

}  // namespace wanyan::internal
