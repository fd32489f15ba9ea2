#include "rules/arbitration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Rules 0, 1, 2 … with one entry each.
RuleSet RulesOf(const std::vector<Severity>& severities) {
  RuleSet rules;
  for (size_t i = 0; i < severities.size(); ++i) {
    CompiledForbid rule;
    rule.entries.push_back({.severity = severities[i]});
    rules.forbids.push_back(rule);
    rules.over_order.push_back(static_cast<int>(i));
  }
  return rules;
}

constexpr Severity kWarning = Severity::kWarning;

ForbidHit Hit(int rule, uint32_t begin, uint32_t end) {
  return {
      .rule = rule, .entry = 0, .core = {begin, end}, .bytes = {begin, end}};
}

// "rule[begin,end)", in the order of the result.
std::vector<std::string> Left(const RuleSet& rules,
                              const std::vector<ForbidHit>& hits) {
  std::vector<std::string> left;
  for (const ForbidHit& hit : Arbitrate(rules, hits)) {
    left.push_back(
        absl::StrFormat("%d[%d,%d)", hit.rule, hit.bytes.begin, hit.bytes.end));
  }
  return left;
}

TEST(ArbitrationTest, HitsThatDoNotOverlapStayInTheOrderOfBytes) {
  const RuleSet rules = RulesOf({kWarning, kWarning});
  EXPECT_THAT(Left(rules, {}), IsEmpty());
  EXPECT_THAT(Left(rules, {Hit(0, 6, 9), Hit(1, 0, 3), Hit(1, 3, 6)}),
              ElementsAre("1[0,3)", "1[3,6)", "0[6,9)"));
}

TEST(ArbitrationTest, TheGraverThenTheLongerThenTheEarlierRule) {
  const RuleSet rules =
      RulesOf({kWarning, Severity::kError, kWarning, kWarning});
  EXPECT_THAT(Left(rules, {Hit(0, 0, 9), Hit(1, 3, 4)}), ElementsAre("1[3,4)"));
  EXPECT_THAT(Left(rules, {Hit(0, 0, 3), Hit(2, 2, 6)}), ElementsAre("2[2,6)"));
  EXPECT_THAT(Left(rules, {Hit(3, 0, 3), Hit(2, 1, 4)}), ElementsAre("2[1,4)"));
  EXPECT_THAT(Left(rules, {Hit(0, 0, 3), Hit(2, 0, 3)}), ElementsAre("0[0,3)"));
}

TEST(ArbitrationTest, WhatGivesWayMakesRoom) {
  // 1 wins over 0; what only 0 overlapped stays.
  const RuleSet rules = RulesOf({kWarning, Severity::kError, Severity::kHint});
  EXPECT_THAT(Left(rules, {Hit(0, 2, 6), Hit(1, 5, 6), Hit(2, 0, 3)}),
              ElementsAre("2[0,3)", "1[5,6)"));
}

TEST(ArbitrationTest, OverGoesBeforeSeverity) {
  RuleSet rules = RulesOf({Severity::kError, Severity::kHint});
  rules.forbids[1].over = {0};
  rules.over_order = {1, 0};
  EXPECT_THAT(Left(rules, {Hit(0, 0, 9), Hit(1, 8, 10), Hit(0, 10, 12)}),
              ElementsAre("1[8,10)", "0[10,12)"));
}

TEST(ArbitrationTest, OverWorksFromTheTopDown) {
  // 2 is over 1 is over 0.
  RuleSet rules = RulesOf({kWarning, kWarning, kWarning});
  rules.forbids[2].over = {1};
  rules.forbids[1].over = {0};
  rules.over_order = {2, 1, 0};
  EXPECT_THAT(Left(rules, {Hit(0, 0, 3), Hit(1, 2, 6), Hit(2, 5, 8)}),
              ElementsAre("0[0,3)", "2[5,8)"));
}

TEST(ArbitrationTest, OneOfManyIsOverManyOfAnother) {
  RuleSet rules = RulesOf({kWarning, kWarning});
  rules.forbids[1].over = {0};
  rules.over_order = {1, 0};
  EXPECT_THAT(Left(rules, {Hit(0, 0, 2), Hit(0, 2, 4), Hit(0, 4, 6),
                           Hit(0, 8, 9), Hit(1, 1, 5), Hit(1, 9, 10)}),
              ElementsAre("1[1,5)", "0[8,9)", "1[9,10)"));
}

// "rule gives way to rule (reason)".
std::vector<std::string> Displaced(const RuleSet& rules,
                                   const std::vector<ForbidHit>& hits) {
  constexpr std::string_view kReasons[] = {"over", "severity", "longer",
                                           "earlier"};
  std::vector<Displacement> displaced;
  Arbitrate(rules, hits, &displaced);
  std::vector<std::string> told;
  for (const auto& [hit, by, reason] : displaced) {
    told.push_back(absl::StrFormat("%d to %d (%s)", hit.rule, by.rule,
                                   kReasons[static_cast<size_t>(reason)]));
  }
  return told;
}

TEST(ArbitrationTest, TellsWhatGivesWayToWhatAndWhy) {
  RuleSet rules = RulesOf({kWarning, Severity::kError, kWarning, kWarning});
  rules.forbids[3].over = {1};
  rules.over_order = {3, 0, 1, 2};
  EXPECT_THAT(Displaced(rules, {Hit(0, 0, 9), Hit(1, 3, 4)}),
              ElementsAre("0 to 1 (severity)"));
  EXPECT_THAT(Displaced(rules, {Hit(0, 0, 3), Hit(2, 2, 6)}),
              ElementsAre("0 to 2 (longer)"));
  EXPECT_THAT(Displaced(rules, {Hit(0, 0, 3), Hit(2, 0, 3)}),
              ElementsAre("2 to 0 (earlier)"));
  EXPECT_THAT(Displaced(rules, {Hit(1, 0, 3), Hit(3, 0, 1)}),
              ElementsAre("1 to 3 (over)"));
  EXPECT_THAT(Displaced(rules, {Hit(0, 0, 3), Hit(2, 3, 6)}), IsEmpty());
}

}  // namespace
}  // namespace wanyan
