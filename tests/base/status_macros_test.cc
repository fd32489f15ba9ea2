#include "base/status_macros.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

TEST(ReturnIfErrorTest, ReturnsTheErrorAndGoesOnWhenOk) {
  const auto f = [](const absl::Status& status) -> absl::Status {
    WANYAN_RETURN_IF_ERROR(status);
    return absl::AbortedError("went on");
  };
  EXPECT_THAT(f(absl::NotFoundError("gone")),
              StatusIs(absl::StatusCode::kNotFound, "gone"));
  EXPECT_THAT(f(absl::OkStatus()),
              StatusIs(absl::StatusCode::kAborted, "went on"));
}

TEST(ReturnIfErrorTest, EvaluatesItsExpressionOnce) {
  int calls = 0;
  const auto f = [&calls]() -> absl::StatusOr<int> {
    WANYAN_RETURN_IF_ERROR((++calls, absl::CancelledError("")));
    return 1;
  };
  EXPECT_THAT(f(), StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(calls, 1);
}

TEST(AssignOrReturnTest, AssignsTheValueOrReturnsTheError) {
  const auto f = [](const absl::StatusOr<int>& a,
                    const absl::StatusOr<int>& b) -> absl::StatusOr<int> {
    WANYAN_ASSIGN_OR_RETURN(const int first, a);
    int second = 0;
    WANYAN_ASSIGN_OR_RETURN(second, b);
    return first + second;
  };
  EXPECT_THAT(f(1, 2), IsOkAndHolds(3));
  EXPECT_THAT(f(1, absl::InternalError("b")),
              StatusIs(absl::StatusCode::kInternal, "b"));
}

TEST(AssignOrReturnTest, MovesTheValue) {
  const auto f = [](absl::StatusOr<std::unique_ptr<int>> in)
      -> absl::StatusOr<std::unique_ptr<int>> {
    WANYAN_ASSIGN_OR_RETURN(std::unique_ptr<int> value, std::move(in));
    return value;
  };
  EXPECT_THAT(f(std::make_unique<int>(7)), IsOkAndHolds(testing::Pointee(7)));
}

}  // namespace
}  // namespace wanyan
