#include "rewrite/edit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EditTest, AppliesEditsFromStartToEnd) {
  EXPECT_EQ(ApplyEdits("这个没办法。", {}), "这个没办法。");
  EXPECT_EQ(ApplyEdits("abc", {{{0, 1}, "x"}, {{2, 3}, "yz"}}), "xbyz");
  EXPECT_EQ(ApplyEdits("abc", {{{0, 0}, "<"}, {{3, 3}, ">"}}), "<abc>");
  EXPECT_EQ(ApplyEdits("abc", {{{0, 3}, ""}}), "");
  EXPECT_EQ(ApplyEdits("", {{{0, 0}, "x"}}), "x");
}

TEST(EditTest, SortsEdits) {
  EXPECT_THAT(DisjointEdits({{{4, 5}, "b"}, {{0, 1}, "a"}}),
              ElementsAre(Edit{{0, 1}, "a"}, Edit{{4, 5}, "b"}));
}

TEST(EditTest, TheSameEditCountsOnce) {
  EXPECT_THAT(DisjointEdits({{{0, 2}, "a"}, {{0, 2}, "a"}}),
              ElementsAre(Edit{{0, 2}, "a"}));
  EXPECT_THAT(DisjointEdits({{{3, 3}, "a"}, {{3, 3}, "a"}}),
              ElementsAre(Edit{{3, 3}, "a"}));
}

TEST(EditTest, TheLargerOfTwoThatOverlapStays) {
  EXPECT_THAT(DisjointEdits({{{0, 3}, "a"}, {{2, 9}, "b"}}),
              ElementsAre(Edit{{2, 9}, "b"}));
  EXPECT_THAT(DisjointEdits({{{0, 9}, "a"}, {{2, 3}, "b"}, {{5, 6}, "c"}}),
              ElementsAre(Edit{{0, 9}, "a"}));
  // The earlier, where both are as large.
  EXPECT_THAT(DisjointEdits({{{0, 3}, "a"}, {{2, 5}, "b"}}),
              ElementsAre(Edit{{0, 3}, "a"}));
}

TEST(EditTest, NeighboursDoNotOverlap) {
  EXPECT_THAT(DisjointEdits({{{0, 3}, "a"}, {{3, 5}, "b"}}),
              ElementsAre(Edit{{0, 3}, "a"}, Edit{{3, 5}, "b"}));
}

TEST(EditTest, InsertionsStayBesideAStretchNotInside) {
  EXPECT_THAT(
      DisjointEdits({{{0, 3}, "a"}, {{0, 0}, "<"}, {{3, 3}, ">"}}),
      ElementsAre(Edit{{0, 0}, "<"}, Edit{{0, 3}, "a"}, Edit{{3, 3}, ">"}));
  EXPECT_THAT(DisjointEdits({{{0, 3}, "a"}, {{1, 1}, "x"}}),
              ElementsAre(Edit{{0, 3}, "a"}));
}

TEST(EditTest, TellsWhereReplacementsStand) {
  EXPECT_THAT(PlacesOfReplacements({}), IsEmpty());
  // "abcdef" → "<abXYZf>"
  EXPECT_THAT(
      PlacesOfReplacements({{{0, 0}, "<"}, {{2, 5}, "XYZ"}, {{6, 6}, ">"}}),
      ElementsAre(TextRange{0, 1}, TextRange{3, 6}, TextRange{7, 8}));
  EXPECT_THAT(PlacesOfReplacements({{{0, 4}, ""}, {{5, 6}, "xy"}}),
              ElementsAre(TextRange{0, 0}, TextRange{1, 3}));
}

}  // namespace
}  // namespace wanyan
