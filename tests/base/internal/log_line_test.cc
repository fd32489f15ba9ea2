#include "base/internal/log_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace wanyan::internal {
namespace {

using testing::HasSubstr;

const absl::Time kTime =
    absl::FromUnixMillis(1795556495042);  // 2026-11-24T21:41:35.042Z

std::string Json(std::vector<LogField> fields) {
  return FormatLogLine(LogFormat::kJson, kTime, LogLevel::kInfo, "event",
                       fields);
}

std::string Text(std::vector<LogField> fields) {
  return FormatLogLine(LogFormat::kText, kTime, LogLevel::kInfo, "event",
                       fields);
}

TEST(LogLineTest, JsonHoldsTimeLevelEventThenTheFields) {
  EXPECT_EQ(Json({{"revision", "2f"},
                  {"count", 4},
                  {"share", 0.5},
                  {"ok", true},
                  {"smallest", std::numeric_limits<int64_t>::min()}}),
            R"({"time":"2026-11-24T21:41:35.042Z","level":"INFO",)"
            R"("event":"event","revision":"2f","count":4,"share":0.5,)"
            R"("ok":true,"smallest":-9223372036854775808})"
            "\n");
}

TEST(LogLineTest, TextQuotesWhatIsNoPlainWord) {
  EXPECT_EQ(Text({{"revision", "2f"},
                  {"count", 4},
                  {"error", "no such file"},
                  {"empty", ""},
                  {"pair", "a=b"},
                  {"title", "客服"}}),
            "2026-11-24T21:41:35.042Z INFO event revision=2f count=4 "
            "error=\"no such file\" empty=\"\" pair=\"a=b\" title=\"客服\"\n");
}

TEST(LogLineTest, LevelsHaveNames) {
  const auto level = [](LogLevel l) {
    return FormatLogLine(LogFormat::kText, kTime, l, "e", {});
  };
  EXPECT_THAT(level(LogLevel::kDebug), HasSubstr(" DEBUG e"));
  EXPECT_THAT(level(LogLevel::kWarning), HasSubstr(" WARNING e"));
  EXPECT_THAT(level(LogLevel::kError), HasSubstr(" ERROR e"));
}

// What a value holds, and what stands between the quotation marks for it.
struct Escape {
  std::string value;
  std::string expected;
};

TEST(LogLineTest, NoByteBreaksALine) {
  const Escape kCases[] = {
      {"a\"b\\c", R"(a\"b\\c)"},
      {"a\nb\tc\x7f", R"(a\nb\u0009c\u007f)"},
      {std::string("\0", 1), R"(\u0000)"},
      {"\x1b[2J", R"(\u001b[2J)"},
      {"\xC2\x9B", R"(\u009b)"},  // C1: CSI
      {"\xC2\xA0é客😀", "\xC2\xA0é客😀"},
      {"\xFF", "\uFFFD"},
      {"a\x80z", "a\uFFFDz"},
      {"\xE5\xAE", "\uFFFD\uFFFD"},                      // cut off
      {"\xC0\xAF", "\uFFFD\uFFFD"},                      // overlong
      {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},            // overlong
      {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},            // surrogate
      {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
      {"\xF5", "\uFFFD"},
      {"\xE5"
       "客",
       "\uFFFD客"},
  };
  for (const Escape& c : kCases) {
    EXPECT_THAT(Json({{"value", c.value}}),
                HasSubstr("\"value\":\"" + c.expected + "\"}"));
    EXPECT_THAT(Text({{"value", c.value}}),
                HasSubstr("value=\"" + c.expected + "\"\n"));
  }
}

TEST(LogLineTest, LongTextIsCut) {
  const std::string longest(kMaxLogTextBytes, 'a');
  EXPECT_THAT(Json({{"v", longest}}), HasSubstr("\"" + longest + "\"}"));
  EXPECT_THAT(Json({{"v", longest + "b"}}), HasSubstr(longest + "…\"}"));
}

TEST(LogLineTest, NumbersThatJsonLacksAreNull) {
  EXPECT_THAT(Json({{"v", std::numeric_limits<double>::quiet_NaN()}}),
              HasSubstr("\"v\":null}"));
}

}  // namespace
}  // namespace wanyan::internal
