#ifndef WANYAN_CLI_INPUT_LINES_H_
#define WANYAN_CLI_INPUT_LINES_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "cli/line_reader.h"

namespace wanyan {

// Calls `use` for each line of the file at `path` (- is standard input) that is
// not blank, as soon as it is there, those too long included. The status tells
// why the file could not be opened, or not be read to its end.
absl::Status ForEachLine(const std::string& path, size_t max_line_bytes,
                         const std::function<void(const LineReader&)>& use);

}  // namespace wanyan

#endif  // WANYAN_CLI_INPUT_LINES_H_
