#include "cli/reply_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(ReplyLineTest, ReadsAReplyUnderEitherName) {
  for (const std::string key : {"reply", "text"}) {
    const auto line = ReplyLineReader().Read(
        R"({"id":"1","locale":"zh-TW","norms":[],")" + key + R"(":"没"})");
    ASSERT_THAT(line, IsOk());
    EXPECT_EQ(line->id, "1");
    EXPECT_EQ(line->locale, "zh-Hant-TW");
    ASSERT_THAT(line->replies, SizeIs(1));
    EXPECT_EQ(line->replies[0].text, "没");
    EXPECT_EQ(line->replies[0].turn, std::nullopt);
  }
}

TEST(ReplyLineTest, TakesTheAgentsTurnsOfAConversation) {
  const auto line = ReplyLineReader().Read(
      R"({"turns":[{"role":"customer","text":"a"},)"
      R"({"role":"agent","text":"b","time":"x"},)"
      R"({"role":"system","text":"c"},{"role":"agent","text":""}]})");
  ASSERT_THAT(line, IsOk());
  EXPECT_EQ(line->id, "");
  EXPECT_EQ(line->locale, "");
  ASSERT_THAT(line->replies, SizeIs(2));
  EXPECT_EQ(line->replies[0].text, "b");
  EXPECT_EQ(line->replies[0].turn, 1);
  EXPECT_EQ(line->replies[1].turn, 3);
}

TEST(ReplyLineTest, MistakesNameTheKey) {
  struct {
    std::string line, message;
  } const kCases[] = {
      {R"({"id":"1"})", "the line has none of turns, reply and text"},
      {R"({"text":1})", "text: must be a string"},
      {R"({"id":1,"text":"a"})", "id: must be a string"},
      {R"({"locale":"?","text":"a"})", "locale: \"?\" is no"},
      {R"({"turns":"a"})", "turns: must be a list"},
      {R"({"turns":["a"]})", "turns[0]: must be an object"},
      {R"({"turns":[{"role":"agent"}]})", "turns[0].text: is missing"},
      {R"({"turns":[{"role":1,"text":"a"}]})", "turns[0].role: must be"},
      {R"({"turns":[{"role":"agent","text":1}]})", "turns[0].text: must be"},
      {"[]", "the line is not a JSON object"},
      {"没", "the line is not JSON"},
  };
  for (const auto& [line, message] : kCases) {
    const auto read = ReplyLineReader().Read(line);
    ASSERT_FALSE(read.ok()) << line;
    EXPECT_THAT(std::string(read.status().message()), StartsWith(message));
  }
}

}  // namespace
}  // namespace wanyan
