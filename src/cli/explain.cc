#include "cli/explain.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status_macros.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "engine/explain.h"
#include "engine/request_error.h"
#include "report/explanation.h"
#include "store/phrasebook_folder.h"
#include "tester/labels.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Say why rules find something in a text, or do not";

constexpr char kFooter[] = R"(
For each rule: what its templates match, and what became of each match (found,
cancelled by an exception or a context, or given up for another one); without a
match, the entry that came nearest and the part of it that failed. With neither
--rule nor --norm: of all rules, those with a match.

Exit codes: 0 it was explained, 2 wrong usage or phrasebooks, 3 the text cannot
be checked, 4 internal error.

Examples:
  wanyan explain --text 您那边没办法登录是吗？
  wanyan explain --text 这个弄不了。 --norm wording.cannot
  wanyan explain --text 这个没办法。 --rule zh-service-wording/helpless)";

struct ExplainOptions {
  std::string directory;
  CheckRequest request;
  std::vector<std::string> rules;
  std::vector<std::string> norms;

  bool asks_for_all() const { return rules.empty() && norms.empty(); }
};

// The rules that are named, and those of the norms that are.
std::vector<std::string> RulesAsked(const Library& library,
                                    const ExplainOptions& options) {
  std::vector<std::string> rules = options.rules;
  for (const Phrasebook& book : library.phrasebooks()) {
    for (const Rule& rule : book.rules) {
      if (!IsOneOfNorms(rule.norm, options.norms)) continue;
      rules.push_back(book.id + "/" + rule.id);
    }
  }
  return rules;
}

absl::StatusOr<ReplyExplanation> Explain(const ExplainOptions& options) {
  WANYAN_ASSIGN_OR_RETURN(const std::shared_ptr<const Library> library,
                          LoadLibrary(PhrasebookDirectory(options.directory)));
  const std::vector<std::string> rules = RulesAsked(*library, options);
  if (rules.empty() && !options.asks_for_all()) {
    return absl::NotFoundError(
        "no rule enforces such a norm; \"wanyan test --labels\" lists those "
        "that there are");
  }
  WANYAN_ASSIGN_OR_RETURN(ReplyExplanation explanation,
                          ExplainReply(*library, options.request, rules));
  // A norm has rules in every language; nobody asked for those.
  const bool some_run = !explanation.rules.empty();
  if (options.rules.empty() && some_run) explanation.of_other_languages.clear();
  return explanation;
}

ExitCode RunExplain(const ExplainOptions& options) {
  const absl::StatusOr<ReplyExplanation> explanation = Explain(options);
  if (!explanation.ok()) {
    ReportError(explanation.status());
    return FieldOf(explanation.status()) == "reply"
               ? ExitCode::kUnchecked
               : ExitCodeOf(explanation.status());
  }
  WriteOutput(FormatExplanation(options.request.reply, *explanation,
                                options.asks_for_all()));
  return OutputIsComplete() ? ExitCode::kOk : ExitCode::kInternal;
}

CLI::Option* AddNames(CLI::App* command, const std::string& flag,
                      std::vector<std::string>* names,
                      const std::string& description) {
  return command->add_option(flag, *names, description + "; may be repeated")
      ->allow_extra_args(false)
      ->check(IsUtf8());
}

void AddRequestFlags(CLI::App* command, CheckRequest* request) {
  command->add_option("--text", request->reply, "The text to explain")
      ->type_name("TEXT")
      ->required()
      ->check(IsUtf8());
  command
      ->add_option("--locale", request->locale,
                   "The text's language (BCP 47); detected without it")
      ->type_name("TAG")
      ->check(IsUtf8());
  CLI::Option* profile =
      command
          ->add_option("--profile", request->profile,
                       "The phrasebooks that apply together; \"default\" "
                       "without it")
          ->type_name("ID")
          ->check(IsUtf8());
  AddNames(command, "--phrasebook", &request->phrasebooks,
           "Check with this book instead of a profile")
      ->type_name("ID")
      ->excludes(profile);
  AddNames(command, "--label", &request->labels,
           "What is known of the conversation, such as complaint")
      ->type_name("NAME");
  command
      ->add_option("--channel", request->channel,
                   "Where the conversation takes place, such as phone")
      ->type_name("NAME")
      ->check(IsUtf8());
}

}  // namespace

void AddExplainCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("explain", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<ExplainOptions>();
  AddRequestFlags(command, &options->request);
  AddNames(command, "--rule", &options->rules, "Explain this rule")
      ->type_name("BOOK/RULE");
  AddNames(command, "--norm", &options->norms,
           "Explain the rules of this norm, or of those that begin so, as in "
           "'wording.*'")
      ->type_name("NORM");
  AddPhrasebooksFlag(command, &options->directory);
  command->callback(
      [options, exit_code] { *exit_code = RunExplain(*options); });
}

}  // namespace wanyan
