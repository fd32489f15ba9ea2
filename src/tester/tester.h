#ifndef WANYAN_TESTER_TESTER_H_
#define WANYAN_TESTER_TESTER_H_

#include <string>
#include <vector>

#include "engine/library.h"
#include "yaml/diagnostic.h"

namespace wanyan {

// What running the examples of a library's books showed.
struct TestReport {
  int examples = 0;
  // One for each example that did not do what it says, and (as a warning) for
  // each branch of a template that no example reaches; in the order of places.
  std::vector<Diagnostic> diagnostics;

  bool passed() const { return !HasErrors(diagnostics); }
};

// Runs every example of every rule through CheckReply, with the default
// profile, so that other rules have their say:
//   flags   the rule finds something; its `match` is what was found, and its
//           `rewrite` the whole reply afterwards
//   allows  the rule finds nothing
//   scenes  no rule finds anything but hints (inputs filled with a dash)
// An entry or rule that the default profile switches off is not tested.
TestReport RunExamples(const Library& library);

}  // namespace wanyan

#endif  // WANYAN_TESTER_TESTER_H_
