#ifndef WANYAN_RULES_FORBID_H_
#define WANYAN_RULES_FORBID_H_

#include <vector>

#include "rules/circumstances.h"
#include "rules/context.h"
#include "rules/rule_set.h"
#include "rules/scanned_reply.h"

namespace wanyan {

// A match of a forbidden phrase that stands: what becomes a finding.
struct ForbidHit {
  int rule = 0;     // number in RuleSet::forbids
  int entry = 0;    // number in CompiledForbid::entries
  TextRange core;   // characters of the text in the rule's mode
  TextRange bytes;  // the core in bytes of the reply, not grown to graphemes
};

// Finds the forbidden phrases of a reply, in the order of their bytes:
//   1. a rule's candidates that an exception overlaps, that stand in a context
//      of its `unless`, or outside one of its `only_if`, are cancelled;
//   2. of the rest, the leftmost, the longest, the earliest entry is chosen,
//      and again behind it;
//      (both in rules/decision.h);
//   3. where hits of several rules overlap, one is left (rules/arbitration.h).
std::vector<ForbidHit> FindForbidden(const RuleSet& rules, ScannedReply* reply,
                                     const Circumstances& circumstances);

// Steps 1 and 2 alone: the hits of each rule, rule by rule.
std::vector<ForbidHit> ChooseHits(const RuleSet& rules, ScannedReply* reply,
                                  const Circumstances& circumstances,
                                  ContextEvaluator* contexts);

}  // namespace wanyan

#endif  // WANYAN_RULES_FORBID_H_
