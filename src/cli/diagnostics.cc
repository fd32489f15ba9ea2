#include "cli/diagnostics.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "cli/output.h"

namespace wanyan {

void WriteDiagnostics(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    WriteOutput(absl::StrFormat("%s\n", FormatDiagnostic(diagnostic)));
  }
}

std::string Counted(const std::vector<Diagnostic>& diagnostics,
                    Diagnostic::Severity severity, std::string_view noun) {
  const auto count =
      std::ranges::count(diagnostics, severity, &Diagnostic::severity);
  if (count == 0) return absl::StrFormat("no %ss", noun);
  return absl::StrFormat("%d %s%s", count, noun, count == 1 ? "" : "s");
}

}  // namespace wanyan
