#ifndef WANYAN_TESTER_BRANCHES_H_
#define WANYAN_TESTER_BRANCHES_H_

#include <string>
#include <vector>

#include "match/pattern.h"

namespace wanyan {

// One alternative or option of a template, on its own.
struct Branch {
  // The branch in template notation.
  std::string text;
  // The template with this branch taken: it matches just what the template
  // matches by way of the branch.
  Pattern forced;
};

// All branches of a template, those inside its sets not counted: a set is
// shared, and no one rule's examples have to reach all of it.
std::vector<Branch> BranchesOf(const Pattern& pattern);

}  // namespace wanyan

#endif  // WANYAN_TESTER_BRANCHES_H_
