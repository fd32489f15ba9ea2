#include "cli/lint.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/book_commands.h"
#include "cli/output.h"
#include "lint/lint.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Check phrasebooks, and advise on those that load";

constexpr char kFooter[] = R"(
Exit codes: 0 no errors (with --fail-on warning: no warnings either), 1 advice
at or above --fail-on, 2 wrong usage or broken phrasebooks.)";

struct LintOptions {
  std::string directory;
  std::string fail_on = "error";
};

bool Fails(const std::vector<Diagnostic>& advice, std::string_view fail_on) {
  return fail_on == "warning" ? !advice.empty() : HasErrors(advice);
}

ExitCode RunLint(const LintOptions& options) {
  const absl::StatusOr<std::shared_ptr<const Library>> library =
      LoadBooks(options.directory);
  if (!library.ok()) return ReportError(library.status());
  const std::vector<Diagnostic> advice = Lint(**library);
  WriteDiagnostics(advice);
  WriteOutput(absl::StrFormat(
      "%d phrasebooks: %s, %s\n", (*library)->phrasebooks().size(),
      Counted(advice, Diagnostic::Severity::kError, "error"),
      Counted(advice, Diagnostic::Severity::kWarning, "warning")));
  if (!OutputIsComplete()) return ExitCode::kInternal;
  return Fails(advice, options.fail_on) ? ExitCode::kFindings : ExitCode::kOk;
}

}  // namespace

void AddLintCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("lint", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<LintOptions>();
  AddDirectory(command, &options->directory);
  command
      ->add_option("--fail-on", options->fail_on,
                   "The least severity that ends with exit code 1")
      ->check(CLI::IsMember({"error", "warning"}))
      ->capture_default_str();
  command->callback([options, exit_code] { *exit_code = RunLint(*options); });
}

}  // namespace wanyan
