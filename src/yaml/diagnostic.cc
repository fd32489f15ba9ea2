#include "yaml/diagnostic.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "absl/strings/str_format.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

// Columns of a terminal that a character takes.
int CellsOf(char32_t c) {
  const auto code_point = static_cast<UChar32>(c);
  switch (u_charType(code_point)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(code_point, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

// What moves the caret under the character at `column`; tabs stay tabs, so that
// they are as wide as in the line above.
std::string Indentation(std::string_view line, int column) {
  std::string indentation;
  size_t offset = 0;
  for (int i = 1; i < column && offset < line.size(); ++i) {
    const char32_t c = DecodeUtf8(line, &offset);
    if (c == U'\t') {
      indentation += '\t';
    } else {
      indentation.append(static_cast<size_t>(CellsOf(c)), ' ');
    }
  }
  return indentation;
}

}  // namespace

std::string PlaceOf(const Diagnostic& diagnostic) {
  const SourcePosition& position = diagnostic.position;
  if (position.line == 0) return diagnostic.file;
  return absl::StrFormat("%s:%d:%d", diagnostic.file, position.line,
                         position.column);
}

std::string FormatDiagnostic(const Diagnostic& diagnostic) {
  const bool is_error = diagnostic.severity == Diagnostic::Severity::kError;
  std::string text =
      absl::StrFormat("%s: %s: %s\n", PlaceOf(diagnostic),
                      is_error ? "error" : "warning", diagnostic.message);
  const std::string& line = diagnostic.source_line;
  if (!line.empty()) {
    text += absl::StrFormat("%s\n%s^\n", line,
                            Indentation(line, diagnostic.position.column));
  }
  return text + absl::StrFormat("hint: %s\n", diagnostic.hint);
}

bool HasErrors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(
      diagnostics.begin(), diagnostics.end(), [](const Diagnostic& diagnostic) {
        return diagnostic.severity == Diagnostic::Severity::kError;
      });
}

}  // namespace wanyan
