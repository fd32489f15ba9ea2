#include "report/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wanyan {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kReply = "抱歉，我没办法。";
constexpr TextRange kPhrase = {12, 21};

CandidateExplanation CandidateWith(CandidateExplanation::Fate fate,
                                   std::string by = "",
                                   std::vector<Witness> witnesses = {}) {
  return {"没[有]办法", kPhrase, fate, std::move(by), std::move(witnesses)};
}

ReplyExplanation ExplanationOf(std::vector<CandidateExplanation> candidates) {
  ReplyExplanation explanation;
  explanation.locale = "zh-Hans";
  RuleExplanation rule;
  rule.rule = "zh/helpless";
  rule.norm = "wording.helpless";
  rule.folded = "抱歉,我没办法。";
  rule.candidates = std::move(candidates);
  explanation.rules.push_back(std::move(rule));
  return explanation;
}

std::string Format(const ReplyExplanation& explanation) {
  return FormatExplanation(kReply, explanation, false);
}

TEST(ExplanationTest, TellsRulePlaceTemplateAndFate) {
  EXPECT_EQ(
      Format(ExplanationOf({CandidateWith(CandidateExplanation::kFound)})),
      "locale: zh-Hans\n"
      "\n"
      "zh/helpless (wording.helpless)\n"
      "  compared as: 抱歉,我没办法。\n"
      "  \"没办法\" at 1:5, by 没[有]办法: found\n");
}

TEST(ExplanationTest, TellsOfMatchesThatAreLeftOut) {
  ReplyExplanation explanation =
      ExplanationOf({CandidateWith(CandidateExplanation::kFound)});
  explanation.rules[0].more_candidates = 7;
  EXPECT_THAT(Format(explanation), EndsWith(": found\n  and 7 matches more\n"));
}

TEST(ExplanationTest, EachFateHasItsWords) {
  const Witness witness = {"w", {9, 12}};
  const struct {
    CandidateExplanation candidate;
    std::string_view words;
  } kCases[] = {
      {CandidateWith(CandidateExplanation::kException, "", {witness}),
       "cancelled by an exception: w, \"我\" at 1:4\n"},
      {CandidateWith(CandidateExplanation::kUnless, "c", {witness, witness}),
       "cancelled by the context c: w, \"我\" at 1:4; w, \"我\" at 1:4\n"},
      {CandidateWith(CandidateExplanation::kUnless, "quoted"),
       "cancelled by the context quoted\n"},
      {CandidateWith(CandidateExplanation::kOnlyIf, "c"),
       "cancelled: it stands outside the context c\n"},
      {CandidateWith(CandidateExplanation::kPassed, "", {witness}),
       "passed over for \"我\" at 1:4\n"},
      {CandidateWith(CandidateExplanation::kOver, "zh/r", {witness}),
       "gives way to zh/r, which is over this rule: \"我\" at 1:4\n"},
      {CandidateWith(CandidateExplanation::kSeverity, "zh/r", {witness}),
       "gives way to zh/r, which is graver: \"我\" at 1:4\n"},
      {CandidateWith(CandidateExplanation::kLonger, "zh/r", {witness}),
       "gives way to zh/r, which is longer: \"我\" at 1:4\n"},
      {CandidateWith(CandidateExplanation::kEarlier, "zh/r", {witness}),
       "gives way to zh/r, which stands earlier: \"我\" at 1:4\n"},
  };
  for (const auto& [candidate, words] : kCases) {
    EXPECT_THAT(Format(ExplanationOf({candidate})), EndsWith(words));
  }
}

TEST(ExplanationTest, TellsTheNearestEntryAndThePartThatFailed) {
  ReplyExplanation explanation = ExplanationOf({});
  EXPECT_THAT(Format(explanation),
              EndsWith("  no match, not even of the "
                       "beginning or end of a template\n"));
  NearMiss miss{"没[有]办", "事", false, {}};
  explanation.rules[0].nearest = {"没[有]办事", miss, {12, 18}};
  EXPECT_THAT(Format(explanation),
              EndsWith("  no match; the nearest is 没[有]办事:\n"
                       "    没[有]办 matches \"没办\" at 1:5, but 事 does not "
                       "follow it\n"));
  explanation.rules[0].nearest->miss.rest_is_first = true;
  EXPECT_THAT(Format(explanation),
              EndsWith("but 事 does not stand in front of it\n"));
}

TEST(ExplanationTest, TellsWhyARuleDoesNotRun) {
  ReplyExplanation explanation = ExplanationOf({});
  explanation.rules[0].obstacle = Obstacle::kLocale;
  EXPECT_THAT(
      Format(explanation),
      EndsWith("does not run: its `locales` do not have the reply's\n"));
  explanation.rules[0].is_off = true;
  EXPECT_THAT(Format(explanation),
              EndsWith("does not run: the profile switches it off\n"));
  explanation.of_other_languages = {"en/r"};
  EXPECT_THAT(
      Format(explanation),
      EndsWith("\nen/r\n  does not run: its book is for another language\n"));
  explanation.of_other_books = {"zh-b/r"};
  EXPECT_THAT(
      Format(explanation),
      EndsWith("\nzh-b/r\n  does not run: the profile leaves its book out\n"));
}

TEST(ExplanationTest, RulesWithoutACandidateAreLeftOutWhenAsked) {
  ReplyExplanation explanation = ExplanationOf({});
  EXPECT_EQ(FormatExplanation(kReply, explanation, true),
            "locale: zh-Hans\n\nno template of any rule matches\n");
  explanation.rules.push_back(
      ExplanationOf({CandidateWith(CandidateExplanation::kFound)}).rules[0]);
  explanation.rules[1].rule = "zh/other";
  const std::string text = FormatExplanation(kReply, explanation, true);
  EXPECT_THAT(text, HasSubstr("zh/other"));
  EXPECT_THAT(text, Not(HasSubstr("zh/helpless")));
}

TEST(ExplanationTest, NothingInAReplySteersTheTerminal) {
  ReplyExplanation explanation = ExplanationOf({});
  explanation.rules[0].folded = "\x1b[2J";
  EXPECT_THAT(Format(explanation), HasSubstr("compared as: ␛[2J\n"));
}

}  // namespace
}  // namespace wanyan
