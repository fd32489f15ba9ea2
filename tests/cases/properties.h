#ifndef WANYAN_TESTS_CASES_PROPERTIES_H_
#define WANYAN_TESTS_CASES_PROPERTIES_H_

#include "engine/checker.h"
#include "engine/library.h"

namespace wanyan {

// Expects of a result what holds for every reply and phrasebook:
//   - findings are in order; their spans are whole graphemes of the reply, not
//     empty, and the matched texts are what stands there;
//   - suggestions lie within the reply, at borders of code points, and are
//     UTF-8;
//   - a rewrite is UTF-8, is checked clean, is left as it is by a second run,
//     and holds every fact of the reply outside of what is forbidden;
//   - a second check of the same request gives the same result.
void ExpectProperties(const Library& library, const CheckRequest& request,
                      const CheckResult& result);

}  // namespace wanyan

#endif  // WANYAN_TESTS_CASES_PROPERTIES_H_
