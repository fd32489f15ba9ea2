#include "rewrite/facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Facts AllFacts(std::string_view text) {
  const FoldedText folded = FoldedText::Fold(text);
  return FactsIn(text, folded, {0, folded.size()});
}

TEST(FactsTest, NumbersAmountsDatesAndOrderNumbers) {
  EXPECT_THAT(AllFacts("请等3天"), ElementsAre(Pair("3", 1)));
  EXPECT_THAT(AllFacts("共1,000.50元"), ElementsAre(Pair("1,000.50", 1)));
  EXPECT_THAT(
      AllFacts("退50%，2024-05-21 10:30前"),
      ElementsAre(Pair("10:30", 1), Pair("2024-05-21", 1), Pair("50%", 1)));
  EXPECT_THAT(AllFacts("订单AB1234x"), ElementsAre(Pair("AB1234x", 1)));
}

TEST(FactsTest, AreKeptAsWritten) {
  EXPECT_THAT(AllFacts("订单ＡＢ１２"), ElementsAre(Pair("ＡＢ１２", 1)));
}

TEST(FactsTest, WhatIsMasked) {
  EXPECT_THAT(AllFacts("见https://a.cn/x?y 或{姓名}"),
              ElementsAre(Pair("https://a.cn/x?y", 1), Pair("{姓名}", 1)));
  EXPECT_THAT(AllFacts("写到a@b.cn，`x y`"),
              ElementsAre(Pair("`x y`", 1), Pair("a@b.cn", 1)));
}

TEST(FactsTest, NoDigitsNoFacts) {
  EXPECT_THAT(AllFacts("你好, good-bye, can't."), IsEmpty());
  EXPECT_THAT(AllFacts(""), IsEmpty());
  EXPECT_THAT(AllFacts("，。"), IsEmpty());
}

TEST(FactsTest, AreCounted) {
  EXPECT_THAT(AllFacts("3天3夜5次"), ElementsAre(Pair("3", 2), Pair("5", 1)));
}

TEST(FactsTest, OneThatReachesOutOfTheStretchCountsWhole) {
  const std::string text = "共12345元";
  const FoldedText folded = FoldedText::Fold(text);
  EXPECT_THAT(FactsIn(text, folded, {2, 3}), ElementsAre(Pair("12345", 1)));
  EXPECT_THAT(FactsIn(text, folded, {0, 2}), ElementsAre(Pair("12345", 1)));
  EXPECT_THAT(FactsIn(text, folded, {5, 7}), ElementsAre(Pair("12345", 1)));
  EXPECT_THAT(FactsIn(text, folded, {6, 7}), IsEmpty());
  EXPECT_THAT(FactsIn(text, folded, {0, 0}), IsEmpty());
}

TEST(FactsTest, AReplacementKeepsThemAsOftenAsTheyStand) {
  EXPECT_TRUE(KeepsFacts("好", {}));
  EXPECT_TRUE(KeepsFacts("3天内，3个", {{"3", 2}}));
  EXPECT_FALSE(KeepsFacts("3天内", {{"3", 2}}));
  EXPECT_FALSE(KeepsFacts("", {{"3", 1}}));
}

TEST(FactsTest, APartOfAnotherNumberKeepsNothing) {
  for (const char* other : {"15", "51", "5.5", "1,5", "5%", "5:30", "2024-5"}) {
    EXPECT_FALSE(KeepsFacts(other, {{"5", 1}})) << other;
  }
  for (const char* same : {"5", "5天", "(5)", "第5,", "x5", "5.", "-5"}) {
    EXPECT_TRUE(KeepsFacts(same, {{"5", 1}})) << same;
  }
}

bool AreKept(std::string_view reply, std::string_view replacement,
             TextRange core = {}, const Facts& spelled = {}) {
  const FoldedText folded = FoldedText::Fold(reply);
  return FactsOfReply(reply, folded)
      .AreKept(replacement, {0, folded.size()}, core, spelled);
}

TEST(FactsTest, OfAStretchAreKept) {
  EXPECT_TRUE(AreKept("等3天", "3天内"));
  EXPECT_FALSE(AreKept("等3天", "尽快"));
}

TEST(FactsTest, DatesTimesAndAmountsInWordsAreFactsOutsideTheCore) {
  for (const char* reply :
       {"明天退", "退三百元", "禮拜三退", "Call today.", "It takes two days"}) {
    EXPECT_FALSE(AreKept(reply, "好")) << reply;
    EXPECT_TRUE(AreKept(reply, reply)) << reply;
  }
  EXPECT_TRUE(AreKept("过几天退", "尽快退", {0, 3}));
  EXPECT_FALSE(AreKept("过几天退", "尽快退", {3, 4}));
}

TEST(FactsTest, WhatTheTemplateSpellsIsNoFact) {
  EXPECT_TRUE(AreKept("100%保证", "尽力", {0, 6}, {{"100%", 1}}));
  EXPECT_FALSE(AreKept("100%保证100%", "尽力", {0, 6}, {{"100%", 1}}));
  EXPECT_FALSE(AreKept("50%保证", "尽力", {0, 5}, {{"100%", 1}}));
}

TEST(FactsTest, OtherWordsAreNone) {
  EXPECT_TRUE(AreKept("We may decline to march separately.", "好"));
  EXPECT_TRUE(AreKept("一定尽力", "好"));
}

}  // namespace
}  // namespace wanyan
