#ifndef WANYAN_CLI_TRY_H_
#define WANYAN_CLI_TRY_H_

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `try` to the program; run, it leaves its outcome in `*exit_code`.
void AddTryCommand(CLI::App* program, ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_TRY_H_
