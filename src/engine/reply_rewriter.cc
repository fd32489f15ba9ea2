#include "engine/reply_rewriter.h"

#include <algorithm>
#include <numeric>
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

// Why a finding cannot be mended: of what stands in the way of its suggestions,
// what the agent can help with comes first.
RewriteReason WhyNot(const Finding& finding) {
  const auto any = [&](auto stands_in_the_way) {
    return std::any_of(finding.suggestions.begin(), finding.suggestions.end(),
                       stands_in_the_way);
  };
  if (finding.suggestions.empty()) return RewriteReason::kNoSuggestion;
  if (any([](const Suggestion& s) { return s.needs_input; })) {
    return RewriteReason::kNeedsInput;
  }
  if (any([](const Suggestion& s) { return s.loses_fact; })) {
    return RewriteReason::kLosesFact;
  }
  return RewriteReason::kNotSafe;
}

// Which alternative of each finding is applied.
class Combination {
 public:
  explicit Combination(const Choices& choices)
      : choices_(choices), digits_(choices.size()) {
    Rebuild();
  }

  const std::vector<Edit>& edits() const { return edits_; }

  // Goes on to the next of all combinations; false behind the last.
  bool AdvanceAnywhere() {
    std::vector<size_t> all(digits_.size());
    std::iota(all.begin(), all.end(), size_t{0});
    const bool more = Count(all);
    Rebuild();
    return more;
  }

  // Goes on to other alternatives where what needs mending in the mended
  // text, `left`, stands in or beside what was put in: each of these places
  // counts through its combinations like the digits of a number, and begins
  // again behind the last. False where no place has another one.
  bool AdvanceAt(const std::vector<Finding>& left) {
    const std::vector<TextRange> places = PlacesOfReplacements(edits_);
    std::vector<bool> advanced(digits_.size());
    bool any = false;
    for (const Finding& finding : left) {
      const std::vector<size_t> blamed = DigitsAt(finding.span, places);
      const bool done = std::any_of(blamed.begin(), blamed.end(),
                                    [&](size_t i) { return advanced[i]; });
      if (blamed.empty() || done) continue;
      for (size_t i : blamed) advanced[i] = true;
      any |= Count(blamed);
    }
    Rebuild();
    return any;
  }

 private:
  void Rebuild() {
    std::vector<Edit> edits;
    for (size_t i = 0; i < digits_.size(); ++i) {
      edits.push_back({Chosen(i).span, Chosen(i).replacement});
    }
    edits_ = DisjointEdits(edits);
    edit_of_.clear();
    for (const Edit& edit : edits) edit_of_.push_back(Surviving(edit));
  }

  // The number of the edit that takes effect where `edit` was meant to: itself
  // or a larger one; edits_.size() where there is none.
  size_t Surviving(const Edit& edit) const {
    const auto found =
        std::find_if(edits_.begin(), edits_.end(), [&](const Edit& applied) {
          return applied == edit || applied.span.Overlaps(edit.span);
        });
    return static_cast<size_t>(found - edits_.begin());
  }

  const Suggestion& Chosen(size_t i) const { return *choices_[i][digits_[i]]; }

  // The findings whose alternatives are put in at `span` of the mended text.
  std::vector<size_t> DigitsAt(TextRange span,
                               const std::vector<TextRange>& places) const {
    std::vector<size_t> digits;
    for (size_t i = 0; i < digits_.size(); ++i) {
      if (edit_of_[i] == places.size()) continue;
      const TextRange place = places[edit_of_[i]];
      if (place.begin <= span.end && span.begin <= place.end) {
        digits.push_back(i);
      }
    }
    return digits;
  }

  bool Count(const std::vector<size_t>& digits) {
    for (auto i = digits.rbegin(); i != digits.rend(); ++i) {
      if (++digits_[*i] < choices_[*i].size()) return true;
      digits_[*i] = 0;
    }
    return false;
  }

  const Choices& choices_;
  std::vector<size_t> digits_;
  std::vector<Edit> edits_;
  std::vector<size_t> edit_of_;  // by finding: its number in edits_
};

class Rewriter {
 public:
  explicit Rewriter(const Recheck& recheck) : recheck_(recheck) {}

  // A clean text that mending `text` leads to: by one of its findings'
  // alternatives, else by mending in turn what one of them left or broke.
  std::optional<std::string> Mend(std::string_view text,
                                  const std::vector<Finding>& findings,
                                  int depth) {
    const Choices choices = ChoicesFor(findings);
    const bool hopeless =
        std::any_of(choices.begin(), choices.end(),
                    [](const auto& of_finding) { return of_finding.empty(); });
    if (hopeless) return std::nullopt;
    std::vector<Attempt> attempts;
    if (auto clean = TryAlternatives(text, choices, &attempts)) return clean;
    if (depth == kMaxDepth) return std::nullopt;
    for (const Attempt& attempt : attempts) {
      if (attempt.text == text) continue;
      if (auto clean = Mend(attempt.text, attempt.left, depth + 1)) {
        return clean;
      }
    }
    return std::nullopt;
  }

 private:
  // A mended text, and what needs mending in it.
  struct Attempt {
    std::string text;
    std::vector<Finding> left;
  };

  // Returns a clean text, or notes the attempts, the one that left the least
  // first.
  std::optional<std::string> TryAlternatives(std::string_view text,
                                             const Choices& choices,
                                             std::vector<Attempt>* attempts) {
    Combination combination(choices);
    bool more = true;
    while (more && rechecks_ < kMaxRechecks) {
      ++rechecks_;
      std::string mended = ApplyEdits(text, combination.edits());
      auto left = recheck_(mended);
      if (!left.has_value()) {
        more = combination.AdvanceAnywhere();
        continue;
      }
      std::erase_if(*left, [](const Finding& f) { return !NeedsMending(f); });
      if (left->empty()) return mended;
      more = combination.AdvanceAt(*left);
      attempts->push_back({std::move(mended), *std::move(left)});
    }
    std::stable_sort(attempts->begin(), attempts->end(),
                     [](const Attempt& a, const Attempt& b) {
                       return a.left.size() < b.left.size();
                     });
    return std::nullopt;
  }

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
