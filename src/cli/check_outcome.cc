#include "cli/check_outcome.h"

#include <algorithm>

namespace wanyan {

ExitCode OutcomeOf(const CheckResult& result, std::optional<Severity> fail_on) {
  if (result.verdict == Verdict::kUnchecked) return ExitCode::kUnchecked;
  const bool fails =
      std::ranges::any_of(result.findings, [&](const Finding& finding) {
        return fail_on.has_value() && finding.severity >= *fail_on;
      });
  return fails ? ExitCode::kFindings : ExitCode::kOk;
}

}  // namespace wanyan
