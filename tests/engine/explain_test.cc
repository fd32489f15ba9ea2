#include "engine/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/test_library.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kContexts = R"yaml(
contexts:
  asked: {after: ["(吗|么)"]
}
  told: {before: ["不是{...2}"]}
  harmless: {any_of: [told, asked]}
  ours: {clause_has: ["我"]}
)yaml";

ReplyExplanation Explain(const Library& library, std::string_view reply,
                         const std::vector<std::string>& rules = {}) {
  CheckRequest request;
  request.reply = reply;
  request.locale = "zh-Hans";
  const auto explanation = ExplainReply(library, request, rules);
  EXPECT_THAT(explanation, IsOk());
  return explanation.ok() ? *explanation : ReplyExplanation();
}

std::string_view NameOf(CandidateExplanation::Fate fate) {
  constexpr std::string_view kNames[] = {"found",    "exception", "unless",
                                         "only_if",  "passed",    "over",
                                         "severity", "longer",    "earlier"};
  return kNames[static_cast<size_t>(fate)];
}

// "core: fate by name=witness", for each candidate of the first rule.
std::vector<std::string> FatesOf(const ReplyExplanation& explanation,
                                 std::string_view reply) {
  std::vector<std::string> fates;
  const auto text = [&](TextRange bytes) {
    return reply.substr(bytes.begin, bytes.size());
  };
  for (const auto& candidate : explanation.rules.at(0).candidates) {
    std::string fate = absl::StrFormat("%s: %s", text(candidate.bytes),
                                       NameOf(candidate.fate));
    if (!candidate.by.empty()) fate += " by " + candidate.by;
    for (const Witness& witness : candidate.witnesses) {
      fate += absl::StrFormat(" %s=%s", witness.name, text(witness.bytes));
    }
    fates.push_back(fate);
  }
  return fates;
}

// The fates of the candidates of a rule with these keys.
std::vector<std::string> FatesWith(std::string_view keys,
                                   std::string_view reply) {
  const auto library =
      MakeLibrary({BookText("zh-test", {RuleText("r", keys)}, kContexts)});
  return FatesOf(Explain(*library, reply), reply);
}

TEST(ExplainTest, FoundAndPassedOver) {
  EXPECT_THAT(
      FatesWith(R"(forbid: ["[我]没办法", "办法了"])", "我没办法了"),
      ElementsAre("我没办法: found", "没办法: passed [我]没办法=我没办法",
                  "办法了: passed [我]没办法=我没办法"));
}

TEST(ExplainTest, AnExceptionIsNamedWithItsPlace) {
  EXPECT_THAT(
      FatesWith(R"(forbid: ["没办法"], except: ["办法吧", "没办法[不]"])",
                "没办法不去"),
      ElementsAre("没办法: exception 没办法[不]=没办法 没办法[不]=没办法不"));
}

TEST(ExplainTest, AContextIsNamedWithWhatItRestsOn) {
  constexpr std::string_view kKeys =
      R"(forbid: ["没办法"], unless: [harmless, quoted], only_if: [ours])";
  EXPECT_THAT(FatesWith(kKeys, "我没办法吗"),
              ElementsAre("没办法: unless by harmless asked=吗"));
  EXPECT_THAT(FatesWith(kKeys, "不是我没办法吗"),
              ElementsAre("没办法: unless by harmless told=不是"));
  EXPECT_THAT(FatesWith(kKeys, "我说“没办法”"),
              ElementsAre("没办法: unless by quoted"));
  EXPECT_THAT(FatesWith(kKeys, "没办法"),
              ElementsAre("没办法: only_if by ours"));
  EXPECT_THAT(FatesWith(kKeys, "我没办法"), ElementsAre("没办法: found"));
}

TEST(ExplainTest, WhatAnotherRuleTakes) {
  const auto taken = [](std::string_view keys, std::string_view other) {
    constexpr std::string_view kReply = "不能退，只能换";
    const auto library = MakeLibrary(
        {BookText("zh-test", {RuleText("r", keys), RuleText("other", other)})});
    return FatesOf(Explain(*library, kReply, {"zh-test/r"}), kReply);
  };
  EXPECT_THAT(
      taken(R"(forbid: ["不能退"])", R"(forbid: ["不能{..}只能"], over: [r])"),
      ElementsAre("不能退: over by zh-test/other "
                  "不能{..}只能=不能退，只能"));
  EXPECT_THAT(
      taken(R"(forbid: ["不能退"])", R"(forbid: ["退"], severity: error)"),
      ElementsAre("不能退: severity by zh-test/other 退=退"));
  EXPECT_THAT(taken(R"(forbid: ["能退"])", R"(forbid: ["不能退"])"),
              ElementsAre("能退: longer by zh-test/other 不能退=不能退"));
}

