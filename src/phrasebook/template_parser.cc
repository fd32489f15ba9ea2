#include "phrasebook/template_parser.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <utility>

#include "phrasebook/internal/template_grammar.h"
#include "phrasebook/internal/template_signs.h"
#include "phrasebook/limits.h"

namespace wanyan {

using internal::DecodeAll;
using internal::EncodeAll;

Pattern ParseTemplate(std::string_view source, FoldMode mode,
                      const TemplateNames& names,
                      std::vector<TemplateError>* errors,
                      std::vector<TemplateError>* warnings) {
  return internal::TemplateParser(source, mode, names, errors, warnings)
      .Parse();
}

std::vector<SetReference> SetReferencesOf(std::string_view source) {
  const std::u32string chars = DecodeAll(source);
  std::vector<SetReference> references;
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i] == U'\\') {
      ++i;
    } else if (chars[i] == U'<') {
      const size_t end = internal::FindSetEnd(chars, i + 1);
      if (end == std::u32string::npos) continue;
      std::string name =
          EncodeAll(std::u32string_view(chars).substr(i + 1, end - i - 1));
      if (!IsName(name)) continue;
      references.push_back({std::move(name), static_cast<int>(i)});
      i = end;
    }
  }
  return references;
}

bool IsName(std::string_view name) {
  const std::u32string chars = DecodeAll(name);
  if (chars.empty() || chars.size() > kMaxNameLength) return false;
  const auto is_letter = [](char32_t c) {
    return c == U'_' || u_isalpha(static_cast<UChar32>(c)) != 0;
  };
  return is_letter(chars[0]) &&
         std::all_of(chars.begin(), chars.end(), [&](char32_t c) {
           return is_letter(c) || c == U'-' ||
                  u_isdigit(static_cast<UChar32>(c)) != 0 ||
                  (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
         });
}

}  // namespace wanyan
