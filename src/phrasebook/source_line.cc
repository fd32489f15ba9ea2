#include "phrasebook/source_line.h"

namespace wanyan {

std::string_view SourceLine(std::string_view content, int line) {
  if (line < 1) return {};
  size_t begin = 0;
  for (int i = 1; i < line; ++i) {
    const size_t line_feed = content.find('\n', begin);
    if (line_feed == std::string_view::npos) return {};
    begin = line_feed + 1;
  }
  std::string_view found = content.substr(begin);
  found = found.substr(0, found.find('\n'));
  if (!found.empty() && found.back() == '\r') found.remove_suffix(1);
  return found;
}

}  // namespace wanyan
