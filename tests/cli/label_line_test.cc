#include "cli/label_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(LabelLineTest, ReadsALabelledReply) {
  const auto reply = LabelLineReader().Read(
      R"({"id":"1","locale":"zh-TW","text":"退不了","norms":["b","a"],)"
      R"("kind":"faulty","domain":"bank"})");
  ASSERT_THAT(reply, IsOk());
  EXPECT_EQ(reply->id, "1");
  EXPECT_EQ(reply->locale, "zh-Hant-TW");
  EXPECT_EQ(reply->text, "退不了");
  EXPECT_THAT(reply->norms, ElementsAre("a", "b"));
  EXPECT_EQ(reply->kind, "faulty");
  EXPECT_EQ(reply->domain, "bank");
}

TEST(LabelLineTest, AnInnocentReplyHasAnEmptyListOfNorms) {
  EXPECT_THAT(LabelLineReader().Read(
                  R"({"id":"1","locale":"en","text":"Hi","norms":[]})"),
              IsOk());
}

TEST(LabelLineTest, MistakesNameTheKey) {
  struct {
    std::string line, message;
  } const kCases[] = {
      {R"({"id":"1","locale":"en","text":"Hi"})", "norms: is missing"},
      {R"({"id":"","locale":"en","text":"Hi","norms":[]})", "id: is empty"},
      {R"({"id":"1","locale":"en","text":"","norms":[]})", "text: is empty"},
      {R"({"id":"1","locale":"?","text":"Hi","norms":[]})", "locale: \"?\" is"},
      {R"({"id":"1","locale":"en","text":"Hi","norms":"a"})", "norms: must be"},
      {R"({"id":"1","locale":"en","text":"Hi","norms":[1]})", "norms[0]: must"},
      {R"({"id":"1","locale":"en","text":"Hi","norms":[""]})", "norms: holds"},
      {R"({"id":"1","locale":"en","text":"Hi","norms":["a","a"]})",
       "norms: holds a twice"},
      {R"({"id":"1","locale":"en","text":"Hi","norm":[],"norms":[]})",
       "norm: no such key; there are id, locale"},
      {R"(["id"])", "the line is not a JSON object; write {\"id\""},
      {"id", "the line is not JSON"},
      {"{\"id\":\"\xff\"}", "the line is not well-formed UTF-8 at byte 7"},
  };
  for (const auto& [line, message] : kCases) {
    const auto reply = LabelLineReader().Read(line);
    ASSERT_FALSE(reply.ok()) << line;
    EXPECT_THAT(std::string(reply.status().message()), StartsWith(message));
  }
}

}  // namespace
}  // namespace wanyan
