#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "engine/checker.h"
#include "lint/advice.h"

namespace wanyan {
namespace {

// Rules, by "book/rule", and what the texts of their rewrites are found by.
using FoundBy = std::map<std::string, std::set<std::string>>;

std::string NameOf(const Phrasebook& book, const Rule& rule) {
  return book.id + "/" + rule.id;
}

// The text of a rewrite with its slots standing as placeholders, in which no
// rule finds anything.
std::string TextOf(const RewriteTemplate& rewrite) {
  std::string text;
  for (const RewriteTemplate::Piece& piece : rewrite.pieces) {
    if (piece.slot.empty()) {
      text += piece.text;
    } else {
      text += piece.default_text.value_or("{" + piece.slot + "}");
    }
  }
  return text;
}

class RewriteAdviser {
 public:
  RewriteAdviser(const Library& library, const Phrasebook& book,
                 std::vector<Diagnostic>* advice)
      : library_(library), book_(book), advice_(*advice) {}

  void Run() {
    for (const Rule& rule : book_.rules) {
      CheckTexts(rule);
      CheckExamples(rule);
    }
    for (const Rule& rule : book_.rules) CheckCycles(rule);
  }

 private:
  // Checks a text in circumstances in which the rule applies; an empty result
  // where it cannot be checked.
  CheckResult Check(const Rule& rule, std::string_view text) const {
    CheckRequest request;
    request.reply = text;
    request.locale = rule.locales.empty() ? book_.language : rule.locales[0];
    request.labels = rule.when_labels;
    if (!rule.when_channels.empty()) request.channel = rule.when_channels[0];
    if (!InDefaultProfile()) request.phrasebooks = {book_.id};
    auto result = CheckReply(library_, request);
    return result.ok() ? *std::move(result) : CheckResult();
  }

  bool InDefaultProfile() const {
    const auto& profiles = library_.profiles();
    const auto found = std::find_if(
        profiles.begin(), profiles.end(),
        [](const Profile& profile) { return profile.id == "default"; });
    return found == profiles.end() || found->all_phrasebooks ||
           std::find(found->phrasebooks.begin(), found->phrasebooks.end(),
                     book_.id) != found->phrasebooks.end();
  }

  void CheckTexts(const Rule& rule) {
    std::set<std::string> seen;  // entries share the rule's rewrites
    for (const ForbidEntry& entry : rule.forbid) {
      for (const RewriteTemplate& rewrite : entry.rewrites) {
        if (seen.insert(rewrite.source).second) CheckText(rule, rewrite);
      }
    }
  }

  void CheckText(const Rule& rule, const RewriteTemplate& rewrite) {
    const std::string text = TextOf(rewrite);
    if (text.empty()) return;  // takes the phrase away
    for (const Finding& finding : Check(rule, text).findings) {
      if (finding.severity < Severity::kWarning) continue;
      found_by_[NameOf(book_, rule)].insert(finding.rule);
      advice_.push_back(Advice(
          book_, rewrite.position, "rewrite-breaks-rule",
          absl::StrFormat("the rewrite \"%s\" breaks %s (\"%s\")",
                          rewrite.source, finding.rule, finding.matched_text),
          "say it differently, or give that rule an exception"));
    }
  }

  void CheckExamples(const Rule& rule) {
    for (const Example& example : rule.flags) {
      const CheckResult result = Check(rule, example.text);
      if (result.rewrite_reason != RewriteReason::kNotClean) continue;
      advice_.push_back(Advice(
          book_, example.position, "rewrite-breaks-rule",
          absl::StrFormat("no rewrite of \"%s\" passes the second check",
                          example.text),
          "add an alternative to the rewrites of the rules that find it"));
    }
  }

  // Reports a pair of rules once, at the second of them.
  void CheckCycles(const Rule& rule) {
    const std::string name = NameOf(book_, rule);
    for (const std::string& other : found_by_[name]) {
      if (!seen_.contains(other) || !found_by_[other].contains(name)) continue;
      advice_.push_back(Advice(
          book_, rule.position, "rewrite-cycle",
          absl::StrFormat("%s and %s rewrite into each other", other, name),
          "change the rewrite of one of them"));
    }
    seen_.insert(name);
  }

  const Library& library_;
  const Phrasebook& book_;
  std::vector<Diagnostic>& advice_;
  FoundBy found_by_;
  std::set<std::string> seen_;
};

}  // namespace

void AdviseOnRewrites(const Library& library, const Phrasebook& book,
                      std::vector<Diagnostic>* advice) {
  RewriteAdviser(library, book, advice).Run();
}

}  // namespace wanyan
