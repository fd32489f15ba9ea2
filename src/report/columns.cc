#include "report/columns.h"

#include <algorithm>
#include <cstddef>

#include "report/terminal_cells.h"

namespace wanyan {
namespace {

constexpr size_t kSpacesBetween = 2;

size_t WidthOf(const std::string& cell) {
  size_t width = 0;
  for (const ShownGrapheme& grapheme : LayOutLine(cell)) {
    width += static_cast<size_t>(grapheme.width);
  }
  return width;
}

std::vector<size_t> WidthsOf(
    const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], WidthOf(row[i]));
    }
  }
  return widths;
}

}  // namespace

std::string FormatColumns(const std::vector<std::vector<std::string>>& rows) {
  const std::vector<size_t> widths = WidthsOf(rows);
  std::string text;
  for (const auto& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - WidthOf(row[i]), ' ');
      if (i > 0) text.append(kSpacesBetween, ' ');
      text += i == 0 ? row[i] + padding : padding + row[i];
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  }
  return text;
}

}  // namespace wanyan
