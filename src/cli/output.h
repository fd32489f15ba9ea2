#ifndef WANYAN_CLI_OUTPUT_H_
#define WANYAN_CLI_OUTPUT_H_

#include <string_view>

#include "absl/status/status.h"
#include "cli/exit_code.h"

namespace wanyan {

// Writes to standard output, at once, so that a program at the other end of a
// pipe need not wait. Failures are kept for OutputIsComplete.
void WriteOutput(std::string_view text);

// Whether everything written so far has arrived; false, and says so on standard
// error, where a disk was full or the like.
bool OutputIsComplete();

// "wanyan: <message>" on standard error.
void PrintError(std::string_view message);

// The same for an error that ends the work; gives the outcome.
ExitCode ReportError(const absl::Status& error);

}  // namespace wanyan

#endif  // WANYAN_CLI_OUTPUT_H_
