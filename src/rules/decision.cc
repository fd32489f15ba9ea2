#include "rules/decision.h"

#include <algorithm>
#include <tuple>

namespace wanyan {
namespace {

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

Cancellation CancellationOf(const CompiledForbid& rule, TextRange core,
                            const ScannedReply& reply,
                            ContextEvaluator* contexts) {
  const FoldMode mode = rule.source->match;
  if (rule.except != kNoPattern &&
      contexts->Hits(rule.except, mode).AnyOverlapping(core)) {
    return {.cause = Cancellation::kException};
  }
  // What folding drops stands in no context.
  const TextRange folded = reply.ToFolded(core, mode);
  const auto holds = [&](int context) {
    return !folded.empty() && contexts->Holds(context, folded);
  };
  for (size_t i = 0; i < rule.unless.size(); ++i) {
    if (!holds(rule.unless[i])) continue;
    return {.cause = Cancellation::kUnless, .index = static_cast<int>(i)};
  }
  for (size_t i = 0; i < rule.only_if.size(); ++i) {
    if (holds(rule.only_if[i])) continue;
    return {.cause = Cancellation::kOnlyIf, .index = static_cast<int>(i)};
  }
  return {};
}

}  // namespace

std::vector<RuleCandidate> DecideCandidates(const CompiledForbid& rule,
                                            ScannedReply* reply,
                                            ContextEvaluator* contexts) {
  std::vector<RuleCandidate> candidates = CandidatesOf(rule, reply);
  uint32_t chosen_end = 0;
  for (RuleCandidate& decided : candidates) {
    const TextRange core = decided.candidate.core;
    if (core.begin < chosen_end) continue;  // passed
    decided.cancellation = CancellationOf(rule, core, *reply, contexts);
    if (decided.cancellation.cause != Cancellation::kNone) {
      decided.outcome = RuleCandidate::kCancelled;
    } else {
      decided.outcome = RuleCandidate::kChosen;
      chosen_end = core.end;
    }
  }
  return candidates;
}

}  // namespace wanyan
