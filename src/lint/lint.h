#ifndef WANYAN_LINT_LINT_H_
#define WANYAN_LINT_LINT_H_

#include <vector>

#include "engine/library.h"
#include "yaml/diagnostic.h"

namespace wanyan {

// Advice on books that load: warnings, each with the place and a way out, in
// the order of books and places.
//   rewrite-breaks-rule      the text of a rewrite is found by a rule of the
//                            same profile, or no rewrite of an example is clean
//   rewrite-cycle            two rules rewrite into each other
//   duplicate-template       the same after folding, in one rule or in two that
//                            apply alike
//   exception-never-applies  an exception that shares no character with any
//                            template of its rule
//   no-anchor                a regular expression without literal text, and
//                            what that costs
// Replies are checked with the default profile, those of a book that it leaves
// out with that book alone. What it does not find may still be there: it looks
// at texts, not at all that templates could match.
std::vector<Diagnostic> Lint(const Library& library);

}  // namespace wanyan

#endif  // WANYAN_LINT_LINT_H_
