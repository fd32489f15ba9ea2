#include "cli/test.h"

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/diagnostics.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "cli/test_labels.h"
#include "store/phrasebook_folder.h"
#include "tester/tester.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Run the examples of phrasebooks as tests, or compare with labelled "
    "replies";

constexpr char kFooter[] = R"(
Each example must do what it says, and each branch of a template should have an
example that reaches it.

With --labels the books are tried on replies that people have labelled instead,
one JSON object a line:
  {"id", "locale", "text", "norms": ["wording.cannot", …], "kind"?, "domain"?}
Every miss and every false finding is shown, then precision, recall and F1 for
each norm and locale. Findings of one norm in one reply count once.

Exit codes: 0 all examples pass, or the labels were compared; 1 some examples
fail; 2 wrong usage, broken phrasebooks or no labelled reply; 3 part of the
labels was wrong, unreadable or not checked; 4 internal error.

Examples:
  wanyan test phrasebooks
  wanyan test --labels replies.jsonl more.jsonl
  wanyan test --labels replies.jsonl --norm 'wording.*' --quiet)";

struct TestOptions {
  std::string directory;
  TestLabelsOptions labels;
  std::string format = "text";
};

ExitCode TestExamples(const Library& library) {
  const TestReport report = RunExamples(library);
  WriteDiagnostics(report.diagnostics);
  WriteOutput(absl::StrFormat(
      "%d examples: %s, %s\n", report.examples,
      Counted(report.diagnostics, Diagnostic::Severity::kError, "failure"),
      Counted(report.diagnostics, Diagnostic::Severity::kWarning, "warning")));
  return report.passed() ? ExitCode::kOk : ExitCode::kFindings;
}

ExitCode RunTest(const TestOptions& options) {
  const absl::StatusOr<std::shared_ptr<const Library>> library =
      LoadLibrary(PhrasebookDirectory(options.directory));
  if (!library.ok()) return ReportError(library.status());
  const ExitCode outcome = options.labels.paths.empty()
                               ? TestExamples(**library)
                               : TestLabels(**library, options.labels);
  return OutputIsComplete() ? outcome : ExitCode::kInternal;
}

void AddLabelFlags(CLI::App* command, TestOptions* options) {
  CLI::Option* labels =
      command
          ->add_option("--labels", options->labels.paths,
                       "Compare with the labelled replies of these files, - "
                       "for standard input (DIR, if any, stands in front)")
          ->type_name("FILE...")
          ->check(IsUtf8());
  command
      ->add_option("--norm", options->labels.norms,
                   "Count this norm alone, or those that begin so, as in "
                   "'wording.*'; may be repeated")
      ->type_name("NORM")
      ->allow_extra_args(false)
      ->check(IsUtf8())
      ->needs(labels);
  command
      ->add_flag("--quiet", options->labels.quiet,
                 "Print the table, without misses and false findings")
      ->needs(labels);
  command
      ->add_option("--format", options->format, "For people, or for programs")
      ->check(CLI::IsMember({"json", "text"}))
      ->capture_default_str()
      ->needs(labels);
}

}  // namespace

void AddTestCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("test", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<TestOptions>();
  AddPhrasebooksArgument(command, &options->directory);
  AddLabelFlags(command, options.get());
  command->callback([options, exit_code] {
    options->labels.json = options->format == "json";
    *exit_code = RunTest(*options);
  });
}

}  // namespace wanyan
