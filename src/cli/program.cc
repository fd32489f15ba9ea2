#include "cli/program.h"

#include "CLI/CLI.hpp"
#include "absl/strings/str_format.h"
#include "base/version.h"
#include "cli/check.h"
#include "cli/exit_code.h"
#include "cli/explain.h"
#include "cli/init.h"
#include "cli/lint.h"
#include "cli/test.h"
#include "cli/try.h"
#include "cli/usage_error.h"
#if WANYAN_WITH_GRPC
#include "cli/doctor.h"
#include "cli/remote_checker.h"
#include "cli/serve.h"
#include "cli/token.h"
#endif

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Wanyan (婉言) checks what a customer-service agent is about to say: "
    "which\n"
    "phrases break the house's service language, and how to say it instead.";

constexpr char kFooter[] =
    "\n\"wanyan COMMAND --help\" tells all about a command.";

void AddCommands([[maybe_unused]] const char* program_path, CLI::App* program,
                 ExitCode* exit_code) {
#if WANYAN_WITH_GRPC
  AddServeCommand(program_path, program, exit_code);
  AddCheckCommand(MakeRemoteChecker, program, exit_code);
#else
  AddCheckCommand(/*remote=*/nullptr, program, exit_code);
#endif
  AddTestCommand(program, exit_code);
  AddLintCommand(program, exit_code);
  AddExplainCommand(program, exit_code);
  AddTryCommand(program, exit_code);
  AddInitCommand(program, exit_code);
#if WANYAN_WITH_GRPC
  AddDoctorCommand(program, exit_code);
  AddTokenCommand(program, exit_code);
#endif
}

// CLI11 throws for wrong usage, and for --help and --version too.
ExitCode Parse(int argc, const char* const* argv, CLI::App* program,
               ExitCode* exit_code) {
  try {
    program->parse(argc, argv);
    return *exit_code;
  } catch (const CLI::ParseError& error) {
    return program->exit(error) == 0 ? ExitCode::kOk : ExitCode::kUsage;
  }
}

}  // namespace

int RunProgram(int argc, const char* const* argv) {
  CLI::App program(kDescription, "wanyan");
  program.footer(kFooter);
  program.set_version_flag("--version", absl::StrFormat("wanyan %s", kVersion));
  program.require_subcommand(1);
  program.failure_message(UsageMessage);  // of all commands
  ExitCode exit_code = ExitCode::kOk;
  AddCommands(argv[0], &program, &exit_code);
  return static_cast<int>(Parse(argc, argv, &program, &exit_code));
}

}  // namespace wanyan
