#include "base/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wanyan {
namespace {

TEST(VersionTest, HasThreeNumbers) {
  EXPECT_THAT(kVersion, testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

}  // namespace
}  // namespace wanyan
