#include "cli/output.h"

#include <cstdio>

#include "absl/strings/str_format.h"
#include "base/string_view.h"

namespace wanyan {

void WriteOutput(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

bool OutputIsComplete() {
  if (std::ferror(stdout) == 0) return true;
  PrintError("not all of the output could be written");
  return false;
}

void PrintError(std::string_view message) {
  absl::FPrintF(stderr, "wanyan: %s\n", message);
}

ExitCode ReportError(const absl::Status& error) {
  PrintError(ToStd(error.message()));
  return ExitCodeOf(error);
}

}  // namespace wanyan
