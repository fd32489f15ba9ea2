#ifndef WANYAN_YAML_DIAGNOSTIC_H_
#define WANYAN_YAML_DIAGNOSTIC_H_

#include <string>
#include <string_view>
#include <vector>

namespace wanyan {

// A place in a file. Both count from 1, columns in code points; 0
// where the place is the whole file.
struct SourcePosition {
  int line = 0;
  int column = 0;

  friend auto operator<=>(const SourcePosition&,
                          const SourcePosition&) = default;
};

// What is wrong with a file that people write (a phrasebook, a profile, a
// configuration), and how to mend it.
struct Diagnostic {
  enum class Severity { kError, kWarning };

  Severity severity = Severity::kError;
  std::string file;
  SourcePosition position;
  // A stable name for the kind of mistake, in lower-case-with-dashes
  // ("unknown-key"), for tests and for documentation.
  std::string code;
  // What is wrong, naming the thing: `the set <agnet> is not defined`.
  std::string message;
  // The way out: `did you mean <agent>?`. Never empty.
  std::string hint;
  // The line it stands in, without its line break; empty for a whole file.
  std::string source_line;
};

// "file:line:column", or the file alone where the place is all of it.
std::string PlaceOf(const Diagnostic& diagnostic);

// "file:line:column: error: message", the source line, a caret under the
// column (wide characters take two cells) and "hint: …", each on a line.
// The one place that draws a caret under a line of such a file.
std::string FormatDiagnostic(const Diagnostic& diagnostic);

bool HasErrors(const std::vector<Diagnostic>& diagnostics);

}  // namespace wanyan

#endif  // WANYAN_YAML_DIAGNOSTIC_H_
