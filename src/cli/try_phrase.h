#ifndef WANYAN_CLI_TRY_PHRASE_H_
#define WANYAN_CLI_TRY_PHRASE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "tester/trial.h"

namespace wanyan {

// How the hits of `try` are shown, and where replies come from.
struct TryOptions {
  std::vector<std::string> paths;  // - is standard input
  bool jsonl = false;              // whatever a file is called
  bool only_new = false;
  int64_t limit = 50;             // hits that are shown
  std::optional<int64_t> sample;  // in place of `limit`: as many, at random
  uint64_t seed = 1;
};

// Tries a phrase on every reply of the files and prints what it hits. What
// cannot be read is told on standard error with its place, and the rest goes
// on. kUsage where there is no reply at all, kUnchecked where a file or a line
// was left out, else kOk.
ExitCode TryPhrase(PhraseTrial* trial, const TryOptions& options);

}  // namespace wanyan

#endif  // WANYAN_CLI_TRY_PHRASE_H_
