#include "engine/reply_rewriter.h"

#include <algorithm>
#include <utility>

#include "rewrite/edit.h"

namespace wanyan {
namespace {

// How often what a rewrite broke may be mended in turn.
constexpr int kMaxDepth = 3;

bool NeedsMending(const Finding& finding) {
  return finding.severity >= Severity::kWarning;
}

// The applicable suggestions of each finding that needs mending.
using Choices = std::vector<std::vector<const Suggestion*>>;

Choices ChoicesFor(const std::vector<Finding>& findings) {
  Choices choices;
  for (const Finding& finding : findings) {
    if (!NeedsMending(finding)) continue;
    auto& of_finding = choices.emplace_back();
    for (const Suggestion& suggestion : finding.suggestions) {
      if (suggestion.applicable) of_finding.push_back(&suggestion);
    }
  }
  return choices;
}

// Why a finding cannot be mended: what stands in the way of all suggestions.
RewriteReason WhyNot(const Finding& finding) {
  const auto all = [&](auto stands_in_the_way) {
    return std::all_of(finding.suggestions.begin(), finding.suggestions.end(),
                       stands_in_the_way);
  };
  if (finding.suggestions.empty()) return RewriteReason::kNoSuggestion;
  if (all([](const Suggestion& s) { return s.needs_input; })) {
    return RewriteReason::kNeedsInput;
  }
  if (all([](const Suggestion& s) { return s.loses_fact; })) {
    return RewriteReason::kLosesFact;
  }
  return RewriteReason::kNotSafe;
}

// Tries combinations of alternatives, like the digits of a number: the first
// alternatives of all findings, then the second of the last …
class Odometer {
 public:
  explicit Odometer(const Choices& choices)
      : choices_(choices), digits_(choices.size()) {}

  std::vector<Edit> Edits() const {
    std::vector<Edit> edits;
    for (size_t i = 0; i < digits_.size(); ++i) {
      const Suggestion& chosen = *choices_[i][digits_[i]];
      edits.push_back({chosen.span, chosen.replacement});
    }
    return DisjointEdits(std::move(edits));
  }

  bool Next() {
    for (size_t i = digits_.size(); i > 0; --i) {
      if (++digits_[i - 1] < choices_[i - 1].size()) return true;
      digits_[i - 1] = 0;
    }
    return false;
  }

 private:
  const Choices& choices_;
  std::vector<size_t> digits_;
};

class Rewriter {
 public:
  explicit Rewriter(const Recheck& recheck) : recheck_(recheck) {}

  // A clean text that mending `text` leads to.
  std::optional<std::string> Mend(std::string_view text,
                                  const std::vector<Finding>& findings,
                                  int depth) {
    const Choices choices = ChoicesFor(findings);
    const bool hopeless =
        std::any_of(choices.begin(), choices.end(),
                    [](const auto& of_finding) { return of_finding.empty(); });
    if (hopeless) return std::nullopt;
    Odometer odometer(choices);
    do {
      if (rechecks_ == kMaxRechecks) return std::nullopt;
      ++rechecks_;
      std::string mended = ApplyEdits(text, odometer.Edits());
      const std::vector<Finding> left = recheck_(mended);
      if (std::none_of(left.begin(), left.end(), NeedsMending)) return mended;
      if (depth < kMaxDepth && mended != text) {
        if (auto further = Mend(mended, left, depth + 1)) return further;
      }
    } while (odometer.Next());
    return std::nullopt;
  }

 private:
  const Recheck& recheck_;
  int rechecks_ = 0;
};

}  // namespace

RewriteOutcome RewriteReply(std::string_view reply,
                            const std::vector<Finding>& findings,
                            const Recheck& recheck) {
  if (std::none_of(findings.begin(), findings.end(), NeedsMending)) return {};
  for (const Finding& finding : findings) {
    const bool can_mend = std::any_of(
        finding.suggestions.begin(), finding.suggestions.end(),
        [](const Suggestion& suggestion) { return suggestion.applicable; });
    if (NeedsMending(finding) && !can_mend) {
      return {std::nullopt, WhyNot(finding)};
    }
  }
  Rewriter rewriter(recheck);
  if (auto rewrite = rewriter.Mend(reply, findings, 1)) {
    return {std::move(rewrite), RewriteReason::kNone};
  }
  return {std::nullopt, RewriteReason::kNotClean};
}

}  // namespace wanyan
