#ifndef WANYAN_CLI_LINT_H_
#define WANYAN_CLI_LINT_H_

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `lint` to the program; run, it leaves its outcome in `*exit_code`.
void AddLintCommand(CLI::App* program, ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_LINT_H_
