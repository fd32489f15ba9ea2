#include "cli/input_lines.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "cli/standard_input.h"

namespace wanyan {
namespace {

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

absl::Status ReadLines(int fd, size_t max_line_bytes,
                       const std::function<void(const LineReader&)>& use) {
  LineReader lines(fd, max_line_bytes);
  while (lines.Next()) {
    if (lines.too_long() || !IsBlank(lines.line())) use(lines);
  }
  return lines.status();
}

}  // namespace

absl::Status ForEachLine(const std::string& path, size_t max_line_bytes,
                         const std::function<void(const LineReader&)>& use) {
  if (path == kStandardInput) {
    return ReadLines(STDIN_FILENO, max_line_bytes, use);
  }
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, "cannot open");
  const absl::Status status = ReadLines(fd, max_line_bytes, use);
  close(fd);
  return status;
}

}  // namespace wanyan
