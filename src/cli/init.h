#ifndef WANYAN_CLI_INIT_H_
#define WANYAN_CLI_INIT_H_

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `init` to the program; run, it leaves its outcome in `*exit_code`.
void AddInitCommand(CLI::App* program, ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_INIT_H_
