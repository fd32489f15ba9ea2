#include "cli/lint.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/diagnostics.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "lint/lint.h"
#include "store/phrasebook_folder.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Check phrasebooks: what is wrong in them, what is weak";

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

// What the loaded books were warned of, and what else there is to say.
absl::StatusOr<std::vector<Diagnostic>> Advise(const std::string& directory) {
  std::vector<Diagnostic> advice;
  WANYAN_ASSIGN_OR_RETURN(
      const std::shared_ptr<const Library> library,
      LoadLibrary(PhrasebookDirectory(directory), kDefaultLocale, &advice));
  std::ranges::move(Lint(*library), std::back_inserter(advice));
  return advice;
}

ExitCode RunLint(const LintOptions& options) {
  const absl::StatusOr<std::vector<Diagnostic>> advice =
      Advise(options.directory);
  if (!advice.ok()) return ReportError(advice.status());
  WriteDiagnostics(*advice);
  WriteOutput(absl::StrFormat(
      "%s, %s\n", Counted(*advice, Diagnostic::Severity::kError, "error"),
      Counted(*advice, Diagnostic::Severity::kWarning, "warning")));
  if (!OutputIsComplete()) return ExitCode::kInternal;
  return Fails(*advice, options.fail_on) ? ExitCode::kFindings : ExitCode::kOk;
}

}  // namespace

void AddLintCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("lint", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<LintOptions>();
  AddPhrasebooksArgument(command, &options->directory);
  command
      ->add_option("--fail-on", options->fail_on,
                   "The least severity that ends with exit code 1")
      ->check(CLI::IsMember({"error", "warning"}))
      ->capture_default_str();
  command->callback([options, exit_code] { *exit_code = RunLint(*options); });
}

}  // namespace wanyan
