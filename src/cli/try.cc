#include "cli/try.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "cli/standard_input.h"
#include "cli/try_phrase.h"
#include "store/phrasebook_folder.h"
#include "tester/trial.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Show what a new phrase would find, before it is published";

constexpr char kFooter[] = R"(
PHRASE is a template, as under `forbid` in a phrasebook. Each line of FILES is a
reply; in files named *.jsonl, and with --jsonl, it is a JSON object with a
"reply" or "text", or a conversation, {"turns": [{"role", "text"}]}, of which
the agent's turns are taken.

Each hit is shown with its place, and whether a rule of the default profile
finds something there already; then they are counted.

Exit codes: 0 the phrase was tried, 2 wrong usage, phrase or phrasebooks, or no
reply, 3 part of the input was unreadable, 4 internal error.

Examples:
  wanyan try '[我]没[有]办法' replies.txt
  wanyan try '<agent>[也]没法' --phrasebook zh-service-wording calls.jsonl
  wanyan try '不行' --unless quoted --new --sample 40 --seed 7 calls.jsonl)";

const std::map<std::string, FoldMode> kModes = {
    {"folded", FoldMode::kFolded},
    {"exact", FoldMode::kExact},
    {"tolerant", FoldMode::kTolerant}};

struct TryFlags {
  std::string directory;
  TrialOptions trial;
  std::string match = "folded";
  TryOptions options;
  int64_t sample = 0;
};

ExitCode RunTry(TryFlags flags) {
  TryOptions& options = flags.options;
  if (options.paths.empty()) {
    if (StandardInputIsTerminal()) {
      PrintError("no input: give a path, or - for standard input");
      return ExitCode::kUsage;
    }
    options.paths.emplace_back(kStandardInput);
  }
  if (flags.sample > 0) options.sample = flags.sample;
  const absl::StatusOr<std::shared_ptr<const Library>> library =
      LoadLibrary(PhrasebookDirectory(flags.directory));
  if (!library.ok()) return ReportError(library.status());
  std::vector<Diagnostic> diagnostics;
  const std::unique_ptr<PhraseTrial> trial =
      PhraseTrial::Prepare(**library, flags.trial, &diagnostics);
  if (trial == nullptr) {
    for (const Diagnostic& diagnostic : diagnostics) {
      absl::FPrintF(stderr, "%s\n", FormatDiagnostic(diagnostic));
    }
    return ExitCode::kUsage;
  }
  const ExitCode outcome = TryPhrase(trial.get(), options);
  return OutputIsComplete() ? outcome : ExitCode::kInternal;
}

void AddPhraseFlags(CLI::App* command, TryFlags* flags) {
  command->add_option("PHRASE", flags->trial.phrase, "The template to try")
      ->type_name("")
      ->required()
      ->check(IsUtf8());
  command
      ->add_option("--phrasebook", flags->trial.phrasebook,
                   "The book whose sets, slots and contexts the phrase uses")
      ->type_name("ID")
      ->check(IsUtf8());
  command
      ->add_option("--unless", flags->trial.unless,
                   "Leave out what stands in this context, as a rule's "
                   "`unless` does; may be repeated")
      ->type_name("CONTEXT")
      ->allow_extra_args(false)
      ->check(IsUtf8());
  std::vector<std::string> modes;
  for (const auto& [name, unused] : kModes) modes.push_back(name);
  command
      ->add_option("--match", flags->match,
                   "How texts are compared, as a rule's `match`")
      ->check(CLI::IsMember(modes))
      ->capture_default_str();
}

void AddReplyFlags(CLI::App* command, TryFlags* flags) {
  TryOptions& options = flags->options;
  command
      ->add_option("FILES", options.paths,
                   "Files of replies, - for standard input (the default)")
      ->type_name("")
      ->check(IsUtf8());
  command->add_flag("--jsonl", options.jsonl,
                    "Read JSON lines, whatever the files are called");
  command->add_flag("--new", options.only_new,
                    "Show only hits that no rule knows");
  CLI::Option* limit =
      command
          ->add_option("--limit", options.limit,
                       "Show as many hits at most; all are counted")
          ->type_name("N")
          ->check(CLI::NonNegativeNumber)
          ->capture_default_str();
  CLI::Option* sample =
      command
          ->add_option("--sample", flags->sample,
                       "Show as many hits, taken at random from all")
          ->type_name("N")
          ->check(CLI::Range(1, 1'000'000))
          ->excludes(limit);
  command
      ->add_option("--seed", options.seed,
                   "Another seed takes another sample; the same one the same")
      ->type_name("N")
      ->needs(sample)
      ->capture_default_str();
}

}  // namespace

void AddTryCommand(CLI::App* program, ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("try", kDescription);
  command->footer(kFooter);
  const auto flags = std::make_shared<TryFlags>();
  AddPhraseFlags(command, flags.get());
  AddReplyFlags(command, flags.get());
  AddPhrasebooksFlag(command, &flags->directory);
  command->callback([flags, exit_code] {
    flags->trial.match = kModes.at(flags->match);
    *exit_code = RunTry(*flags);
  });
}

}  // namespace wanyan
