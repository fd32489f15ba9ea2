#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "cases/properties.h"
#include "engine/checker.h"
#include "store/phrasebook_folder.h"
#include "support/data_dir.h"
#include "tester/tester.h"
#include "yaml/diagnostic.h"

namespace wanyan {
namespace {

std::shared_ptr<const Library> ShippedLibrary() {
  const auto folder = LoadPhrasebookFolder(SourceDir() + "/phrasebooks");
  if (!folder.ok()) GTEST_LOG_(FATAL) << folder.status();
  for (const Diagnostic& diagnostic : folder->diagnostics) {
    EXPECT_EQ(diagnostic.severity, Diagnostic::Severity::kWarning)
        << FormatDiagnostic(diagnostic);
  }
  if (folder->library == nullptr) GTEST_LOG_(FATAL) << "a book is broken";
  return folder->library;
}

TEST(ShippedBooksTest, ExamplesPass) {
  const TestReport report = RunExamples(*ShippedLibrary());
  EXPECT_GT(report.examples, 0);
  for (const Diagnostic& diagnostic : report.diagnostics) {
    if (diagnostic.severity == Diagnostic::Severity::kError) {
      ADD_FAILURE() << FormatDiagnostic(diagnostic);
    }
  }
}

// What holds for every reply holds for each example, and for all examples of a
// rule in one reply.
TEST(ShippedBooksTest, ExamplesHaveTheProperties) {
  const auto library = ShippedLibrary();
  for (const Phrasebook& book : library->phrasebooks()) {
    for (const Rule& rule : book.rules) {
      CheckRequest together;
      together.locale = book.language;
      together.labels = rule.when_labels;
      for (const Example& example : rule.flags) {
        SCOPED_TRACE(book.id + "/" + rule.id + ": " + example.text);
        CheckRequest request = together;
        request.reply = example.text;
        request.locale = example.locale.value_or(book.language);
        const auto result = CheckReply(*library, request);
        ASSERT_TRUE(result.ok()) << result.status();
        ExpectProperties(*library, request, *result);
        together.reply += example.text + "\n";
      }
      if (together.reply.empty()) continue;
      SCOPED_TRACE(book.id + "/" + rule.id + ": its examples together");
      const auto result = CheckReply(*library, together);
      ASSERT_TRUE(result.ok()) << result.status();
      ExpectProperties(*library, together, *result);
    }
  }
}

}  // namespace
}  // namespace wanyan
