#ifndef WANYAN_CLI_DIAGNOSTICS_H_
#define WANYAN_CLI_DIAGNOSTICS_H_

#include <string>
#include <string_view>
#include <vector>

#include "yaml/diagnostic.h"

namespace wanyan {

// Each diagnostic as FormatDiagnostic has it, with an empty line behind, on
// standard output.
void WriteDiagnostics(const std::vector<Diagnostic>& diagnostics);

// "no failures", "1 failure", "2 failures": the diagnostics of a severity.
std::string Counted(const std::vector<Diagnostic>& diagnostics,
                    Diagnostic::Severity severity, std::string_view noun);

}  // namespace wanyan

#endif  // WANYAN_CLI_DIAGNOSTICS_H_
