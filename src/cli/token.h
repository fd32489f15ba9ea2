#ifndef WANYAN_CLI_TOKEN_H_
#define WANYAN_CLI_TOKEN_H_

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `token` to the program; run, it leaves its outcome in `*exit_code`.
void AddTokenCommand(CLI::App* program, ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_TOKEN_H_
