#ifndef WANYAN_CLI_BOOK_COMMANDS_H_
#define WANYAN_CLI_BOOK_COMMANDS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "engine/library.h"
#include "phrasebook/diagnostic.h"

// What `test` and `lint` share: a folder of books in, diagnostics out.

namespace wanyan {

// The argument DIR.
void AddDirectory(CLI::App* command, std::string* directory);

// The library of `directory`, which may be empty for the usual one.
absl::StatusOr<std::shared_ptr<const Library>> LoadBooks(
    const std::string& directory);

// Each diagnostic as FormatDiagnostic has it, with an empty line behind.
void WriteDiagnostics(const std::vector<Diagnostic>& diagnostics);

// "no failures", "1 failure", "2 failures": the diagnostics of a severity.
std::string Counted(const std::vector<Diagnostic>& diagnostics,
                    Diagnostic::Severity severity, std::string_view noun);

}  // namespace wanyan

#endif  // WANYAN_CLI_BOOK_COMMANDS_H_
