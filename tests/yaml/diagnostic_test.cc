#include "yaml/diagnostic.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace wanyan {
namespace {

Diagnostic OnLine(std::string line, int column) {
  return {.severity = Diagnostic::Severity::kError,
          .file = "a.yaml",
          .position = {7, column},
          .code = "some-code",
          .message = "wrong",
          .hint = "mend it",
          .source_line = std::move(line)};
}

TEST(FormatDiagnostic, WideCharactersMoveTheCaretByTwo) {
  EXPECT_EQ(FormatDiagnostic(OnLine("a: 没办法", 6)),
            "a.yaml:7:6: error: wrong\n"
            "a: 没办法\n"
            "       ^\n"
            "hint: mend it\n");
}

TEST(FormatDiagnostic, MarksDoNotMoveTheCaret) {
  EXPECT_EQ(FormatDiagnostic(OnLine("e\u0301\u200B!", 4)),
            "a.yaml:7:4: error: wrong\n"
            "e\u0301\u200B!\n"
            " ^\n"
            "hint: mend it\n");
}

TEST(FormatDiagnostic, TabsStayTabs) {
  EXPECT_EQ(FormatDiagnostic(OnLine("\tb", 2)),
            "a.yaml:7:2: error: wrong\n"
            "\tb\n"
            "\t^\n"
            "hint: mend it\n");
}

TEST(FormatDiagnostic, AWholeFileHasNoLine) {
  Diagnostic one = OnLine("", 0);
  one.position = {};
  one.severity = Diagnostic::Severity::kWarning;
  EXPECT_EQ(FormatDiagnostic(one), "a.yaml: warning: wrong\nhint: mend it\n");
}

}  // namespace
}  // namespace wanyan
