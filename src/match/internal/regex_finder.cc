#include "match/internal/regex_finder.h"

#include <algorithm>
#include <string>

namespace wanyan::internal {
namespace {

bool IsWholeText(const FoldedText& text, TextRange core) {
  const auto chars = text.chars().subspan(core.begin, core.size());
  const bool masked =
      std::any_of(chars.begin(), chars.end(),
                  [](const FoldedChar& c) { return c.Is(kMaskedChar); });
  const bool cut = core.end < text.size() && text[core.end].Is(kMarkChar) &&
                   (text[core.end - 1].value & kAltered) != 0;
  return !masked && !cut;
}

}  // namespace

bool FindRegex(const re2::RE2& regex, const FoldedText& text, int max_matches,
               std::vector<TextRange>* cores) {
  const std::string& utf8 = text.utf8();
  uint32_t from = 0;  // in characters
  for (int matches = 0; from < text.size(); ++matches) {
    re2::StringPiece found;
    if (!regex.Match(utf8, text.Utf8Offset(from), utf8.size(),
                     re2::RE2::UNANCHORED, &found, 1)) {
      return true;
    }
    if (matches == max_matches) return false;
    const auto begin = static_cast<uint32_t>(found.data() - utf8.data());
    const auto size = static_cast<uint32_t>(found.size());
    const TextRange core = {text.CharAtUtf8Offset(begin),
                            text.CharAtUtf8Offset(begin + size)};
    if (!core.empty() && IsWholeText(text, core)) cores->push_back(core);
    from = std::max(core.end, core.begin + 1);
  }
  return true;
}

}  // namespace wanyan::internal
