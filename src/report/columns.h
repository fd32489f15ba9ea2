#ifndef WANYAN_REPORT_COLUMNS_H_
#define WANYAN_REPORT_COLUMNS_H_

#include <string>
#include <vector>

namespace wanyan {

// A table for people: columns as wide as their widest cell on a terminal, the
// first one flush left and the others, which hold figures, flush right; two
// spaces between them, one row a line, none at its end. A cell is printable
// text on one line; a row of empty cells is an empty line.
std::string FormatColumns(const std::vector<std::vector<std::string>>& rows);

}  // namespace wanyan

#endif  // WANYAN_REPORT_COLUMNS_H_
