#include "api/check_messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kReply = "😀抱歉，我没办法。";

// A result with a value in every field; spans in bytes of kReply.
CheckResult FullResult() {
  CheckResult result;
  result.verdict = Verdict::kBlock;
  Suggestion mends{{13, 16}, "尽力", RewriteKind::kClause, false};
  Suggestion asks{{0, 0}, "{时间}", RewriteKind::kStart, true};
  result.findings.push_back({"zh/helpless",
                             "bare",
                             "wording.helpless",
                             Severity::kError,
                             "不要",
                             {16, 25},
                             "没办法",
                             {mends, asks}});
  result.findings.push_back({"zh/soft",
                             "",
                             "wording.soft",
                             Severity::kHint,
                             "m",
                             {4, 10},
                             "抱歉",
                             {}});
  result.truncated = true;
  result.rewrite = "😀抱歉，我尽力。";
  result.rewrite_reason = RewriteReason::kNone;
  result.locale = "zh-Hans";
  result.revision = "0123456789abcdef";
  result.unchecked_reason = "too many";
  return result;
}

CheckRequest FullRequest() {
  CheckRequest request;
  request.reply = kReply;
  request.locale = "zh-CN";
  request.profile = "strict";
  request.phrasebooks = {"zh-wording", "zh-script"};
  request.turns = {{Role::kCustomer, "你好"},
                   {Role::kAgent, "您好", absl::FromUnixNanos(1234567890123)},
                   {Role::kSystem, "", absl::FromUnixNanos(-1)}};
  request.labels = {"vip", "complaint"};
  request.channel = "phone";
  request.slots = {{"时间", "明天"}, {"centre", ""}};
  request.want_rewrite = false;
  return request;
}

TEST(CheckMessagesTest, RequestsComeBackAsTheyWere) {
  const CheckRequest sent = FullRequest();
  const absl::StatusOr<CheckRequest> received =
      RequestFromMessage(RequestToMessage(sent));
  ASSERT_THAT(received, IsOk());
  EXPECT_EQ(received->reply, sent.reply);
  EXPECT_EQ(received->locale, sent.locale);
  EXPECT_EQ(received->profile, sent.profile);
  EXPECT_EQ(received->phrasebooks, sent.phrasebooks);
  ASSERT_EQ(received->turns.size(), sent.turns.size());
  for (size_t i = 0; i < sent.turns.size(); ++i) {
    EXPECT_EQ(received->turns[i].role, sent.turns[i].role);
    EXPECT_EQ(received->turns[i].text, sent.turns[i].text);
    EXPECT_EQ(received->turns[i].time, sent.turns[i].time);
  }
  EXPECT_EQ(received->labels, sent.labels);
  EXPECT_EQ(received->channel, sent.channel);
  EXPECT_EQ(received->slots, sent.slots);
  EXPECT_EQ(received->want_rewrite, sent.want_rewrite);
}

TEST(CheckMessagesTest, ResultsComeBackAsTheyWere) {
  const CheckResult sent = FullResult();
  const absl::StatusOr<CheckResult> received =
      ResultFromMessage(ResponseToMessage(sent, kReply, OffsetUnit::kUtf8));
  ASSERT_THAT(received, IsOk());
  EXPECT_EQ(received->verdict, sent.verdict);
  EXPECT_EQ(received->findings, sent.findings);
  EXPECT_EQ(received->truncated, sent.truncated);
  EXPECT_EQ(received->rewrite, sent.rewrite);
  EXPECT_EQ(received->rewrite_reason, sent.rewrite_reason);
  EXPECT_EQ(received->locale, sent.locale);
  EXPECT_EQ(received->revision, sent.revision);
  EXPECT_EQ(received->unchecked_reason, sent.unchecked_reason);
}

TEST(CheckMessagesTest, EveryEnumComesBackAsItWas) {
  for (const Verdict verdict : {Verdict::kAllow, Verdict::kWarn,
                                Verdict::kUnchecked, Verdict::kBlock}) {
    CheckResult result;
    result.verdict = verdict;
    EXPECT_EQ(
        ResultFromMessage(ResponseToMessage(result, "", OffsetUnit::kUtf8))
            ->verdict,
        verdict);
  }
  for (int reason = 0; reason <= static_cast<int>(RewriteReason::kNotClean);
       ++reason) {
    CheckResult result;
    result.rewrite_reason = static_cast<RewriteReason>(reason);
    EXPECT_EQ(
        ResultFromMessage(ResponseToMessage(result, "", OffsetUnit::kUtf8))
            ->rewrite_reason,
        result.rewrite_reason);
  }
  for (int kind = 0; kind <= static_cast<int>(RewriteKind::kEnd); ++kind) {
    CheckResult result;
    result.findings.emplace_back().suggestions.emplace_back().kind =
        static_cast<RewriteKind>(kind);
    EXPECT_EQ(
        ResultFromMessage(ResponseToMessage(result, "", OffsetUnit::kUtf8))
            ->findings[0]
            .suggestions[0]
            .kind,
        static_cast<RewriteKind>(kind));
  }
}

