#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_format.h"
#include "cases/annotated_text.h"
#include "cases/case_file.h"
#include "cases/properties.h"
#include "engine/checker.h"
#include "engine/test_library.h"
#include "tester/tester.h"

namespace wanyan {
namespace {

class ForbidCases : public testing::TestWithParam<std::string> {};

// "…/spans.yaml" → "spans", "word-edges" → "word_edges".
std::string StemOf(const std::string& path) {
  const size_t begin = path.rfind('/') + 1;
  std::string stem = path.substr(begin, path.rfind('.') - begin);
  for (char& c : stem) {
    if (c == '-') c = '_';
  }
  return stem;
}

void ExpectCase(const CaseFile& file, const Case& expected) {
  const CheckResult result = Check(*file.library, expected.request);
  const bool named = expected.annotated.find('|') != std::string::npos;
  const std::string marked =
      WithMarks(expected.request.reply, result.findings, file.names_books);
  EXPECT_EQ(marked, expected.annotated);
  EXPECT_TRUE(named || result.findings.empty()) << "marks carry a rule's name";
  if (expected.verdict.has_value()) {
    EXPECT_EQ(VerdictName(result.verdict), *expected.verdict);
  }
  if (expected.severities.has_value()) {
    std::vector<std::string> severities;
    for (const Finding& finding : result.findings) {
      severities.emplace_back(SeverityName(finding.severity));
    }
    EXPECT_EQ(severities, *expected.severities);
  }
  if (expected.suggestions.has_value()) {
    EXPECT_EQ(DescribeSuggestions(expected.request.reply, result.findings),
              *expected.suggestions);
  }
  if (expected.rewrite.has_value()) {
    EXPECT_EQ(result.rewrite.value_or("no rewrite"), *expected.rewrite)
        << RewriteReasonName(result.rewrite_reason);
  }
  if (expected.rewrite_reason.has_value()) {
    EXPECT_EQ(RewriteReasonName(result.rewrite_reason),
              *expected.rewrite_reason);
    EXPECT_EQ(result.rewrite, std::nullopt);
  }
  if (expected.checked_as.has_value()) {
    EXPECT_EQ(result.locale, *expected.checked_as);
  }
  ExpectProperties(*file.library, expected.request, result);
}

TEST_P(ForbidCases, Hold) {
  const CaseFile file = LoadCaseFile(GetParam());
  EXPECT_FALSE(file.cases.empty());
  for (const Case& expected : file.cases) {
    SCOPED_TRACE(
        absl::StrFormat("%s:%d: %s", file.path, expected.line, expected.about));
    ExpectCase(file, expected);
  }
}

// The books of a case file have examples too.
TEST_P(ForbidCases, ExamplesPass) {
  const CaseFile file = LoadCaseFile(GetParam());
  for (const Diagnostic& diagnostic : RunExamples(*file.library).diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::kError) continue;
    ADD_FAILURE() << file.path << ": " << FormatDiagnostic(diagnostic);
  }
}

INSTANTIATE_TEST_SUITE_P(, ForbidCases,
                         testing::ValuesIn(CaseFilesIn("forbid")),
                         [](const auto& file) { return StemOf(file.param); });

}  // namespace
}  // namespace wanyan
