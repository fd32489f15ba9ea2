#include "tester/tester.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/test_library.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string RuleWith(std::string_view keys, std::string_view examples) {
  return absl::StrFormat("{id: r, norm: n, message: m, %s, examples: {%s}}",
                         keys, examples);
}

// "code" for each mistake, "(code)" for each warning.
std::vector<std::string> CodesOf(const TestReport& report) {
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : report.diagnostics) {
    EXPECT_NE(diagnostic.hint, "");
    EXPECT_NE(diagnostic.source_line, "");
    codes.push_back(diagnostic.severity == Diagnostic::Severity::kError
                        ? diagnostic.code
                        : "(" + diagnostic.code + ")");
  }
  return codes;
}

TestReport ReportOn(const std::vector<std::string>& rules,
                    std::string_view more_keys = "") {
  return RunExamples(*MakeLibrary({BookText("zh-test", rules, more_keys)}));
}

TEST(TesterTest, CountsExamplesThatDoWhatTheySay) {
  const TestReport report = ReportOn(
      {RuleWith(R"(forbid: ["没办法"], rewrite: ["尽力"])",
                "flags: [没办法, {text: 我没办法。, rewrite: 我尽力。, "
                "match: 没办法}], allows: [好]")});
  EXPECT_THAT(CodesOf(report), IsEmpty());
  EXPECT_EQ(report.examples, 3);
  EXPECT_TRUE(report.passed());
}

TEST(TesterTest, FlagThatIsNotFound) {
  const TestReport report = ReportOn(
      {RuleWith(R"(forbid: ["没办法"])", "flags: [没办法, 好], allows: [好]")});
  EXPECT_THAT(CodesOf(report), ElementsAre("example-not-flagged"));
  EXPECT_FALSE(report.passed());
}

TEST(TesterTest, FlagThatAnotherRuleTakes) {
  const TestReport report = ReportOn(
      {RuleWith(R"(forbid: ["没办法"])", "flags: [没办法], allows: [好]"),
       RuleText("other", R"(severity: error, forbid: ["没"])")});
  EXPECT_EQ(report.diagnostics.at(0).code, "example-not-flagged");
  EXPECT_THAT(report.diagnostics[0].message,
              HasSubstr("zh-test/other (\"没\")"));
}

TEST(TesterTest, AllowThatIsFound) {
  EXPECT_THAT(
      CodesOf(ReportOn({RuleWith(R"(forbid: ["没办法"])",
                                 "flags: [没办法], allows: [我没办法]")})),
      ElementsAre("example-flagged"));
}

TEST(TesterTest, OtherMatchAndOtherRewrite) {
  EXPECT_THAT(CodesOf(ReportOn(
                  {RuleWith(R"(forbid: ["没办法"], rewrite: ["尽力"])",
                            "flags: [{text: 没办法, match: 没}, "
                            "{text: 没办法, rewrite: 努力}], allows: [好]")})),
              ElementsAre("example-match", "example-rewrite"));
}

TEST(TesterTest, AnExampleHasItsRulesLabelsChannelAndLocale) {
  EXPECT_THAT(
      CodesOf(ReportOn({RuleWith(
          R"(forbid: ["没办法"], locales: [zh-Hant], when: {labels: [vip], channels: [phone]})",
          "flags: [{text: 没办法, locale: zh-Hant}], allows: [没办法]")})),
      IsEmpty());
}

TEST(TesterTest, ScenePhrasesMustBeClean) {
  EXPECT_THAT(
      CodesOf(ReportOn(
          {RuleWith(R"(forbid: ["没办法"])", "flags: [没办法], allows: [好]"),
           R"({id: h, norm: n, severity: hint, message: m, forbid: ["嗯"], )"
           R"(examples: {flags: [嗯], allows: [好]}})"},
          R"(scenes: {sorry: ["您好", "没办法", "嗯"]})")),
      ElementsAre("scene-not-clean"));
}

TEST(TesterTest, BranchesThatNoExampleReaches) {
  const TestReport report = ReportOn({RuleWith(
      R"(forbid: ["(甲|乙)[丙]"])", "flags: [甲, 甲丙], allows: [好]")});
  EXPECT_THAT(CodesOf(report), ElementsAre("(branch-without-example)"));
  EXPECT_THAT(report.diagnostics[0].message, HasSubstr("reaches: 乙"));
  EXPECT_TRUE(report.passed());
}

TEST(TesterTest, BranchesOfSetsAreNotAskedFor) {
  EXPECT_THAT(CodesOf(ReportOn({RuleWith(R"(forbid: ["<x>丙"])",
                                         "flags: [甲丙], allows: [好]")},
                               R"(sets: {x: ["甲", "乙"]})")),
              IsEmpty());
}

TEST(TesterTest, WhatTheDefaultProfileSwitchesOffIsNotTested) {
  const std::string book = BookText(
      "zh-test",
      {RuleWith(R"(forbid: ["没办法"])", "flags: [没办法], allows: [好]")});
  const TestReport report = RunExamples(*MakeLibrary(
      {book,
       "profile: default\nphrasebooks: all\nseverity: {zh-test/r: off}\n"}));
  EXPECT_THAT(CodesOf(report), IsEmpty());
  EXPECT_EQ(report.examples, 0);
}

TEST(TesterTest, EntriesThatTheDefaultProfileSwitchesOffAreNotTested) {
  const std::string book = BookText(
      "zh-test",
      {RuleWith(
          R"(forbid: [{match: "没办法", id: plain}, {match: "办不到", id: other}])",
          "flags: [没办法, 办不到], allows: [好]")});
  const TestReport report =
      RunExamples(*MakeLibrary({book,
                                "profile: default\nphrasebooks: all\nseverity: "
                                "{zh-test/r#plain: off}\n"}));
  EXPECT_THAT(CodesOf(report), IsEmpty());
}

TEST(TesterTest, BooksThatTheDefaultProfileLeavesOutAreTestedAlone) {
  const std::string book = BookText(
      "zh-test",
      {RuleWith(R"(forbid: ["没办法"])", "flags: [没办法], allows: [没办法]")});
  const std::string other = BookText(
      "zh-other", {RuleWith(R"(forbid: ["好"])", "flags: [好], allows: [坏]")});
  const TestReport report = RunExamples(*MakeLibrary(
      {book, other, "profile: default\nphrasebooks: [zh-other]\n"}));
  EXPECT_THAT(CodesOf(report), ElementsAre("example-flagged"));
}

}  // namespace
}  // namespace wanyan