TEST(CheckMessagesTest, NoRewriteIsAbsentAndNotVerified) {
  CheckResult result;
  result.rewrite_reason = RewriteReason::kNeedsInput;
  const auto message = ResponseToMessage(result, "a", OffsetUnit::kUtf8);
  EXPECT_FALSE(message.has_rewrite());
  EXPECT_FALSE(message.verified());
  EXPECT_EQ(message.rewrite_reason(), v1::REWRITE_REASON_NEEDS_INPUT);
}

TEST(CheckMessagesTest, SpansAreCountedInTheCallersUnit) {
  struct Case {
    OffsetUnit unit;
    int start, end;
  };
  for (const Case& c :
       {Case{OffsetUnit::kUtf8, 16, 25}, Case{OffsetUnit::kUtf16, 6, 9},
        Case{OffsetUnit::kCodePoint, 5, 8}}) {
    const auto message = ResponseToMessage(FullResult(), kReply, c.unit);
    EXPECT_EQ(message.findings(0).span().start(), c.start);
    EXPECT_EQ(message.findings(0).span().end(), c.end);
  }
}

TEST(CheckMessagesTest, SuggestionsSpansAreCountedInTheCallersUnit) {
  const auto message =
      ResponseToMessage(FullResult(), kReply, OffsetUnit::kCodePoint);
  EXPECT_EQ(message.findings(0).suggestions(0).span().start(), 4);
  EXPECT_EQ(message.findings(0).suggestions(0).span().end(), 5);
}

TEST(CheckMessagesTest, ResourceNamesAreUnderstood) {
  v1::CheckReplyRequest message;
  message.set_profile("profiles/strict");
  message.add_phrasebooks("phrasebooks/zh-wording");
  const auto request = RequestFromMessage(message);
  ASSERT_THAT(request, IsOk());
  EXPECT_EQ(request->profile, "strict");
  EXPECT_THAT(request->phrasebooks, ElementsAre("zh-wording"));
}

TEST(CheckMessagesTest, RulesHaveResourceNames) {
  const auto message =
      ResponseToMessage(FullResult(), kReply, OffsetUnit::kUtf8);
  EXPECT_EQ(message.findings(0).rule(), "phrasebooks/zh/rules/helpless");
}

TEST(CheckMessagesTest, ATurnNeedsARole) {
  v1::CheckReplyRequest message;
  message.add_turns()->set_role(v1::ROLE_AGENT);
  message.add_turns();
  EXPECT_THAT(RequestFromMessage(message),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("turns[1].role: must be")));
}

TEST(CheckMessagesTest, AnUnknownRoleIsRefused) {
  v1::CheckReplyRequest message;
  message.add_turns()->set_role(static_cast<v1::Role>(77));
  EXPECT_THAT(RequestFromMessage(message),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CheckMessagesTest, TimesAreTakenToTheirEdges) {
  struct Case {
    int64_t seconds;
    int nanos;
    bool valid;
  };
  for (const Case& c :
       {Case{253402300799, 999'999'999, true}, Case{253402300800, 0, false},
        Case{-62135596800, 0, true}, Case{-62135596801, 0, false},
        Case{0, -1, false}, Case{0, 1'000'000'000, false}}) {
    v1::CheckReplyRequest message;
    v1::Turn* turn = message.add_turns();
    turn->set_role(v1::ROLE_AGENT);
    turn->mutable_time()->set_seconds(c.seconds);
    turn->mutable_time()->set_nanos(c.nanos);
    const auto request = RequestFromMessage(message);
    EXPECT_EQ(request.ok(), c.valid) << c.seconds << " " << c.nanos;
    if (!c.valid) {
      EXPECT_THAT(request, StatusIs(absl::StatusCode::kInvalidArgument,
                                    HasSubstr("turns[0].time: ")));
    }
  }
}

TEST(CheckMessagesTest, OffsetUnitsDefaultToUtf8AndUnknownOnesAreRefused) {
  v1::CheckReplyRequest message;
  EXPECT_THAT(OffsetUnitFromMessage(message), IsOkAndHolds(OffsetUnit::kUtf8));
  message.set_offset_unit(v1::OFFSET_UNIT_UTF16);
  EXPECT_THAT(OffsetUnitFromMessage(message), IsOkAndHolds(OffsetUnit::kUtf16));
  message.set_offset_unit(static_cast<v1::OffsetUnit>(9));
  EXPECT_THAT(OffsetUnitFromMessage(message),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("offset_unit: must be")));
}

TEST(CheckMessagesTest, AVerdictThatIsNotKnownIsNoVerdict) {
  v1::CheckReplyResponse message;
  EXPECT_THAT(ResultFromMessage(message),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("verdict")));
  message.set_verdict(static_cast<v1::Verdict>(12));
  EXPECT_THAT(ResultFromMessage(message),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("12")));
}

}  // namespace
}  // namespace wanyan
