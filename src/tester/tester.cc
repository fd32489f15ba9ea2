#include "tester/tester.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "engine/checker.h"
#include "match/pattern_set.h"
#include "match/text_scan.h"
#include "phrasebook/source_line.h"
#include "tester/branches.h"
#include "text/folded_text.h"

namespace wanyan {
namespace {

// The text that stands for an input when a scene phrase is tried.
constexpr std::string_view kInputStandIn = "-";

// Runs the examples of one book.
class BookTester {
 public:
  BookTester(const Library& library, const Phrasebook& book,
             TestReport* report);

  void Run();

 private:
  bool InDefaultProfile() const;
  CheckRequest RequestFor(std::string_view text) const;
  std::optional<CheckResult> Check(const CheckRequest& request,
                                   SourcePosition position);
  // Checks an example in the circumstances that its rule asks for.
  std::optional<CheckResult> CheckExample(const Rule& rule,
                                          const Example& example);
  std::vector<const Finding*> FindingsOf(const Rule& rule,
                                         const CheckResult& result) const;
  // Whether the default profile switches the entry off.
  bool IsOff(const Rule& rule, const ForbidEntry& entry) const;
  bool IsForOffEntry(const Rule& rule, std::string_view text) const;

  void RunRule(const Rule& rule);
  void RunFlag(const Rule& rule, const Example& example);
  void RunAllow(const Rule& rule, const Example& example);
  void RunScenePhrase(const ScenePhrase& phrase);
  void ReportUnreachedBranches(const Rule& rule, const ForbidEntry& entry);

  void Report(Diagnostic::Severity severity, SourcePosition position,
              std::string code, std::string message, std::string hint);
  void Fail(SourcePosition position, std::string code, std::string message,
            std::string hint) {
    Report(Diagnostic::Severity::kError, position, std::move(code),
           std::move(message), std::move(hint));
  }

