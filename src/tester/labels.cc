#include "tester/labels.h"

#include <algorithm>

#include "engine/checker.h"

namespace wanyan {
namespace {

std::optional<double> Ratio(int part, int whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / whole;
}

std::set<std::string> NormsOfRules(const Library& library) {
  std::set<std::string> norms;
  for (const Phrasebook& book : library.phrasebooks()) {
    for (const Rule& rule : book.rules) norms.insert(rule.norm);
  }
  return norms;
}

class Comparison {
 public:
  Comparison(const Library& library, const std::vector<std::string>& norms)
      : library_(library), wanted_(norms) {}

  LabelReport Run(const std::vector<LabelledReply>& replies) &&;

 private:
  bool IsWanted(const std::string& norm) const {
    return wanted_.empty() || IsOneOfNorms(norm, wanted_);
  }
  void AddNorms(const std::vector<LabelledReply>& replies);
  void Add(const LabelledReply& reply);
  void Compare(const LabelledReply& reply,
               const std::vector<Finding>& findings);
  // Adds one to a figure wherever the pair of reply and norm counts.
  void Count(const LabelledReply& reply, const std::string& norm,
             int LabelCounts::*figure);

  const Library& library_;
  const std::vector<std::string>& wanted_;
  LabelReport report_;
};

LabelReport Comparison::Run(const std::vector<LabelledReply>& replies) && {
  AddNorms(replies);
  for (const LabelledReply& reply : replies) Add(reply);
  return std::move(report_);
}

void Comparison::AddNorms(const std::vector<LabelledReply>& replies) {
  const std::set<std::string> of_rules = NormsOfRules(library_);
  for (const std::string& norm : of_rules) {
    if (IsWanted(norm)) report_.by_norm[norm];
  }
  for (const LabelledReply& reply : replies) {
    for (const std::string& norm : reply.norms) {
      if (!IsWanted(norm)) continue;
      report_.by_norm[norm];
      if (!of_rules.contains(norm)) report_.norms_without_rule.insert(norm);
    }
  }
}

void Comparison::Add(const LabelledReply& reply) {
  ++report_.replies;
  CheckRequest request;
  request.reply = reply.text;
  request.locale = reply.locale;
  request.want_rewrite = false;
  const absl::StatusOr<CheckResult> result = CheckReply(library_, request);
  if (!result.ok()) {
    report_.unchecked.push_back(
        {reply, std::string(result.status().message())});
  } else if (result->unchecked != UncheckedReason::kNone) {
    report_.unchecked.push_back({reply, result->unchecked_reason});
  } else {
    Compare(reply, result->findings);
  }
}

void Comparison::Compare(const LabelledReply& reply,
                         const std::vector<Finding>& findings) {
  report_.by_locale[reply.locale];
  std::set<std::string> found_norms;
  std::vector<std::string> found_rules;
  for (const Finding& finding : findings) {
    found_rules.push_back(finding.rule);
    const bool is_first = found_norms.insert(finding.norm).second;
    if (!is_first || !IsWanted(finding.norm)) continue;
    if (reply.norms.contains(finding.norm)) {
      Count(reply, finding.norm, &LabelCounts::found);
      continue;
    }
    Count(reply, finding.norm, &LabelCounts::falsely_found);
    report_.false_findings.push_back(
        {reply, finding.norm, finding.rule, finding.matched_text});
  }
  for (const std::string& norm : reply.norms) {
    if (found_norms.contains(norm) || !IsWanted(norm)) continue;
    Count(reply, norm, &LabelCounts::missed);
    report_.misses.push_back({reply, norm, found_rules});
  }
}

void Comparison::Count(const LabelledReply& reply, const std::string& norm,
                       int LabelCounts::*figure) {
  ++(report_.all.*figure);
  ++(report_.by_norm[norm].*figure);
  ++(report_.by_locale[reply.locale].*figure);
  ++(report_.by_norm_and_locale[{norm, reply.locale}].*figure);
}

}  // namespace

std::optional<double> LabelCounts::Precision() const {
  return Ratio(found, found + falsely_found);
}

std::optional<double> LabelCounts::Recall() const {
  return Ratio(found, labelled());
}

std::optional<double> LabelCounts::F1() const {
  return Ratio(2 * found, 2 * found + missed + falsely_found);
}

bool IsOneOfNorms(std::string_view norm,
                  const std::vector<std::string>& patterns) {
  return std::ranges::any_of(patterns, [&](std::string_view pattern) {
    if (!pattern.ends_with('*')) return norm == pattern;
    pattern.remove_suffix(1);
    return norm.starts_with(pattern);
  });
}

LabelReport CompareWithLabels(const Library& library,
                              const std::vector<LabelledReply>& replies,
                              const std::vector<std::string>& norms) {
  return Comparison(library, norms).Run(replies);
}

}  // namespace wanyan
