#include "engine/checker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "engine/request_error.h"
#include "engine/test_library.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

const Library& TestLibrary() {
  static const auto& library = *new auto(MakeLibrary({BookText(
      "zh-test",
      {RuleText("helpless",
                R"(severity: error, forbid: ["没办法"], rewrite: ["尽力"])"),
       RuleText("filler", R"(severity: hint, forbid: ["嗯"])")})}));
  return *library;
}

CheckRequest RequestFor(std::string reply) {
  CheckRequest request;
  request.reply = std::move(reply);
  request.locale = "zh-Hans";
  return request;
}

std::string Repeated(std::string_view unit, size_t times) {
  std::string text;
  for (size_t i = 0; i < times; ++i) text += unit;
  return text;
}

// The request is refused for this field.
void ExpectRefused(const CheckRequest& request, std::string_view field,
                   const std::string& message_part) {
  const auto result = CheckReply(TestLibrary(), request);
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument,
                               HasSubstr(message_part)));
  EXPECT_EQ(FieldOf(result.status()), field);
}

TEST(CheckerTest, FindsSuggestsAndRewrites) {
  const CheckResult result = Check(TestLibrary(), RequestFor("这个没办法。"));
  EXPECT_EQ(result.verdict, Verdict::kBlock);
  ASSERT_EQ(result.findings.size(), 1u);
  const Finding& finding = result.findings[0];
  EXPECT_EQ(finding.rule, "zh-test/helpless");
  EXPECT_EQ(finding.norm, "test.helpless");
  EXPECT_EQ(finding.severity, Severity::kError);
  EXPECT_EQ(finding.message, "helpless");
  EXPECT_EQ(finding.span, (TextRange{6, 15}));
  EXPECT_EQ(finding.matched_text, "没办法");
  ASSERT_EQ(finding.suggestions.size(), 1u);
  EXPECT_EQ(finding.suggestions[0].replacement, "尽力");
  EXPECT_EQ(result.rewrite, "这个尽力。");
  EXPECT_EQ(result.locale, "zh-Hans");
  EXPECT_EQ(result.revision, TestLibrary().revision());
  EXPECT_FALSE(result.truncated);
  EXPECT_EQ(result.unchecked_reason, "");
}

TEST(CheckerTest, ARewriteThatIsNotWantedCostsNothing) {
  CheckRequest request = RequestFor("没办法");
  request.want_rewrite = false;
  const CheckResult result = Check(TestLibrary(), request);
  EXPECT_EQ(result.rewrite, std::nullopt);
  EXPECT_EQ(result.rewrite_reason, RewriteReason::kNotWanted);
  EXPECT_EQ(result.findings.at(0).suggestions.size(), 1u);
  // Where there is nothing to mend, nobody misses it.
  request.reply = "嗯";
  EXPECT_EQ(Check(TestLibrary(), request).rewrite_reason, RewriteReason::kNone);
}

TEST(CheckerTest, ReplyOfTheLargestSizeAndOneByteMore) {
  EXPECT_EQ(Check(TestLibrary(), RequestFor(std::string(kMaxReplyBytes, 'a')))
                .verdict,
            Verdict::kAllow);
  ExpectRefused(RequestFor(std::string(kMaxReplyBytes + 1, 'a')), "reply",
                "65537 bytes");
  ExpectRefused(RequestFor(""), "reply", "empty");
}

TEST(CheckerTest, ReplyOfWhiteSpaceOrControlCharactersIsAReply) {
  for (std::string_view reply :
       {" ", "\n", "\r\n\r\n", "\u200B", "\uFEFF", "\u0301"}) {
    EXPECT_EQ(Check(TestLibrary(), RequestFor(std::string(reply))).verdict,
              Verdict::kAllow);
  }
  EXPECT_EQ(Check(TestLibrary(), RequestFor(std::string(3, '\0'))).verdict,
            Verdict::kAllow);
}

TEST(CheckerTest, IllFormedUtf8IsToldWithItsOffset) {
  ExpectRefused(RequestFor("没\xE5\xA5"), "reply", "byte 3");
  ExpectRefused(RequestFor("\xFF"), "reply", "byte 0");
  ExpectRefused(RequestFor("a\xED\xA0\x80"), "reply", "byte 1");
  CheckRequest request = RequestFor("好");
  request.turns = {{.role = Role::kCustomer, .text = "好"},
                   {.role = Role::kAgent, .text = "ab\xC0\xAF"}};
  ExpectRefused(request, "turns[1].text", "byte 2");
}

TEST(CheckerTest, AsManyTurnsAsAreTakenAndOneMore) {
  CheckRequest request = RequestFor("好");
  request.turns.assign(kMaxTurns, Turn{.text = "好"});
  EXPECT_THAT(CheckReply(TestLibrary(), request), IsOk());
  request.turns.push_back(Turn{.text = "好"});
  ExpectRefused(request, "turns", "501");
}

TEST(CheckerTest, ARequestOfTheLargestSizeAndOneByteMore) {
  CheckRequest request = RequestFor("好");
  request.slots["k"] = "v";
  const size_t rest = kMaxRequestBytes - request.reply.size() - 2;
  request.turns = {{.text = std::string(rest, 'a')}};
  EXPECT_THAT(CheckReply(TestLibrary(), request), IsOk());
  request.turns[0].text += 'a';
  ExpectRefused(request, "turns", "1048577 bytes");
}

TEST(CheckerTest, AProfileAndPhrasebooksTogether) {
  CheckRequest request = RequestFor("好");
  request.profile = "default";
  request.phrasebooks = {"zh-test"};
  ExpectRefused(request, "phrasebooks", "together with a profile");
}

