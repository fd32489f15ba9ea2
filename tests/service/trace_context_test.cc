#include "service/trace_context.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wanyan {
namespace {

using testing::MatchesRegex;

constexpr char kTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr char kSpan[] = "00f067aa0ba902b7";
constexpr char kTraceparent[] =
    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(TraceContextTest, TakesOverTheCallersTrace) {
  const TraceContext context = MakeTraceContext(kTraceparent, "order-17/a b");
  EXPECT_EQ(context.trace_id, kTrace);
  EXPECT_EQ(context.parent_span_id, kSpan);
  EXPECT_THAT(context.span_id, MatchesRegex("[0-9a-f]{16}"));
  EXPECT_NE(context.span_id, kSpan);
  EXPECT_EQ(context.request_id, "order-17/a b");
}

TEST(TraceContextTest, BeginsATraceWhereThereIsNone) {
  const TraceContext one = MakeTraceContext("", "");
  const TraceContext other = MakeTraceContext("", "");
  for (const TraceContext& context : {one, other}) {
    EXPECT_THAT(context.trace_id, MatchesRegex("[0-9a-f]{32}"));
    EXPECT_EQ(context.parent_span_id, "");
    EXPECT_THAT(context.span_id, MatchesRegex("[0-9a-f]{16}"));
    EXPECT_THAT(context.request_id, MatchesRegex("[0-9a-f]{32}"));
  }
  EXPECT_NE(one.trace_id, other.trace_id);
  EXPECT_NE(one.span_id, other.span_id);
  EXPECT_NE(one.request_id, other.request_id);
}

TEST(ParseTraceparentTest, TakesLaterVersionsAsFarAsItKnows) {
  const std::string ids =
      "-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  for (const std::string& header : {"01" + ids, "cc" + ids + "-what-comes"}) {
    const auto parsed = ParseTraceparent(header);
    ASSERT_TRUE(parsed.has_value()) << header;
    EXPECT_EQ(parsed->trace_id, kTrace);
    EXPECT_EQ(parsed->parent_span_id, kSpan);
  }
}

TEST(ParseTraceparentTest, RefusesWhatIsMalformed) {
  const std::string zero_trace(32, '0');
  const std::string zero_span(16, '0');
  const std::string trace = kTrace;
  const std::string span = kSpan;
  const std::string kCases[] = {
      "",
      "00",
      "00-" + trace + "-" + span,               // no flags
      "00-" + trace + "-" + span + "-0",        // half of them
      "00-" + trace + "-" + span + "-01-more",  // not in version 00
      "00-" + trace + "-" + span + "-011",      //
      "01-" + trace + "-" + span + "-01more",   // not without "-"
      "ff-" + trace + "-" + span + "-01",       // no version
      "0x-" + trace + "-" + span + "-01",       //
      "00-" + zero_trace + "-" + span + "-01",  //
      "00-" + trace + "-" + zero_span + "-01",  //
      "00-" + trace + "-" + span + "-0g",       //
      "00_" + trace + "-" + span + "-01",       //
      "00-" + trace + "_" + span + "-01",       //
      "00-" + trace + "-" + span + "_01",       //
      "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + span + "-01",
      " 00-" + trace + "-" + span + "-01",
  };
  for (const std::string& header : kCases) {
    EXPECT_FALSE(ParseTraceparent(header).has_value()) << header;
    EXPECT_NE(MakeTraceContext(header, "").trace_id, trace);
  }
}

TEST(TraceContextTest, RequestIdsThatCouldHarmALogAreReplaced) {
  const std::string longest(kMaxRequestIdBytes, 'a');
  EXPECT_EQ(MakeTraceContext("", longest).request_id, longest);
  for (const std::string& id :
       {longest + "a", std::string("a\nb"), std::string("\x1b[2J"),
        std::string("a\0b", 3), std::string("é"), std::string("\x7f")}) {
    EXPECT_THAT(MakeTraceContext("", id).request_id,
                MatchesRegex("[0-9a-f]{32}"));
  }
}

TEST(TraceContextTest, LogLinesOfACallBearItsIds) {
  const TraceContext context = MakeTraceContext(kTraceparent, "order-17");
  testing::internal::CaptureStderr();
  Log(context, LogLevel::kWarning, "call_shed", {{"reason", "queue_full"}});
  Log(context, LogLevel::kDebug, "unseen");
  EXPECT_THAT(testing::internal::GetCapturedStderr(),
              MatchesRegex("[^ ]+ WARNING call_shed request_id=order-17 "
                           "trace_id=4bf92f3577b34da6a3ce929d0e0e4736 "
                           "reason=queue_full\n"));
}

}  // namespace
}  // namespace wanyan
