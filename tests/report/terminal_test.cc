#include "report/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wanyan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// A result with one finding on `phrase`.
CheckResult ResultFor(std::string_view reply, std::string_view phrase,
                      Severity severity = Severity::kError) {
  const auto begin = static_cast<uint32_t>(reply.find(phrase));
  CheckResult result;
  result.verdict =
      severity == Severity::kError ? Verdict::kBlock : Verdict::kWarn;
  result.findings.push_back(
      {"zh/helpless",
       "",
       "wording.helpless",
       severity,
       "请说明您会做什么。",
       {begin, begin + static_cast<uint32_t>(phrase.size())},
       std::string(phrase),
       {{{begin, begin + 3}, "尽力", RewriteKind::kPhrase, false}}});
  result.locale = "zh-Hans";
  return result;
}

TEST(TerminalTest, ShowsWhatBreaksTheRuleAndHowToSayIt) {
  const std::string_view reply = "抱歉，我没办法。";
  CheckResult result = ResultFor(reply, "没办法");
  result.rewrite = "抱歉，我尽力。";
  EXPECT_EQ(FormatForTerminal("reply.txt", reply, result, false),
            "reply.txt:1:5: error: 请说明您会做什么。\n"
            "  抱歉，我没办法。\n"
            "          ~~~~~~\n"
            "  rule: zh/helpless (wording.helpless)\n"
            "  say: 尽力\n"
            "rewrite: 抱歉，我尽力。\n"
            "reply.txt: BLOCK: 1 error (zh-Hans)\n");
}

TEST(TerminalTest, LinesOfARewriteStandUnderItsFirst) {
  CheckResult result = ResultFor("没办法", "没办法");
  result.rewrite = "尽力\r\n再见\n";
  EXPECT_THAT(FormatForTerminal("", "没办法", result, false),
              HasSubstr("\nrewrite: 尽力\n         再见\nBLOCK: "));
}

TEST(TerminalTest, WithoutANameThePlaceBeginsWithTheLine) {
  EXPECT_THAT(
      FormatForTerminal("", "没办法", ResultFor("没办法", "没办法"), false),
      ::testing::StartsWith("1:1: error: "));
}

TEST(TerminalTest, SaysWhenNothingWasFound) {
  CheckResult result;
  result.locale = "en";
  EXPECT_EQ(FormatForTerminal("", "fine", result, false),
            "ALLOW: nothing found (en)\n");
}

TEST(TerminalTest, SaysWhatWasNotChecked) {
  CheckResult result;
  result.verdict = Verdict::kUnchecked;
  result.locale = "fr";
  result.unchecked_reason = "no phrasebook for the language \"fr\"";
  EXPECT_EQ(FormatForTerminal("", "bonjour", result, false),
            "UNCHECKED: nothing found (fr)\n"
            "not all was checked: no phrasebook for the language \"fr\"\n");
}

TEST(TerminalTest, SaysWhyThereIsNoRewrite) {
  CheckResult result = ResultFor("没办法", "没办法");
  result.rewrite_reason = RewriteReason::kNeedsInput;
  EXPECT_THAT(FormatForTerminal("", "没办法", result, false),
              HasSubstr("\nno rewrite: a finding needs what only the agent "
                        "knows\n"));
}

TEST(TerminalTest, FindsTheLineOfThePhrase) {
  const std::string_view reply = "您好！\r\n我没办法\r\n再见";
  EXPECT_THAT(FormatForTerminal("", reply, ResultFor(reply, "没办法"), false),
              ::testing::StartsWith("2:2: error: 请说明您会做什么。\n"
                                    "  我没办法\n"
                                    "    ~~~~~~\n"));
}

TEST(TerminalTest, APhraseOverSeveralLinesIsMarkedOnItsFirst) {
  const std::string_view reply = "没\n办法";
  EXPECT_THAT(FormatForTerminal("", reply, ResultFor(reply, "没\n办法"), false),
              ::testing::StartsWith("1:1: error: 请说明您会做什么。\n"
                                    "  没\n"
                                    "  ~~\n"));
}

TEST(TerminalTest, MarksStandUnderWideAndCombiningCharacters) {
  const std::string_view reply = "😀e\u0301\tno";
  EXPECT_THAT(FormatForTerminal("", reply, ResultFor(reply, "no"), false),
              HasSubstr("\n  😀e\u0301     no\n          ~~\n"));
}

TEST(TerminalTest, LongLinesAreCutAroundThePhrase) {
  std::string reply(5000, 'a');
  reply += "没办法";
  reply += std::string(5000, 'b');
  const std::string text =
      FormatForTerminal("", reply, ResultFor(reply, "没办法"), false);
  EXPECT_THAT(text, HasSubstr("\n  …" + std::string(30, 'a') + "没办法" +
                              std::string(40, 'b') + "…\n  " +
                              std::string(31, ' ') + "~~~~~~\n"));
}

TEST(TerminalTest, TheReplyCannotSteerTheTerminal) {
  const std::string_view reply = "\x1b[2J没办法\x07";
  EXPECT_THAT(FormatForTerminal("", reply, ResultFor(reply, "没办法"), false),
              Not(HasSubstr("\x1b")));
}

TEST(TerminalTest, ColoursOnlyWhereTheyAreWanted) {
  const CheckResult result = ResultFor("没办法", "没办法");
  EXPECT_THAT(FormatForTerminal("", "没办法", result, true),
              HasSubstr("\x1b[1;31merror:\x1b[0m"));
  EXPECT_THAT(FormatForTerminal("", "没办法", result, false),
              Not(HasSubstr("\x1b")));
}

TEST(TerminalTest, CountsFindingsBySeverity) {
  CheckResult result = ResultFor("没办法", "没办法", Severity::kWarning);
  result.findings.push_back(result.findings[0]);
  result.findings.push_back(result.findings[0]);
  result.findings[2].severity = Severity::kHint;
  EXPECT_THAT(FormatForTerminal("", "没办法", result, false),
              HasSubstr("WARN: 2 warnings, 1 hint (zh-Hans)\n"));
}

TEST(TerminalTest, SuggestionsSayWhatTheyReplaceAndWhatIsToBeFilledIn) {
  CheckResult result = ResultFor("没办法", "没办法");
  result.findings[0].suggestions = {
      {{0, 9}, "最晚{时间}", RewriteKind::kSentence, true},
      {{0, 9}, "", RewriteKind::kClause, false}};
  EXPECT_THAT(
      FormatForTerminal("", "没办法", result, false),
      HasSubstr("  say for the sentence: 最晚{时间}  (fill in what stands in "
                "braces)\n"
                "  say for the clause: (nothing)\n"));
}

}  // namespace
}  // namespace wanyan