  const Library& library_;
  const Phrasebook& book_;
  TestReport* report_;
  bool in_default_profile_;
};

BookTester::BookTester(const Library& library, const Phrasebook& book,
                       TestReport* report)
    : library_(library),
      book_(book),
      report_(report),
      in_default_profile_(InDefaultProfile()) {}

const Profile& DefaultProfile(const Library& library) {
  return *std::find_if(
      library.profiles().begin(), library.profiles().end(),
      [](const Profile& profile) { return profile.id == "default"; });
}

bool BookTester::InDefaultProfile() const {
  const Profile& profile = DefaultProfile(library_);
  return profile.all_phrasebooks ||
         std::find(profile.phrasebooks.begin(), profile.phrasebooks.end(),
                   book_.id) != profile.phrasebooks.end();
}

void BookTester::Report(Diagnostic::Severity severity, SourcePosition position,
                        std::string code, std::string message,
                        std::string hint) {
  report_->diagnostics.push_back(
      {.severity = severity,
       .file = book_.file,
       .position = position,
       .code = std::move(code),
       .message = std::move(message),
       .hint = std::move(hint),
       .source_line = std::string(SourceLine(book_.content, position.line))});
}

CheckRequest BookTester::RequestFor(std::string_view text) const {
  CheckRequest request;
  request.reply = text;
  request.locale = book_.language;
  if (!in_default_profile_) request.phrasebooks = {book_.id};
  return request;
}

std::optional<CheckResult> BookTester::Check(const CheckRequest& request,
                                             SourcePosition position) {
  ++report_->examples;
  absl::StatusOr<CheckResult> result = CheckReply(library_, request);
  if (!result.ok()) {
    Fail(position, "example-unchecked",
         absl::StrFormat("the text cannot be checked: %s",
                         result.status().message()),
         "change the text, or the example's locale");
    return std::nullopt;
  }
  return *std::move(result);
}

std::optional<CheckResult> BookTester::CheckExample(const Rule& rule,
                                                    const Example& example) {
  CheckRequest request = RequestFor(example.text);
  if (example.locale.has_value()) request.locale = *example.locale;
  request.labels = rule.when_labels;
  if (!rule.when_channels.empty()) request.channel = rule.when_channels[0];
  return Check(request, example.position);
}

std::vector<const Finding*> BookTester::FindingsOf(
    const Rule& rule, const CheckResult& result) const {
  const std::string name = book_.id + "/" + rule.id;
  std::vector<const Finding*> findings;
  for (const Finding& finding : result.findings) {
    if (finding.rule == name) findings.push_back(&finding);
  }
  return findings;
}

std::string FoundRules(const CheckResult& result) {
  std::string names;
  for (const Finding& finding : result.findings) {
    names += absl::StrFormat("%s%s (\"%s\")", names.empty() ? "" : ", ",
                             finding.rule, finding.matched_text);
  }
  return names.empty() ? "nothing" : names;
}

std::string Quoted(const std::optional<std::string>& text) {
  return text.has_value() ? "\"" + *text + "\"" : "none";
}

void BookTester::RunFlag(const Rule& rule, const Example& example) {
  const auto result = CheckExample(rule, example);
  if (!result.has_value()) return;
  const std::vector<const Finding*> findings = FindingsOf(rule, *result);
  if (findings.empty()) {
    if (IsForOffEntry(rule, example.text)) return;
    Fail(example.position, "example-not-flagged",
         absl::StrFormat("%s does not find \"%s\"; found: %s", rule.id,
                         example.text, FoundRules(*result)),
         "widen a template, or take the example away");
    return;
  }
  const auto found = [&](const Finding* finding) {
    return finding->matched_text == *example.match;
  };
  if (example.match.has_value() &&
      std::none_of(findings.begin(), findings.end(), found)) {
    Fail(example.position, "example-match",
         absl::StrFormat("%s finds \"%s\", not \"%s\"", rule.id,
                         findings[0]->matched_text, *example.match),
         "mend the template or the example's match");
  }
  if (example.rewrite.has_value() && result->rewrite != example.rewrite) {
    Fail(example.position, "example-rewrite",
         absl::StrFormat(
             "the rewrite is %s (%s), not \"%s\"", Quoted(result->rewrite),
             RewriteReasonName(result->rewrite_reason), *example.rewrite),
         "mend the rule's rewrite or the example's");
  }
}

void BookTester::RunAllow(const Rule& rule, const Example& example) {
  const auto result = CheckExample(rule, example);
  if (!result.has_value()) return;
  const std::vector<const Finding*> findings = FindingsOf(rule, *result);
  if (findings.empty()) return;
  Fail(example.position, "example-flagged",
       absl::StrFormat("%s finds \"%s\" in \"%s\"", rule.id,
                       findings[0]->matched_text, example.text),
       "add an exception or a context, or take the example away");
}

void BookTester::RunScenePhrase(const ScenePhrase& phrase) {
  std::string text;
  for (const RewriteTemplate::Piece& piece : phrase.text.pieces) {
    text += piece.slot.empty() ? piece.text : std::string(kInputStandIn);
  }
  const auto result = Check(RequestFor(text), phrase.position);
  if (!result.has_value() || result->verdict == Verdict::kAllow) return;
  Fail(phrase.position, "scene-not-clean",
       absl::StrFormat("this approved phrase breaks a rule; found: %s",
                       FoundRules(*result)),
       "say it differently, or mend the rule");
}

void BookTester::ReportUnreachedBranches(const Rule& rule,
                                         const ForbidEntry& entry) {
  const std::vector<Branch> branches = BranchesOf(entry.match.pattern);
  PatternSetBuilder builder;
  for (const Branch& branch : branches) {
    builder.Add(branch.forced, {.mode = rule.match});
  }
  const auto patterns = std::move(builder).Build();
  if (!patterns.ok()) return;  // the template as a whole is smaller and built
  std::vector<bool> reached(branches.size());
  for (const Example& example : rule.flags) {
    const FoldedText text = FoldedText::Fold(example.text, rule.match);
    const TextScan scan(**patterns, text, rule.match);
    for (const Candidate& candidate : scan.candidates()) {
      reached[static_cast<size_t>(candidate.pattern)] = true;
    }
  }
  std::string unreached;
  for (size_t i = 0; i < branches.size(); ++i) {
    if (reached[i]) continue;
    if (!unreached.empty()) unreached += ", ";
    unreached += branches[i].text;
  }
  if (unreached.empty()) return;
  Report(Diagnostic::Severity::kWarning, entry.match.position,
         "branch-without-example",
         absl::StrFormat("no example of %s reaches: %s", rule.id, unreached),
         "add an example under flags, or take the branch away");
}

bool BookTester::IsOff(const Rule& rule, const ForbidEntry& entry) const {
  if (!in_default_profile_) return false;
  const Profile& profile = DefaultProfile(library_);
  const std::string name = book_.id + "/" + rule.id;
  // The narrowest decides.
  for (const std::string& key : {name + "#" + entry.id, name, rule.norm}) {
    const auto found = profile.severity.find(key);
    if (found != profile.severity.end()) return !found->second.has_value();
  }
  return false;
}

// Whether an entry that is switched off would have found the text.
bool BookTester::IsForOffEntry(const Rule& rule, std::string_view text) const {
  PatternSetBuilder builder;
  for (const ForbidEntry& entry : rule.forbid) {
    if (IsOff(rule, entry)) {
      builder.Add(entry.match.pattern, {.mode = rule.match});
    }
  }
  const auto patterns = std::move(builder).Build();
  if (!patterns.ok()) return false;  // the library holds the same patterns
  const FoldedText folded = FoldedText::Fold(text, rule.match);
  return !TextScan(**patterns, folded, rule.match).candidates().empty();
}

void BookTester::RunRule(const Rule& rule) {
  const bool is_off =
      std::all_of(rule.forbid.begin(), rule.forbid.end(),
                  [&](const ForbidEntry& entry) { return IsOff(rule, entry); });
  if (is_off) return;
  for (const Example& example : rule.flags) RunFlag(rule, example);
  for (const Example& example : rule.allows) RunAllow(rule, example);
  for (const ForbidEntry& entry : rule.forbid) {
    if (!IsOff(rule, entry)) ReportUnreachedBranches(rule, entry);
  }
}

void BookTester::Run() {
  for (const Rule& rule : book_.rules) RunRule(rule);
  for (const auto& [scene, phrases] : book_.scenes) {
    for (const ScenePhrase& phrase : phrases) RunScenePhrase(phrase);
  }
}

}  // namespace

TestReport RunExamples(const Library& library) {
  TestReport report;
  for (const Phrasebook& book : library.phrasebooks()) {
    const size_t first = report.diagnostics.size();
    BookTester(library, book, &report).Run();
    std::stable_sort(report.diagnostics.begin() + static_cast<long>(first),
                     report.diagnostics.end(),
                     [](const Diagnostic& a, const Diagnostic& b) {
                       return a.position < b.position;
                     });
  }
  return report;
}

}  // namespace wanyan
