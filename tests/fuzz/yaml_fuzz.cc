// Any bytes as a phrasebook and as a profile: no crash, and every mistake has
// a place in the file and a way out.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/check.h"
#include "phrasebook/parser.h"
#include "yaml/diagnostic.h"

namespace wanyan {
namespace {

// Lines end at LF, CR or CR LF: as many as any reader may count.
int CountLines(std::string_view bytes) {
  int lines = 1;
  for (char c : bytes) lines += c == '\n' || c == '\r' ? 1 : 0;
  return lines;
}

void CheckDiagnostics(std::string_view bytes,
                      const std::vector<Diagnostic>& diagnostics) {
  const int lines = CountLines(bytes);
  const int columns = static_cast<int>(bytes.size()) + 1;
  for (const Diagnostic& diagnostic : diagnostics) {
    const SourcePosition position = diagnostic.position;
    Require(0 <= position.line && position.line <= lines,
            "a mistake stands on a line of the file");
    Require(0 <= position.column && position.column <= columns,
            "a mistake stands in a column of the file");
    Require(!diagnostic.code.empty() && !diagnostic.message.empty() &&
                !diagnostic.hint.empty(),
            "a mistake says what, and how to mend it");
    FormatDiagnostic(diagnostic);
  }
}

}  // namespace
}  // namespace wanyan

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wanyan;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::vector<Diagnostic> of_book;
  const auto book = ParsePhrasebook("book.yaml", bytes, &of_book);
  Require(book.has_value() != HasErrors(of_book), "a book or its mistakes");
  CheckDiagnostics(bytes, of_book);

  std::vector<Diagnostic> of_profile;
  const auto profile = ParseProfile("profile.yaml", bytes, &of_profile);
  Require(profile.has_value() != HasErrors(of_profile),
          "a profile or its mistakes");
  CheckDiagnostics(bytes, of_profile);
  return 0;
}
