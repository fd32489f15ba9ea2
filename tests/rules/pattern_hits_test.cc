#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "rules/context.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<Candidate> At(const std::vector<TextRange>& cores) {
  std::vector<Candidate> candidates;
  for (TextRange core : cores) candidates.push_back({.core = core});
  return candidates;
}

std::vector<TextRange> Cores(std::span<const Candidate> candidates) {
  std::vector<TextRange> cores;
  for (const Candidate& candidate : candidates) cores.push_back(candidate.core);
  return cores;
}

std::vector<TextRange> Cores(std::span<const Candidate* const> candidates) {
  std::vector<TextRange> cores;
  for (const Candidate* candidate : candidates) {
    cores.push_back(candidate->core);
  }
  return cores;
}

TEST(PatternHitsTest, NoneAtAll) {
  const PatternHits hits({});
  EXPECT_FALSE(hits.AnyOverlapping({0, 9}));
  EXPECT_FALSE(hits.AnyWithin({0, 9}));
  EXPECT_EQ(hits.LastWithin({0, 9}), nullptr);
  EXPECT_EQ(hits.FirstWithin({0, 9}), nullptr);
  EXPECT_THAT(Cores(hits.BeginningIn(0, 9)), IsEmpty());
  EXPECT_THAT(Cores(hits.EndingIn(0, 9)), IsEmpty());
}

TEST(PatternHitsTest, OverlappingSharesACharacter) {
  const auto candidates = At({{2, 4}, {6, 7}});
  const PatternHits hits(candidates);
  EXPECT_TRUE(hits.AnyOverlapping({3, 4}));
  EXPECT_TRUE(hits.AnyOverlapping({0, 3}));
  EXPECT_TRUE(hits.AnyOverlapping({0, 9}));
  EXPECT_FALSE(hits.AnyOverlapping({0, 2}));
  EXPECT_FALSE(hits.AnyOverlapping({4, 6}));
  EXPECT_FALSE(hits.AnyOverlapping({7, 9}));
}

TEST(PatternHitsTest, ALongOneReachesPastShortOnesBehindIt) {
  const auto candidates = At({{0, 9}, {1, 2}, {3, 4}});
  const PatternHits hits(candidates);
  EXPECT_TRUE(hits.AnyOverlapping({6, 7}));
  EXPECT_FALSE(hits.AnyOverlapping({9, 10}));
}

TEST(PatternHitsTest, WithinLiesThereWhole) {
  const auto candidates = At({{0, 3}, {2, 3}, {2, 6}, {5, 6}});
  const PatternHits hits(candidates);
  EXPECT_TRUE(hits.AnyWithin({2, 3}));
  EXPECT_FALSE(hits.AnyWithin({3, 5}));
  EXPECT_EQ(hits.LastWithin({0, 6})->core, (TextRange{2, 6}));
  EXPECT_EQ(hits.LastWithin({3, 6})->core, (TextRange{5, 6}));
  EXPECT_EQ(hits.LastWithin({1, 5})->core, (TextRange{2, 3}));
  EXPECT_EQ(hits.FirstWithin({0, 6})->core, (TextRange{0, 3}));
  EXPECT_EQ(hits.FirstWithin({1, 6})->core, (TextRange{2, 3}));
  EXPECT_EQ(hits.FirstWithin({3, 5}), nullptr);
}

TEST(PatternHitsTest, ByPlace) {
  const auto candidates = At({{0, 9}, {2, 3}, {2, 6}, {5, 6}});
  const PatternHits hits(candidates);
  EXPECT_THAT(Cores(hits.BeginningIn(2, 5)),
              ElementsAre(TextRange{2, 3}, TextRange{2, 6}, TextRange{5, 6}));
  EXPECT_THAT(Cores(hits.BeginningIn(3, 4)), IsEmpty());
  EXPECT_THAT(Cores(hits.EndingIn(6, 9)),
              ElementsAre(TextRange{5, 6}, TextRange{2, 6}, TextRange{0, 9}));
  EXPECT_THAT(Cores(hits.EndingIn(4, 5)), IsEmpty());
}

}  // namespace
}  // namespace wanyan
