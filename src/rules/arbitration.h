#ifndef WANYAN_RULES_ARBITRATION_H_
#define WANYAN_RULES_ARBITRATION_H_

#include <vector>

#include "rules/forbid.h"
#include "rules/rule_set.h"

namespace wanyan {

// One fault, one finding: leaves of overlapping hits the one that names the
// fault best. First `over`, from the top down, so that a hit that gives way
// pushes none aside itself; then, among what is left, the graver severity, the
// longer core, the earlier rule and the earlier place win, one after another.
// Hits of one rule do not overlap. The result is in the order of bytes.
std::vector<ForbidHit> Arbitrate(const RuleSet& rules,
                                 std::vector<ForbidHit> hits);

}  // namespace wanyan

#endif  // WANYAN_RULES_ARBITRATION_H_
