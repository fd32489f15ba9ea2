#include "report/jsonl.h"

#include "gtest/gtest.h"

namespace wanyan {
namespace {

constexpr std::string_view kReply = "😀没办法";

CheckResult BlockedResult() {
  CheckResult result;
  result.verdict = Verdict::kBlock;
  result.findings.push_back({"zh/helpless",
                             "bare",
                             "wording.helpless",
                             Severity::kError,
                             "不要",
                             {4, 13},
                             "没办法",
                             {{{4, 13}, "尽力", RewriteKind::kPhrase, false},
                              {{13, 13}, "{时间}", RewriteKind::kEnd, true}}});
  result.rewrite = "😀尽力";
  result.locale = "zh-Hans";
  result.revision = "0123456789abcdef";
  return result;
}

TEST(JsonlTest, EveryFieldStandsInItsPlace) {
  EXPECT_EQ(
      FormatJsonLine({"a", kReply}, BlockedResult()),
      R"({"id":"a","verdict":"BLOCK","findings":[{"rule":"zh/helpless",)"
      R"("norm":"wording.helpless","severity":"ERROR","message":"不要",)"
      R"("span":{"start":4,"end":13},"matched_text":"没办法","suggestions":[)"
      R"({"span":{"start":4,"end":13},"replacement":"尽力","kind":"phrase",)"
      R"("needs_input":false},{"span":{"start":13,"end":13},)"
      R"("replacement":"{时间}","kind":"end","needs_input":true}]}],)"
      R"("rewrite":"😀尽力","verified":true,"rewrite_reason":"",)"
      R"("locale":"zh-Hans","revision":"0123456789abcdef","truncated":false,)"
      R"("unchecked_reason":""})");
}

TEST(JsonlTest, FieldsWithoutValueStandToo) {
  CheckResult result;
  result.verdict = Verdict::kUnchecked;
  result.rewrite_reason = RewriteReason::kNeedsInput;
  result.truncated = true;
  result.locale = "und";
  result.unchecked_reason = "no phrasebook";
  EXPECT_EQ(FormatJsonLine({"", "x"}, result),
            R"({"id":"","verdict":"UNCHECKED","findings":[],"rewrite":null,)"
            R"("verified":false,"rewrite_reason":"NEEDS_INPUT",)"
            R"("locale":"und","revision":"","truncated":true,)"
            R"("unchecked_reason":"no phrasebook"})");
}

TEST(JsonlTest, OffsetsAreCountedInTheUnitAskedFor) {
  EXPECT_NE(FormatJsonLine({"a", kReply, OffsetUnit::kUtf16}, BlockedResult())
                .find(R"("span":{"start":2,"end":5},"matched_text")"),
            std::string::npos);
  EXPECT_NE(
      FormatJsonLine({"a", kReply, OffsetUnit::kCodePoint}, BlockedResult())
          .find(R"("span":{"start":1,"end":4},"matched_text")"),
      std::string::npos);
}

TEST(JsonlTest, ThePrettyObjectHasTheSameFields) {
  std::string pretty = FormatJson({"a", kReply}, BlockedResult());
  EXPECT_EQ(pretty.substr(0, 12), "{\n  \"id\": \"a");
  // Without its layout it is the line: no text in it has a line break or
  // a space.
  std::string line;
  for (const char c : pretty) {
    if (c != '\n' && c != ' ') line += c;
  }
  EXPECT_EQ(line, FormatJsonLine({"a", kReply}, BlockedResult()));
}

TEST(JsonlTest, AnErrorStandsForItsLine) {
  EXPECT_EQ(FormatErrorLine(3, "reply: it is \"empty\""),
            R"({"line":3,"error":"reply: it is \"empty\""})");
}

}  // namespace
}  // namespace wanyan
