#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/phrasebook_calls.h"
#include "base/version.h"
#include "engine/test_library.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

LibraryStatus MakeStatus() {
  LibraryStatus status;
  status.current.library =
      MakeLibrary({BookText("zh-a", {RuleText("a", "forbid: [\"甲\"]")}),
                   BookText("en-b", {RuleText("b", "forbid: [\"x\"]"),
                                     RuleText("c", "forbid: [\"y\"]")})});
  status.current.loaded_at = absl::FromUnixMillis(1'700'000'000'250);
  status.reloads = 3;
  status.failed_reloads = 2;
  return status;
}

Diagnostic MakeDiagnostic(
    int line, Diagnostic::Severity severity = Diagnostic::Severity::kError) {
  return {.severity = severity,
          .file = "/books/zh-a.yaml",
          .position = {line, 7},
          .code = "unknown-key",
          .message = "the key forbids is not known",
          .hint = "did you mean forbid?",
          .source_line = "    forbids: []"};
}

TEST(GetStatusTest, AServerSaysWhatItChecksWith) {
  const LibraryStatus status = MakeStatus();
  const auto message = GetStatus(status, {});
  ASSERT_THAT(message, IsOk());
  EXPECT_EQ(message->version(), kVersion);
  EXPECT_EQ(message->revision(), status.current.library->revision());
  EXPECT_EQ(message->loaded_at().seconds(), 1'700'000'000);
  EXPECT_EQ(message->loaded_at().nanos(), 250'000'000);
  EXPECT_EQ(message->phrasebook_count(), 2);
  EXPECT_EQ(message->rule_count(), 3);
  EXPECT_EQ(message->reloads(), 3);
  EXPECT_EQ(message->failed_reloads(), 2);
  EXPECT_FALSE(message->has_last_error());
}

TEST(GetStatusTest, MistakesComeWithTheirPlaces) {
  LibraryStatus status = MakeStatus();
  status.error = LoadError{
      .time = absl::FromUnixSeconds(1'800'000'000),
      .message = "/books/zh-a.yaml:12: the key forbids is not known",
      .diagnostics = {MakeDiagnostic(3, Diagnostic::Severity::kWarning),
                      MakeDiagnostic(12)}};
  const auto message = GetStatus(status, {});
  ASSERT_THAT(message, IsOk());
  const v1::LoadError& error = message->last_error();
  EXPECT_EQ(error.time().seconds(), 1'800'000'000);
  EXPECT_EQ(error.message(),
            "/books/zh-a.yaml:12: the key forbids is not known");
  EXPECT_EQ(error.diagnostic_count(), 1);
  ASSERT_EQ(error.diagnostics_size(), 1);
  EXPECT_EQ(error.diagnostics(0).file(), "/books/zh-a.yaml");
  EXPECT_EQ(error.diagnostics(0).line(), 12);
  EXPECT_EQ(error.diagnostics(0).column(), 7);
  EXPECT_EQ(error.diagnostics(0).code(), "unknown-key");
  EXPECT_EQ(error.diagnostics(0).message(), "the key forbids is not known");
  EXPECT_EQ(error.diagnostics(0).hint(), "did you mean forbid?");
}

TEST(GetStatusTest, TheFirstHundredMistakesAreShownAndAllCounted) {
  LibraryStatus status = MakeStatus();
  status.error.emplace();
  for (int line = 1; line <= 101; ++line) {
    status.error->diagnostics.push_back(MakeDiagnostic(line));
  }
  const auto message = GetStatus(status, {});
  ASSERT_THAT(message, IsOk());
  EXPECT_EQ(message->last_error().diagnostic_count(), 101);
  ASSERT_EQ(message->last_error().diagnostics_size(), 100);
  EXPECT_EQ(message->last_error().diagnostics(99).line(), 100);
}

}  // namespace
}  // namespace wanyan
