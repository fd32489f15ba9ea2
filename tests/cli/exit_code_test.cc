#include "cli/exit_code.h"

#include <algorithm>
#include <iterator>

#include "cli/check_outcome.h"
#include "gtest/gtest.h"

namespace wanyan {
namespace {

TEST(ExitCodeTest, TheGraverOutcomeWins) {
  const ExitCode by_gravity[] = {ExitCode::kOk, ExitCode::kFindings,
                                 ExitCode::kUnchecked, ExitCode::kUsage,
                                 ExitCode::kInternal};
  for (size_t i = 0; i < std::size(by_gravity); ++i) {
    for (size_t j = 0; j < std::size(by_gravity); ++j) {
      EXPECT_EQ(Graver(by_gravity[i], by_gravity[j]),
                by_gravity[std::max(i, j)]);
    }
  }
}

TEST(ExitCodeTest, TheNumbersAreAContract) {
  EXPECT_EQ(static_cast<int>(ExitCode::kOk), 0);
  EXPECT_EQ(static_cast<int>(ExitCode::kFindings), 1);
  EXPECT_EQ(static_cast<int>(ExitCode::kUsage), 2);
  EXPECT_EQ(static_cast<int>(ExitCode::kUnchecked), 3);
  EXPECT_EQ(static_cast<int>(ExitCode::kInternal), 4);
}

TEST(ExitCodeTest, ErrorsTellWhoCanMendThem) {
  EXPECT_EQ(ExitCodeOf(absl::NotFoundError("profile")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(absl::FailedPreconditionError("port")),
            ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(absl::UnauthenticatedError("token")), ExitCode::kUsage);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("no server")),
            ExitCode::kUnchecked);
  EXPECT_EQ(ExitCodeOf(absl::InternalError("bug")), ExitCode::kInternal);
}

CheckResult ResultWith(Verdict verdict, Severity severity) {
  CheckResult result;
  result.verdict = verdict;
  result.findings.emplace_back().severity = severity;
  return result;
}

TEST(CheckOutcomeTest, FindingsFailFromTheAskedSeverityOn) {
  const CheckResult warns = ResultWith(Verdict::kWarn, Severity::kWarning);
  EXPECT_EQ(OutcomeOf(warns, Severity::kError), ExitCode::kOk);
  EXPECT_EQ(OutcomeOf(warns, Severity::kWarning), ExitCode::kFindings);
  EXPECT_EQ(OutcomeOf(warns, Severity::kHint), ExitCode::kFindings);
  EXPECT_EQ(OutcomeOf(warns, std::nullopt), ExitCode::kOk);
}

TEST(CheckOutcomeTest, UncheckedGoesBeforeFindings) {
  const CheckResult unchecked =
      ResultWith(Verdict::kUnchecked, Severity::kWarning);
  EXPECT_EQ(OutcomeOf(unchecked, Severity::kWarning), ExitCode::kUnchecked);
  EXPECT_EQ(OutcomeOf(unchecked, std::nullopt), ExitCode::kUnchecked);
}

}  // namespace
}  // namespace wanyan
