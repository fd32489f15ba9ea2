#ifndef WANYAN_CLI_TEST_H_
#define WANYAN_CLI_TEST_H_

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `test` to the program; run, it leaves its outcome in `*exit_code`.
void AddTestCommand(CLI::App* program, ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_TEST_H_
