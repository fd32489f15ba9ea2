#include "text/letter_case.h"

#include <unicode/uchar.h>

#include "text/utf8.h"

namespace wanyan {

bool StartsWithUpperCase(std::string_view utf8) {
  if (utf8.empty()) return false;
  size_t offset = 0;
  return u_isupper(static_cast<UChar32>(DecodeUtf8(utf8, &offset)));
}

std::string CapitalizeFirst(std::string_view utf8) {
  if (utf8.empty()) return {};
  size_t offset = 0;
  const char32_t first = DecodeUtf8(utf8, &offset);
  std::string capitalized;
  AppendUtf8(static_cast<char32_t>(u_totitle(static_cast<UChar32>(first))),
             &capitalized);
  capitalized.append(utf8.substr(offset));
  return capitalized;
}

}  // namespace wanyan
