#ifndef WANYAN_CLI_TEST_LABELS_H_
#define WANYAN_CLI_TEST_LABELS_H_

#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "engine/library.h"

namespace wanyan {

// What `test --labels` was asked.
struct TestLabelsOptions {
  std::vector<std::string> paths;  // of files; - is standard input
  std::vector<std::string> norms;  // as IsOneOfNorms has them
  bool quiet = false;              // the table alone
  bool json = false;
};

// Compares what the books find in labelled replies with their labels, and
// prints it. A wrong line is told on standard error with its place, and the
// rest goes on. kUsage where there is no labelled reply at all, kUnchecked
// where a file, a line or a reply was left out; whatever is missed, else kOk:
// the figures are for the reader to judge.
ExitCode TestLabels(const Library& library, const TestLabelsOptions& options);

}  // namespace wanyan

#endif  // WANYAN_CLI_TEST_LABELS_H_