TEST(CheckerTest, UnknownProfileAndPhrasebookAreNotFound) {
  CheckRequest request = RequestFor("好");
  request.profile = "nope";
  EXPECT_THAT(CheckReply(TestLibrary(), request),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("default")));
  request.profile = "";
  request.phrasebooks = {"zh-test", "nope"};
  EXPECT_THAT(CheckReply(TestLibrary(), request),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("zh-test")));
}

TEST(CheckerTest, AWrongLocaleIsRefused) {
  CheckRequest request = RequestFor("好");
  request.locale = "not a locale";
  ExpectRefused(request, "locale", "BCP 47");
}

TEST(CheckerTest, ALanguageWithoutABookIsUnchecked) {
  CheckRequest request = RequestFor("没办法");
  request.locale = "fr";
  const CheckResult result = Check(TestLibrary(), request);
  EXPECT_EQ(result.verdict, Verdict::kUnchecked);
  EXPECT_THAT(result.unchecked_reason, HasSubstr("\"fr\""));
  EXPECT_TRUE(result.findings.empty());
  EXPECT_EQ(result.locale, "fr");
}

TEST(CheckerTest, AsManyFindingsAsAreReportedAndOneMore) {
  const CheckResult whole =
      Check(TestLibrary(), RequestFor(Repeated("嗯，", kMaxFindings)));
  EXPECT_EQ(whole.findings.size(), kMaxFindings);
  EXPECT_FALSE(whole.truncated);
  EXPECT_EQ(whole.verdict, Verdict::kAllow);

  const CheckResult cut =
      Check(TestLibrary(), RequestFor(Repeated("嗯，", kMaxFindings + 1)));
  EXPECT_EQ(cut.findings, whole.findings);
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.verdict, Verdict::kUnchecked);
  EXPECT_NE(cut.unchecked_reason, "");
}

TEST(CheckerTest, WhatIsCutIsNotRewrittenAndStillBlocks) {
  const CheckResult cut =
      Check(TestLibrary(), RequestFor(Repeated("没办法，", kMaxFindings + 1)));
  EXPECT_EQ(cut.verdict, Verdict::kBlock);
  EXPECT_EQ(cut.rewrite, std::nullopt);
  EXPECT_EQ(cut.rewrite_reason, RewriteReason::kNotClean);
  EXPECT_NE(cut.unchecked_reason, "");
}

TEST(CheckerTest, MoreMatchesOfARegularExpressionThanAreLookedAt) {
  const auto library = MakeLibrary(
      {BookText("zh-regex", {RuleText("r", R"(forbid: [{regex: "嗯"}])")})});
  const CheckResult cut = Check(*library, RequestFor(Repeated("嗯，", 1001)));
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.verdict, Verdict::kUnchecked);
}

TEST(CheckerTest, MoreCandidatesThanAreKept) {
  const auto library = MakeLibrary(
      {BookText("zh-gaps", {RuleText("r", R"(forbid: ["你{..}你"])")})});
  const CheckResult cut = Check(*library, RequestFor(Repeated("你", 20'000)));
  EXPECT_TRUE(cut.truncated);
  EXPECT_EQ(cut.verdict, Verdict::kUnchecked);
}

TEST(CheckerTest, ARewriteThatIsTooLongToBeCheckedIsNone) {
  const std::string longer = Repeated("好", 2000);
  const auto library = MakeLibrary({BookText(
      "zh-long",
      {RuleText("r", "forbid: [\"嗯\"], rewrite: [\"" + longer + "\"]")})});
  EXPECT_EQ(Check(*library, RequestFor("嗯")).rewrite, longer);
  const CheckResult result = Check(*library, RequestFor(Repeated("嗯，", 20)));
  EXPECT_EQ(result.rewrite, std::nullopt);
  EXPECT_EQ(result.rewrite_reason, RewriteReason::kNotClean);
}

// Matching it goes as deep as matching can.
TEST(CheckerTest, TheLongestTemplateAndItsText) {
  const std::string words = Repeated("a b ", 499);
  const auto library = MakeLibrary({BookText(
      "zh-deep",
      {RuleText("r", "forbid: [\"" + words + "\"], rewrite: [\"好\"]")})});
  const CheckResult result =
      Check(*library, RequestFor(Repeated("a b ", 499 * 30)));
  EXPECT_EQ(result.findings.size(), 30u);
  EXPECT_TRUE(result.rewrite.has_value());
}

TEST(CheckerTest, ThreadsGetTheSameResults) {
  const std::string reply = Repeated("这個没办法，嗯。", 20);
  const CheckResult expected = Check(TestLibrary(), RequestFor(reply));
  std::vector<CheckResult> results(8);
  std::vector<std::thread> threads;
  for (CheckResult& result : results) {
    threads.emplace_back(
        [&] { result = Check(TestLibrary(), RequestFor(reply)); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const CheckResult& result : results) {
    EXPECT_EQ(result.findings, expected.findings);
    EXPECT_EQ(result.rewrite, expected.rewrite);
  }
}

// The first Traditional rewrite loads what it needs, whoever asks first.
TEST(CheckerTest, ThreadsMayAskForTheFirstTraditionalRewriteTogether) {
  const auto library = MakeLibrary({BookText(
      "zh-first", {RuleText("r", R"(forbid: ["笨"], rewrite: ["里面请"])")})});
  std::vector<CheckResult> results(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < results.size(); ++i) {
    threads.emplace_back([&, i] {
      CheckRequest request = RequestFor("笨");
      request.locale = i % 2 == 0 ? "zh-TW" : "zh-HK";
      results[i] = Check(*library, request);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].rewrite, i % 2 == 0 ? "裡面請" : "裏面請");
  }
}

}  // namespace
}  // namespace wanyan
