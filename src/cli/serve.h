#ifndef WANYAN_CLI_SERVE_H_
#define WANYAN_CLI_SERVE_H_

#include <string>

#include "CLI/CLI.hpp"
#include "cli/exit_code.h"

namespace wanyan {

// Adds `serve` to the program; run, it leaves its outcome in `*exit_code`.
// `program_path` is how this program was called, for the line that it prints to
// call the server with.
void AddServeCommand(const std::string& program_path, CLI::App* program,
                     ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_SERVE_H_
