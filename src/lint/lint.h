#ifndef WANYAN_LINT_LINT_H_
#define WANYAN_LINT_LINT_H_

#include <vector>

#include "engine/library.h"
#include "phrasebook/diagnostic.h"

namespace wanyan {

// Advice on books that load: warnings, each with the place and a way out, in
// the order of books and places.
//   rewrite-breaks-rule   the rewritten reply of an example, or the text of a
//                         rewrite alone, is found by a rule of the same profile
//   rewrite-cycle         two rules rewrite into each other
//   duplicate-template    the same after folding, in one rule or in two
//   no-anchor             a rule without literal text, and what that costs
std::vector<Diagnostic> Lint(const Library& library);

}  // namespace wanyan

#endif  // WANYAN_LINT_LINT_H_
