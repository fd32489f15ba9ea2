#include "report/explanation.h"

#include <vector>

#include "absl/strings/str_format.h"
#include "report/excerpt.h"
#include "report/terminal_cells.h"

namespace wanyan {
namespace {

std::string Quote(std::string_view text) {
  return absl::StrFormat("\"%s\"", Printable(text));
}

// Writes about the rules of one reply.
class ExplanationWriter {
 public:
  explicit ExplanationWriter(std::string_view reply) : reply_(reply) {}

  void Write(const RuleExplanation& rule);
  std::string Take() && { return std::move(text_); }

 private:
  // `"没办法" at 1:7`.
  std::string Place(TextRange bytes) const;
  // What decided, each with its name where `with_names`.
  std::string Witnesses(const std::vector<Witness>& witnesses,
                        bool with_names) const;
  std::string FateOf(const CandidateExplanation& candidate) const;
  void WriteComparedText(const RuleExplanation& rule);
  void WriteNearest(const NearEntry& nearest);
  // Why the rule does not run; empty where it does.
  static std::string_view ReasonNotToRun(const RuleExplanation& rule);

  const std::string_view reply_;
  std::string compared_as_;  // as was told last
  std::string text_;
};

std::string ExplanationWriter::Place(TextRange bytes) const {
  return absl::StrFormat("%s at %s",
                         Quote(reply_.substr(bytes.begin, bytes.size())),
                         LineAndColumn(reply_, bytes.begin));
}

std::string ExplanationWriter::Witnesses(const std::vector<Witness>& witnesses,
                                         bool with_names) const {
  std::string text;
  for (const Witness& witness : witnesses) {
    if (!text.empty()) text += "; ";
    if (with_names) absl::StrAppendFormat(&text, "%s, ", witness.name);
    text += Place(witness.bytes);
  }
  return text;
}

std::string ExplanationWriter::FateOf(
    const CandidateExplanation& candidate) const {
  const std::string& by = candidate.by;
  const std::string where = Witnesses(candidate.witnesses, false);
  const std::string who = Witnesses(candidate.witnesses, true);
  switch (candidate.fate) {
    case CandidateExplanation::kFound:
      return "found";
    case CandidateExplanation::kException:
      return absl::StrFormat("cancelled by an exception: %s", who);
    case CandidateExplanation::kUnless:
      return who.empty()
                 ? absl::StrFormat("cancelled by the context %s", by)
                 : absl::StrFormat("cancelled by the context %s: %s", by, who);
    case CandidateExplanation::kOnlyIf:
      return absl::StrFormat("cancelled: it stands outside the context %s", by);
    case CandidateExplanation::kPassed:
      return absl::StrFormat("passed over for %s", where);
    case CandidateExplanation::kOver:
      return absl::StrFormat("gives way to %s, which is over this rule: %s", by,
                             where);
    case CandidateExplanation::kSeverity:
      return absl::StrFormat("gives way to %s, which is graver: %s", by, where);
    case CandidateExplanation::kLonger:
      return absl::StrFormat("gives way to %s, which is longer: %s", by, where);
    case CandidateExplanation::kEarlier:
      return absl::StrFormat("gives way to %s, which stands earlier: %s", by,
                             where);
  }
  return "";
}

void ExplanationWriter::WriteComparedText(const RuleExplanation& rule) {
  if (rule.folded == compared_as_) return;
  compared_as_ = rule.folded;
  absl::StrAppendFormat(&text_, "  compared as: %s\n", Printable(rule.folded));
}

std::string_view ExplanationWriter::ReasonNotToRun(
    const RuleExplanation& rule) {
  if (rule.is_off) return "the profile switches it off";
  switch (rule.obstacle) {
    case Obstacle::kNone:
      return "";
    case Obstacle::kLocale:
      return "its `locales` do not have the reply's";
    case Obstacle::kLabels:
      return "its `when: labels` has none of the caller's";
    case Obstacle::kChannel:
      return "its `when: channels` does not have the caller's";
  }
  return "";
}

void ExplanationWriter::WriteNearest(const NearEntry& nearest) {
  const NearMiss& miss = nearest.miss;
  absl::StrAppendFormat(
      &text_, "  no match; the nearest is %s:\n    %s matches %s, but %s %s\n",
      nearest.entry, miss.matched, Place(nearest.bytes), miss.rest,
      miss.rest_is_first ? "does not stand in front of it"
                         : "does not follow it");
}

void ExplanationWriter::Write(const RuleExplanation& rule) {
  absl::StrAppendFormat(&text_, "\n%s (%s)\n", rule.rule, rule.norm);
  const std::string_view reason = ReasonNotToRun(rule);
  if (!reason.empty()) {
    absl::StrAppendFormat(&text_, "  does not run: %s\n", reason);
    return;
  }
  WriteComparedText(rule);
  for (const CandidateExplanation& candidate : rule.candidates) {
    absl::StrAppendFormat(&text_, "  %s, by %s: %s\n", Place(candidate.bytes),
                          candidate.entry, FateOf(candidate));
  }
  if (rule.more_candidates > 0) {
    absl::StrAppendFormat(&text_, "  and %d matches more\n",
                          rule.more_candidates);
  }
  if (!rule.candidates.empty()) return;
  if (rule.nearest.has_value()) {
    WriteNearest(*rule.nearest);
  } else {
    text_ += "  no match, not even of the beginning or end of a template\n";
  }
}

}  // namespace

std::string FormatExplanation(std::string_view reply,
                              const ReplyExplanation& explanation,
                              bool only_candidates) {
  ExplanationWriter writer(reply);
  bool wrote_any = false;
  for (const RuleExplanation& rule : explanation.rules) {
    if (only_candidates && rule.candidates.empty()) continue;
    writer.Write(rule);
    wrote_any = true;
  }
  std::string text = absl::StrFormat("locale: %s\n", explanation.locale) +
                     std::move(writer).Take();
  for (const std::string& rule : explanation.of_other_languages) {
    absl::StrAppendFormat(
        &text, "\n%s\n  does not run: its book is for another language\n",
        rule);
  }
  for (const std::string& rule : explanation.of_other_books) {
    absl::StrAppendFormat(
        &text, "\n%s\n  does not run: the profile leaves its book out\n", rule);
  }
  if (only_candidates && !wrote_any) {
    text += "\nno template of any rule matches\n";
  }
  return text;
}

}  // namespace wanyan
