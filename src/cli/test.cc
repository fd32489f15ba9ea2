#include "cli/test.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/diagnostics.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "store/phrasebook_folder.h"
#include "tester/tester.h"

namespace wanyan {
namespace {

constexpr char kDescription[] = "Run the examples of phrasebooks as tests";

constexpr char kFooter[] = R"(
Each example must do what it says, and each branch of a template should have an
example that reaches it.

Exit codes: 0 all examples pass, 1 some fail, 2 wrong usage or broken
phrasebooks.)";

ExitCode RunTest(const std::string& directory) {
  const absl::StatusOr<std::shared_ptr<const Library>> library =
      LoadLibrary(PhrasebookDirectory(directory));
  if (!library.ok()) return ReportError(library.status());
  const TestReport report = RunExamples(**library);
  WriteDiagnostics(report.diagnostics);
  WriteOutput(absl::StrFormat(
      "%d examples: %s, %s\n", report.examples,
      Counted(report.diagnostics, Diagnostic::Severity::kError, "failure"),
      Counted(report.diagnostics, Diagnostic::Severity::kWarning, "warning")));
  if (!OutputIsComplete()) return ExitCode::kInternal;
  return report.passed() ? ExitCode::kOk : ExitCode::kFindings;
}

}  // namespace

void AddTestCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("test", kDescription);
  command->footer(kFooter);
  const auto directory = std::make_shared<std::string>();
  AddPhrasebooksArgument(command, directory.get());
  command->callback(
      [directory, exit_code] { *exit_code = RunTest(*directory); });
}

}  // namespace wanyan
