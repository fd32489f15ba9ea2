#ifndef WANYAN_CLI_EXPLAIN_H_
#define WANYAN_CLI_EXPLAIN_H_

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `explain` to the program; run, it leaves its outcome in `*exit_code`.
void AddExplainCommand(CLI::App* program, ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_EXPLAIN_H_
