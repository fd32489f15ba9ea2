#include "engine/explain.h"

#include <algorithm>
#include <map>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "engine/request_basis.h"
#include "rules/scanned_reply.h"
#include "yaml/nearest_name.h"

namespace wanyan {
namespace {

// The languages of rules, by "book/rule".
std::map<std::string, std::string> LanguagesOfRules(const Library& library) {
  std::map<std::string, std::string> languages;
  for (const Phrasebook& book : library.phrasebooks()) {
    for (const Rule& rule : book.rules) {
      languages.emplace(book.id + "/" + rule.id, book.language);
    }
  }
  return languages;
}

absl::Status CheckNames(const std::vector<std::string>& rules,
                        const std::map<std::string, std::string>& known) {
  for (const std::string& rule : rules) {
    if (known.contains(rule)) continue;
    return absl::NotFoundError(absl::StrFormat(
        "no phrasebook has the rule \"%s\"; %s", rule,
        yaml::DidYouMean(rule, yaml::SomeKeysOf(known),
                         "a rule is named like zh-service-wording/helpless")));
  }
  return absl::OkStatus();
}

// The numbers of the rules that are asked for.
std::vector<int> NumbersOf(const RuleSet& rules,
                           const std::vector<std::string>& asked) {
  std::vector<int> numbers;
  for (size_t i = 0; i < rules.forbids.size(); ++i) {
    const bool is_asked =
        asked.empty() ||
        std::ranges::find(asked, rules.forbids[i].name) != asked.end();
    if (is_asked) numbers.push_back(static_cast<int>(i));
  }
  return numbers;
}

bool IsExplained(const std::string& rule, const ReplyExplanation& explanation) {
  return std::ranges::find(explanation.rules, rule, &RuleExplanation::rule) !=
         explanation.rules.end();
}

}  // namespace

absl::StatusOr<ReplyExplanation> ExplainReply(
    const Library& library, const CheckRequest& request,
    const std::vector<std::string>& rules) {
  const std::map<std::string, std::string> languages =
      LanguagesOfRules(library);
  WANYAN_RETURN_IF_ERROR(CheckNames(rules, languages));
  WANYAN_ASSIGN_OR_RETURN(const RequestBasis basis, BasisOf(library, request));
  ReplyExplanation explanation;
  explanation.locale = basis.locale;
  if (basis.snapshot != nullptr) {
    const RuleSet& set = basis.snapshot->rules();
    ScannedReply reply(request.reply, *set.patterns);
    explanation.rules = ExplainRules(
        set, &reply, {basis.locale, request.labels, request.channel},
        NumbersOf(set, rules));
  }
  for (const std::string& rule : rules) {
    if (IsExplained(rule, explanation)) continue;
    (languages.at(rule) == basis.language ? explanation.of_other_books
                                          : explanation.of_other_languages)
        .push_back(rule);
  }
  return explanation;
}

}  // namespace wanyan
