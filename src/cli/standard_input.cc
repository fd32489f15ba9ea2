#include "cli/standard_input.h"

#include <unistd.h>

#include <cstdio>

namespace wanyan {

absl::StatusOr<std::string> ReadStandardInput(size_t max_bytes) {
  // One byte more tells whether there is more.
  std::string bytes(max_bytes + 1, '\0');
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), stdin));
  if (std::ferror(stdin) != 0) {
    return absl::UnknownError("standard input cannot be read");
  }
  if (bytes.size() > max_bytes) {
    return absl::OutOfRangeError("standard input is too long");
  }
  return bytes;
}

bool StandardInputIsTerminal() { return isatty(STDIN_FILENO) != 0; }

}  // namespace wanyan
