#ifndef WANYAN_CLI_CHECK_H_
#define WANYAN_CLI_CHECK_H_

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "cli/exit_code.h"
#include "cli/reply_checker.h"

namespace wanyan {

// Makes a checker that asks a server.
using RemoteCheckerFactory =
    absl::StatusOr<ReplyChecker> (*)(const ServerAccess& access);

// Adds `check` to the program; run, it leaves its outcome in `*exit_code`.
// Without `remote` there is no --server.
void AddCheckCommand(RemoteCheckerFactory remote, CLI::App* program,
                     ExitCode* exit_code);

}  // namespace wanyan

#endif  // WANYAN_CLI_CHECK_H_
