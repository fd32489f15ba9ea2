#ifndef WANYAN_RULES_FORBID_H_
#define WANYAN_RULES_FORBID_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_set.h"
#include "rules/scanned_reply.h"

namespace wanyan {

// What the caller says about a reply, beside its text.
struct Circumstances {
  std::string locale;  // normal form
  std::vector<std::string> labels;
  std::string channel;
};

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
//   3. where hits of several rules overlap, one is left (rules/arbitration.h).
std::vector<ForbidHit> FindForbidden(const RuleSet& rules, ScannedReply* reply,
                                     const Circumstances& circumstances);

}  // namespace wanyan

#endif  // WANYAN_RULES_FORBID_H_
