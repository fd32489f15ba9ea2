#include "service/units.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

TEST(ParseWait, TakesANumberWithItsUnit) {
  EXPECT_THAT(ParseWait("200ms", absl::Hours(1)),
              IsOkAndHolds(absl::Milliseconds(200)));
  EXPECT_THAT(ParseWait("5s", absl::Seconds(5)),
              IsOkAndHolds(absl::Seconds(5)));
  EXPECT_THAT(ParseWait("1m30s", absl::Hours(1)),
              IsOkAndHolds(absl::Seconds(90)));
  EXPECT_THAT(ParseWait("0", absl::Hours(1)),
              IsOkAndHolds(absl::ZeroDuration()));
}

TEST(ParseWait, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "5", "s", "-1s", "inf", "5 s", "5 seconds", "1d"}) {
    EXPECT_THAT(ParseWait(text, absl::Hours(1)),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("write a number")))
        << text;
  }
  EXPECT_THAT(ParseWait("61m", absl::Hours(1)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("write 1h or less")));
}

TEST(ParseSize, TakesANumberWithItsUnit) {
  EXPECT_THAT(ParseSize("512B"), IsOkAndHolds(512u));
  EXPECT_THAT(ParseSize("64kB"), IsOkAndHolds(64u << 10));
  EXPECT_THAT(ParseSize("100MB"), IsOkAndHolds(100u << 20));
  EXPECT_THAT(ParseSize("2GB"), IsOkAndHolds(size_t{2} << 30));
}

TEST(ParseSize, RefusesEverythingElse) {
  for (const std::string_view text :
       {"", "100", "MB", "-1MB", "1.5MB", "1 MB", "1mb", "1MiB", "1MBs",
        "99999999999999999999B", "99999999999GB"}) {
    EXPECT_THAT(ParseSize(text), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("whole number")))
        << text;
  }
}

TEST(FormatSize, IsReadBack) {
  for (const std::string_view text : {"0B", "1500B", "1kB", "100MB", "2GB"}) {
    EXPECT_EQ(FormatSize(ParseSize(text).value()), text);
  }
}

}  // namespace
}  // namespace wanyan
