#ifndef WANYAN_CLI_CHECK_OUTCOME_H_
#define WANYAN_CLI_CHECK_OUTCOME_H_

#include <optional>

#include "cli/exit_code.h"
#include "engine/checker.h"

namespace wanyan {

// What a checked reply means for the program's end. A verdict of UNCHECKED goes
// before findings: it never passes for a clean reply.
ExitCode OutcomeOf(const CheckResult& result, std::optional<Severity> fail_on);

}  // namespace wanyan

#endif  // WANYAN_CLI_CHECK_OUTCOME_H_
