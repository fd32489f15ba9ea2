#include "rules/forbid.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "rules/arbitration.h"
#include "rules/context.h"
#include "text/locale.h"

namespace wanyan {
namespace {

template <typename Container, typename Value>
bool Contains(const Container& container, const Value& value) {
  return std::find(container.begin(), container.end(), value) !=
         container.end();
}

bool Applies(const Rule& rule, const Circumstances& circumstances) {
  const bool locale =
      rule.locales.empty() ||
      std::any_of(rule.locales.begin(), rule.locales.end(),
                  [&](const std::string& range) {
                    return LocaleMatches(range, circumstances.locale);
                  });
  const bool labels =
      rule.when_labels.empty() ||
      std::any_of(circumstances.labels.begin(), circumstances.labels.end(),
                  [&](const std::string& label) {
                    return Contains(rule.when_labels, label);
                  });
  const bool channel = rule.when_channels.empty() ||
                       Contains(rule.when_channels, circumstances.channel);
  return locale && labels && channel;
}

// What becomes of a candidate: cancelled by an exception or context, passed
// over for one before it, or chosen.
enum class Outcome { kCancelled, kPassed, kChosen };

// A candidate of one rule on its way to a hit.
struct RuleCandidate {
  Candidate candidate;
  int entry = 0;
  Outcome outcome = Outcome::kPassed;
};

// Leftmost first, then the longest, then the earlier entry.
bool Preferred(const RuleCandidate& a, const RuleCandidate& b) {
  return std::make_tuple(a.candidate.core.begin, b.candidate.core.end,
                         a.entry) <
         std::make_tuple(b.candidate.core.begin, a.candidate.core.end, b.entry);
}

std::vector<RuleCandidate> CandidatesOf(const CompiledForbid& rule,
                                        ScannedReply* reply) {
  std::vector<RuleCandidate> candidates;
  for (size_t entry = 0; entry < rule.entries.size(); ++entry) {
    for (const Candidate& candidate :
         reply->Scan(rule.source->match).Of(rule.entries[entry].pattern)) {
      candidates.push_back(
          {.candidate = candidate, .entry = static_cast<int>(entry)});
    }
  }
  std::sort(candidates.begin(), candidates.end(), Preferred);
  return candidates;
}

bool IsCancelled(const CompiledForbid& rule, TextRange core,
                 const ScannedReply& reply, ContextEvaluator* contexts) {
  const FoldMode mode = rule.source->match;
  if (rule.except != kNoPattern &&
      contexts->Hits(rule.except, mode).AnyOverlapping(core)) {
    return true;
  }
  const TextRange folded = reply.ToFolded(core, mode);
  // What folding drops stands in no context.
  if (folded.empty()) return !rule.only_if.empty();
  const auto holds = [&](int context) {
    return contexts->Holds(context, folded);
  };
  return std::any_of(rule.unless.begin(), rule.unless.end(), holds) ||
         !std::all_of(rule.only_if.begin(), rule.only_if.end(), holds);
}

// Steps 1 and 2 for one rule, and the ends of its candidates' lives.
void ChooseLeftmostLongest(const CompiledForbid& rule,
                           const ScannedReply& reply,
                           ContextEvaluator* contexts,
                           std::vector<RuleCandidate>* candidates) {
  uint32_t chosen_end = 0;
  for (auto& [candidate, entry, outcome] : *candidates) {
    if (candidate.core.begin < chosen_end) {
      outcome = Outcome::kPassed;
    } else if (IsCancelled(rule, candidate.core, reply, contexts)) {
      outcome = Outcome::kCancelled;
    } else {
      outcome = Outcome::kChosen;
      chosen_end = candidate.core.end;
    }
  }
}

}  // namespace

std::vector<ForbidHit> FindForbidden(const RuleSet& rules, ScannedReply* reply,
                                     const Circumstances& circumstances) {
  ContextEvaluator contexts(rules, reply);
  std::vector<ForbidHit> hits;
  for (size_t number = 0; number < rules.forbids.size(); ++number) {
    const CompiledForbid& rule = rules.forbids[number];
    if (rule.entries.empty() || !Applies(*rule.source, circumstances)) continue;
    std::vector<RuleCandidate> candidates = CandidatesOf(rule, reply);
    ChooseLeftmostLongest(rule, *reply, &contexts, &candidates);
    for (const auto& [candidate, entry, outcome] : candidates) {
      if (outcome != Outcome::kChosen) continue;
      hits.push_back(
          {.rule = static_cast<int>(number),
           .entry = entry,
           .core = candidate.core,
           .bytes = reply->ToBytes(candidate.core, rule.source->match)});
    }
  }
  return Arbitrate(rules, std::move(hits));
}

}  // namespace wanyan