TEST(ExplainTest, OfManyCandidatesOnlySomeAreExplained) {
  const auto library =
      MakeLibrary({BookText("zh-test", {RuleText("r", R"(forbid: ["没"])")})});
  std::string reply;
  for (size_t i = 0; i < kMaxExplained + 2; ++i) reply += "没";
  const ReplyExplanation explanation = Explain(*library, reply);
  EXPECT_THAT(explanation.rules.at(0).candidates, SizeIs(kMaxExplained));
  EXPECT_EQ(explanation.rules[0].more_candidates, 2u);
}

// The findings and the explanation come from the same decisions.
TEST(ExplainTest, WhatIsFoundIsWhatCheckReplyFinds) {
  const auto library = MakeLibrary({BookText(
      "zh-test",
      {RuleText("a", R"(forbid: ["没办法", "不能"], unless: [asked])"),
       RuleText("b", R"(forbid: ["不能退"])"),
       RuleText("c", R"(match: tolerant, forbid: ["办法"])")},
      kContexts)});
  for (const std::string_view reply :
       {"没办法", "没办法吗，不能退", "不能不能退", "没*办*法", "好"}) {
    std::vector<std::string> found;
    for (const RuleExplanation& rule : Explain(*library, reply).rules) {
      for (const CandidateExplanation& candidate : rule.candidates) {
        if (candidate.fate != CandidateExplanation::kFound) continue;
        found.push_back(
            absl::StrFormat("%s@%d", rule.rule, candidate.bytes.begin));
      }
    }
    std::vector<std::string> checked;
    for (const Finding& finding : Check(*library, reply).findings) {
      checked.push_back(
          absl::StrFormat("%s@%d", finding.rule, finding.span.begin));
    }
    EXPECT_THAT(found, ::testing::UnorderedElementsAreArray(checked)) << reply;
  }
}

TEST(ExplainTest, WithoutACandidateTheNearestEntry) {
  const auto library = MakeLibrary({BookText(
      "zh-test", {RuleText("r", R"(forbid: ["不可以", "没有办法"])")})});
  const ReplyExplanation near = Explain(*library, "我没有方法");
  ASSERT_TRUE(near.rules.at(0).nearest.has_value());
  EXPECT_EQ(near.rules[0].nearest->entry, "没有办法");
  EXPECT_EQ(near.rules[0].nearest->miss.rest, "办法");
  EXPECT_EQ(near.rules[0].nearest->bytes, (TextRange{3, 9}));
  EXPECT_FALSE(Explain(*library, "您好").rules.at(0).nearest.has_value());
}

TEST(ExplainTest, WhatKeepsARuleFromRunning) {
  const auto library = MakeLibrary(
      {BookText("zh-test",
                {RuleText("off", R"(forbid: ["没"])"),
                 RuleText("hant", R"(forbid: ["没"], locales: [zh-Hant])"),
                 RuleText("vip", R"(forbid: ["没"], when: {labels: [vip]})"),
                 RuleText("tel", R"(forbid: ["没"], when: {channels: [tel]})"),
                 RuleText("runs", R"(forbid: ["没"])")}),
       "profile: default\nphrasebooks: all\n"
       "severity: {zh-test/off: off}\n"});
  const ReplyExplanation explanation = Explain(*library, "没");
  ASSERT_THAT(explanation.rules, SizeIs(5));
  EXPECT_TRUE(explanation.rules[0].is_off);
  EXPECT_EQ(explanation.rules[1].obstacle, Obstacle::kLocale);
  EXPECT_EQ(explanation.rules[2].obstacle, Obstacle::kLabels);
  EXPECT_EQ(explanation.rules[3].obstacle, Obstacle::kChannel);
  EXPECT_THAT(explanation.rules[3].candidates, IsEmpty());
  EXPECT_EQ(explanation.rules[4].obstacle, Obstacle::kNone);
  EXPECT_EQ(explanation.rules[4].folded, "没");
}

TEST(ExplainTest, RulesOfOtherBooksAndLanguagesAndNoRuleAtAll) {
  const auto library =
      MakeLibrary({BookText("zh-a", {RuleText("r", R"(forbid: ["没"])")}),
                   BookText("zh-b", {RuleText("r", R"(forbid: ["没"])")}),
                   BookText("en-c", {RuleText("r", R"(forbid: ["no"])")}),
                   "profile: default\nphrasebooks: [zh-a, en-c]\n"});
  const ReplyExplanation explanation =
      Explain(*library, "没", {"zh-a/r", "zh-b/r", "en-c/r"});
  EXPECT_THAT(explanation.rules, SizeIs(1));
  EXPECT_THAT(explanation.of_other_books, ElementsAre("zh-b/r"));
  EXPECT_THAT(explanation.of_other_languages, ElementsAre("en-c/r"));

  CheckRequest request;
  request.reply = "没";
  const auto unknown = ExplainReply(*library, request, {"zh-a/s"});
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(unknown.status().message()),
              HasSubstr("did you mean zh-a/r?"));
  request.reply = "";
  EXPECT_FALSE(ExplainReply(*library, request, {}).ok());
}

}  // namespace
}  // namespace wanyan
