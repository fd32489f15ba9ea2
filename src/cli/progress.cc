#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

// To the line's start, and everything on it away.
constexpr std::string_view kEraseLine = "\r\x1b[K";

}  // namespace

Progress::Progress() : enabled_(isatty(STDERR_FILENO) != 0) {}

void Progress::Show(std::string_view line) {
  if (!enabled_) return;
  absl::FPrintF(stderr, "%s%s", kEraseLine, line);
  is_shown_ = true;
}

void Progress::Clear() {
  if (!is_shown_) return;
  absl::FPrintF(stderr, "%s", kEraseLine);
  is_shown_ = false;
}

}  // namespace wanyan
