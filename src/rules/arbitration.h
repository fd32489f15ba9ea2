#ifndef WANYAN_RULES_ARBITRATION_H_
#define WANYAN_RULES_ARBITRATION_H_

#include <vector>

#include "rules/forbid.h"
#include "rules/rule_set.h"

namespace wanyan {

// A hit that gave way to another.
struct Displacement {
  enum Reason {
    kOver,      // the other's rule is `over` its rule
    kSeverity,  // the other is graver
    kLonger,    // as grave, and longer
    kEarlier,   // as grave and long, of an earlier rule or at an earlier place
  };
  ForbidHit hit;
  ForbidHit by;
  Reason reason = kOver;
};

// One fault, one finding: leaves of overlapping hits the one that names the
// fault best. First `over`, from the top down, so that a hit that gives way
// pushes none aside itself; then, among what is left, the graver severity, the
// longer core, the earlier rule and the earlier place win, one after another.
// Hits of one rule do not overlap. The result is in the order of bytes; what is
// left out is added to `displaced`, which may be null.
std::vector<ForbidHit> Arbitrate(
    const RuleSet& rules, const std::vector<ForbidHit>& hits,
    std::vector<Displacement>* displaced = nullptr);

}  // namespace wanyan

#endif  // WANYAN_RULES_ARBITRATION_H_
