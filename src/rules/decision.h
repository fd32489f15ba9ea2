#ifndef WANYAN_RULES_DECISION_H_
#define WANYAN_RULES_DECISION_H_

#include <vector>

#include "rules/context.h"
#include "rules/rule_set.h"
#include "rules/scanned_reply.h"

// What becomes of the candidates of one rule, before rules are compared with
// each other. FindForbidden goes by these decisions, and rules/explain.h tells
// them to people.

namespace wanyan {

// Why a candidate is cancelled, or that it is not.
struct Cancellation {
  enum Cause {
    kNone,
    kException,  // an exception of the rule overlaps it
    kUnless,     // it stands in the context
    kOnlyIf,     // it stands outside the context
  };
  Cause cause = kNone;
  // Index into CompiledForbid::unless or only_if; -1 for the other causes.
  int index = -1;
};

// A candidate of one rule, and what becomes of it.
struct RuleCandidate {
  enum Outcome {
    kCancelled,
    kPassed,  // one that was chosen before covers its first character
    kChosen,
  };
  Candidate candidate;
  int entry = 0;  // number in CompiledForbid::entries
  Outcome outcome = kPassed;
  Cancellation cancellation;  // of kCancelled
};

// The candidates of a rule, each with what becomes of it, in the order in which
// that was decided: the leftmost, the longest, the earliest entry first.
std::vector<RuleCandidate> DecideCandidates(const CompiledForbid& rule,
                                            ScannedReply* reply,
                                            ContextEvaluator* contexts);

}  // namespace wanyan

#endif  // WANYAN_RULES_DECISION_H_
