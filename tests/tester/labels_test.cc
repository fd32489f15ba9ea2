#include "tester/labels.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/test_library.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::SizeIs;

// Two rules of one norm, one of another: test.cannot and test.sorry.
std::shared_ptr<const Library> TwoNorms() {
  return MakeLibrary({BookText(
      "zh-test",
      {RuleText("cannot", R"(forbid: ["不能"])"),
       "{id: unable, norm: test.cannot, message: m, forbid: [\"无法\"], "
       "examples: {flags: [无法], allows: [好]}}",
       RuleText("sorry", R"(forbid: ["抱歉"])")})});
}

LabelledReply Labelled(std::string id, std::string text,
                       std::set<std::string> norms,
                       std::string locale = "zh-Hans") {
  LabelledReply reply;
  reply.id = std::move(id);
  reply.locale = std::move(locale);
  reply.text = std::move(text);
  reply.norms = std::move(norms);
  return reply;
}

TEST(LabelsTest, CountsWhatIsFoundMissedAndFoundInVain) {
  const LabelReport report = CompareWithLabels(
      *TwoNorms(),
      {Labelled("right", "这个不能退", {"test.cannot"}),
       Labelled("missed", "这个退不了，抱歉", {"test.cannot", "test.sorry"}),
       Labelled("false", "抱歉让您久等", {}), Labelled("clean", "您好", {})},
      {});
  EXPECT_EQ(report.replies, 4);
  EXPECT_EQ(report.all,
            (LabelCounts{.found = 2, .missed = 1, .falsely_found = 1}));
  EXPECT_THAT(
      report.by_norm,
      ElementsAre(
          Pair("test.cannot",
               LabelCounts{.found = 1, .missed = 1, .falsely_found = 0}),
          Pair("test.sorry",
               LabelCounts{.found = 1, .missed = 0, .falsely_found = 1})));

  ASSERT_THAT(report.misses, SizeIs(1));
  EXPECT_EQ(report.misses[0].reply.id, "missed");
  EXPECT_EQ(report.misses[0].norm, "test.cannot");
  EXPECT_THAT(report.misses[0].found_rules, ElementsAre("zh-test/sorry"));

  ASSERT_THAT(report.false_findings, SizeIs(1));
  EXPECT_EQ(report.false_findings[0].reply.id, "false");
  EXPECT_EQ(report.false_findings[0].rule, "zh-test/sorry");
  EXPECT_EQ(report.false_findings[0].matched_text, "抱歉");
}

TEST(LabelsTest, FindingsOfOneNormInOneReplyCountOnce) {
  const LabelReport report =
      CompareWithLabels(*TwoNorms(),
                        {Labelled("twice", "不能退，也无法换", {"test.cannot"}),
                         Labelled("twice in vain", "不能退，也无法换", {})},
                        {});
  EXPECT_EQ(report.all,
            (LabelCounts{.found = 1, .missed = 0, .falsely_found = 1}));
  EXPECT_EQ(report.false_findings.at(0).rule, "zh-test/cannot");
}

TEST(LabelsTest, EachLocaleHasItsOwnFigures) {
  const LabelReport report = CompareWithLabels(
      *TwoNorms(),
      {Labelled("1", "這個不能退", {"test.cannot"}, "zh-Hant"),
       Labelled("2", "抱歉", {}), Labelled("3", "好", {}, "zh-Hant-TW")},
      {});
  EXPECT_THAT(
      report.by_locale,
      ElementsAre(
          Pair("zh-Hans",
               LabelCounts{.found = 0, .missed = 0, .falsely_found = 1}),
          Pair("zh-Hant",
               LabelCounts{.found = 1, .missed = 0, .falsely_found = 0}),
          Pair("zh-Hant-TW", LabelCounts{})));
  EXPECT_THAT(report.by_norm_and_locale,
              ElementsAre(Key(Pair("test.cannot", "zh-Hant")),
                          Key(Pair("test.sorry", "zh-Hans"))));
}

TEST(LabelsTest, OtherNormsThanTheWantedAreLeftOut) {
  const LabelReport report = CompareWithLabels(
      *TwoNorms(), {Labelled("1", "抱歉", {"test.cannot", "other"})},
      {"test.c*"});
  EXPECT_THAT(report.by_norm, ElementsAre(Key("test.cannot")));
  EXPECT_THAT(report.misses, SizeIs(1));
  EXPECT_THAT(report.false_findings, IsEmpty());
  EXPECT_THAT(report.norms_without_rule, IsEmpty());
}

TEST(LabelsTest, NormsThatNoRuleEnforcesCountAndAreNamed) {
  const LabelReport report =
      CompareWithLabels(*TwoNorms(), {Labelled("1", "好", {"test.canot"})}, {});
  EXPECT_THAT(report.norms_without_rule, ElementsAre("test.canot"));
  EXPECT_EQ(report.all.missed, 1);
}

TEST(LabelsTest, WhatCannotBeCheckedIsInNoCount) {
  const LabelReport report =
      CompareWithLabels(*TwoNorms(),
                        {Labelled("no book", "no", {"test.cannot"}, "en"),
                         Labelled("bad", "", {"test.cannot"})},
                        {});
  ASSERT_THAT(report.unchecked, SizeIs(2));
  EXPECT_EQ(report.unchecked[0].reply.id, "no book");
  EXPECT_NE(report.unchecked[0].reason, "");
  EXPECT_NE(report.unchecked[1].reason, "");
  EXPECT_EQ(report.all, LabelCounts());
}

TEST(LabelsTest, RatiosOfCounts) {
  const LabelCounts counts{.found = 3, .missed = 1, .falsely_found = 2};
  EXPECT_THAT(counts.Precision(), Optional(0.6));
  EXPECT_THAT(counts.Recall(), Optional(0.75));
  EXPECT_THAT(counts.F1(), Optional(6.0 / 9));
  EXPECT_EQ(LabelCounts().Precision(), std::nullopt);
  EXPECT_EQ(LabelCounts().Recall(), std::nullopt);
  EXPECT_EQ(LabelCounts().F1(), std::nullopt);
}

TEST(LabelsTest, PatternsOfNorms) {
  EXPECT_TRUE(IsOneOfNorms("wording.cannot", {"a", "wording.*"}));
  EXPECT_TRUE(IsOneOfNorms("wording.cannot", {"wording.cannot"}));
  EXPECT_FALSE(IsOneOfNorms("wording.cannot", {"wording"}));
  EXPECT_FALSE(IsOneOfNorms("wording.cannot", {"wording.can"}));
  EXPECT_FALSE(IsOneOfNorms("wording.cannot", {}));
}

}  // namespace
}  // namespace wanyan
