#include "rules/forbid.h"

#include "rules/arbitration.h"
#include "rules/decision.h"

namespace wanyan {

std::vector<ForbidHit> ChooseHits(const RuleSet& rules, ScannedReply* reply,
                                  const Circumstances& circumstances,
                                  ContextEvaluator* contexts) {
  std::vector<ForbidHit> hits;
  for (size_t number = 0; number < rules.forbids.size(); ++number) {
    const CompiledForbid& rule = rules.forbids[number];
    if (rule.entries.empty() ||
        ObstacleFor(*rule.source, circumstances) != Obstacle::kNone) {
      continue;
    }
    for (const RuleCandidate& decided :
         DecideCandidates(rule, reply, contexts)) {
      if (decided.outcome != RuleCandidate::kChosen) continue;
      const TextRange core = decided.candidate.core;
      hits.push_back({.rule = static_cast<int>(number),
                      .entry = decided.entry,
                      .core = core,
                      .bytes = reply->ToBytes(core, rule.source->match)});
    }
  }
  return hits;
}

std::vector<ForbidHit> FindForbidden(const RuleSet& rules, ScannedReply* reply,
                                     const Circumstances& circumstances) {
  ContextEvaluator contexts(rules, reply);
  return Arbitrate(rules, ChooseHits(rules, reply, circumstances, &contexts));
}

}  // namespace wanyan
