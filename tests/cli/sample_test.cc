#include "cli/sample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::Le;
using ::testing::Ne;
using ::testing::SizeIs;

std::vector<int> SampleOf(size_t size, int count, uint64_t seed) {
  Sample<int> sample(size, seed);
  for (int i = 0; i < count; ++i) sample.Add(i);
  return std::move(sample).Take();
}

TEST(SampleTest, KeepsAllWhereThereAreFew) {
  EXPECT_THAT(SampleOf(5, 3, 1), ElementsAre(0, 1, 2));
  EXPECT_THAT(SampleOf(5, 0, 1), ElementsAre());
  EXPECT_THAT(SampleOf(0, 3, 1), ElementsAre());
}

TEST(SampleTest, KeepsTheOrderAndDependsOnTheSeedAlone) {
  const std::vector<int> sample = SampleOf(10, 1000, 7);
  EXPECT_THAT(sample, SizeIs(10));
  EXPECT_TRUE(std::is_sorted(sample.begin(), sample.end()));
  EXPECT_EQ(SampleOf(10, 1000, 7), sample);
  EXPECT_THAT(SampleOf(10, 1000, 8), Ne(sample));
}

TEST(SampleTest, EachItemHasTheSameChance) {
  std::vector<int> times(20);
  for (uint64_t seed = 0; seed < 4000; ++seed) {
    for (const int item : SampleOf(5, 20, seed)) {
      ++times[static_cast<size_t>(item)];
    }
  }
  // 1,000 expected; the deviation is about 27.
  EXPECT_THAT(times, ::testing::Each(::testing::AllOf(Ge(860), Le(1140))));
}

}  // namespace
}  // namespace wanyan
