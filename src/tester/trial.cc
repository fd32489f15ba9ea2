#include "tester/trial.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "engine/checker.h"
#include "phrasebook/book_template.h"
#include "phrasebook/diagnostic_codes.h"
#include "rules/forbid.h"
#include "rules/scanned_reply.h"
#include "text/graphemes.h"
#include "yaml/nearest_name.h"

namespace wanyan {
namespace {

// What diagnostics call the place of the phrase.
constexpr std::string_view kPhraseFile = "PHRASE";

class TrialCompiler {
 public:
  TrialCompiler(const Library& library, const TrialOptions& options,
                std::vector<Diagnostic>* diagnostics)
      : library_(library), options_(options), diagnostics_(*diagnostics) {}

  // The book with the phrase as its only rule; null where something is wrong.
  std::unique_ptr<Phrasebook> MakeBook();
  std::optional<RuleSet> Compile(const Phrasebook& book);

 private:
  void Error(std::string code, std::string message, std::string hint,
             int column = 0);
  // Null where none is asked for, or there is none of that id.
  const Phrasebook* FindBook();
  bool CheckContexts(const Phrasebook& book);
  std::optional<Template> ParsePhrase(const Phrasebook* book);

  const Library& library_;
  const TrialOptions& options_;
  std::vector<Diagnostic>& diagnostics_;
};

// `column` counts from 1; 0: it is not about a place in the phrase.
void TrialCompiler::Error(std::string code, std::string message,
                          std::string hint, int column) {
  Diagnostic diagnostic{.file = std::string(kPhraseFile),
                        .position = {.line = column > 0, .column = column},
                        .code = std::move(code),
                        .message = std::move(message),
                        .hint = std::move(hint)};
  if (column > 0) diagnostic.source_line = options_.phrase;
  diagnostics_.push_back(std::move(diagnostic));
}

const Phrasebook* TrialCompiler::FindBook() {
  if (options_.phrasebook.empty()) return nullptr;
  std::vector<std::string> ids;
  for (const Phrasebook& book : library_.phrasebooks()) {
    if (book.id == options_.phrasebook) return &book;
    ids.push_back(book.id);
  }
  Error("unknown-phrasebook",
        absl::StrFormat("there is no phrasebook %s", options_.phrasebook),
        yaml::DidYouMean(options_.phrasebook, ids,
                         absl::StrFormat("there is %s", yaml::OneOf(ids))));
  return nullptr;
}

bool TrialCompiler::CheckContexts(const Phrasebook& book) {
  std::vector<std::string> known = yaml::SomeKeysOf(book.contexts);
  known.emplace_back(kQuotedContext);
  known.emplace_back(kQuestionContext);
  bool are_known = true;
  for (const std::string& context : options_.unless) {
    if (book.contexts.contains(context) || context == kQuotedContext ||
        context == kQuestionContext) {
      continue;
    }
    are_known = false;
    Error(std::string(code::kUndefinedContext),
          absl::StrFormat("the context %s is not defined", context),
          yaml::DidYouMean(context, known,
                           "name the book that defines it by --phrasebook"));
  }
  return are_known;
}

std::optional<Template> TrialCompiler::ParsePhrase(const Phrasebook* book) {
  std::vector<TemplateError> errors;
  auto phrase =
      ParseTemplateFor(book, options_.phrase, options_.match, &errors);
  for (TemplateError& error : errors) {
    Error(std::move(error.code), std::move(error.message),
          std::move(error.hint), error.column + 1);
  }
  return phrase;
}

std::unique_ptr<Phrasebook> TrialCompiler::MakeBook() {
  const Phrasebook* of = FindBook();
  if (of == nullptr && !options_.phrasebook.empty()) return nullptr;
  auto phrase = ParsePhrase(of);
  auto book = of == nullptr ? std::make_unique<Phrasebook>()
                            : std::make_unique<Phrasebook>(*of);
  if (!CheckContexts(*book) || !phrase.has_value()) return nullptr;
  Rule rule;
  rule.match = options_.match;
  rule.unless = options_.unless;
  rule.forbid.push_back(
      {.id = "", .match = *std::move(phrase), .rewrites = {}});
  book->rules = {std::move(rule)};
  return book;
}

std::optional<RuleSet> TrialCompiler::Compile(const Phrasebook& book) {
  absl::StatusOr<RuleSet> rules = CompileRules({&book}, Profile());
  if (rules.ok()) return *std::move(rules);
  Error(std::string(code::kTemplateTooLarge),
        std::string(rules.status().message()), "use fewer sets in it");
  return std::nullopt;
}

}  // namespace

std::unique_ptr<PhraseTrial> PhraseTrial::Prepare(
    const Library& library, const TrialOptions& options,
    std::vector<Diagnostic>* diagnostics) {
  TrialCompiler compiler(library, options, diagnostics);
  std::unique_ptr<const Phrasebook> book = compiler.MakeBook();
  if (book == nullptr) return nullptr;
  std::optional<RuleSet> rules = compiler.Compile(*book);
  if (!rules.has_value()) return nullptr;
  return std::unique_ptr<PhraseTrial>(
      new PhraseTrial(library, std::move(book), *std::move(rules)));
}

std::vector<TrialHit> PhraseTrial::Try(std::string_view reply,
                                       std::string_view locale) {
  ScannedReply scanned(reply, *rules_.patterns);
  std::vector<TrialHit> hits;
  for (const ForbidHit& hit : FindForbidden(rules_, &scanned, {})) {
    hits.push_back({.span = GrowToGraphemes(reply, hit.bytes)});
  }
  if (!hits.empty()) CompareWithRules(reply, locale, &hits);
  return hits;
}

void PhraseTrial::CompareWithRules(std::string_view reply,
                                   std::string_view locale,
                                   std::vector<TrialHit>* hits) const {
  CheckRequest request;
  request.reply = reply;
  request.locale = locale;
  request.want_rewrite = false;
  const absl::StatusOr<CheckResult> result = CheckReply(library_, request);
  if (!result.ok()) return;  // too long a reply, say: then nothing is known
  for (TrialHit& hit : *hits) {
    const auto finding = std::ranges::find_if(
        result->findings,
        [&](const Finding& other) { return other.span.Overlaps(hit.span); });
    if (finding == result->findings.end()) continue;
    hit.known_rule = finding->rule;
    hit.known_norm = finding->norm;
  }
}

}  // namespace wanyan
