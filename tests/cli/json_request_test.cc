#include "cli/json_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

absl::StatusOr<JsonRequest> Read(std::string_view line,
                                 const CheckRequest& defaults = {}) {
  return JsonRequestReader().Read(line, defaults);
}

TEST(JsonRequestTest, ReadsEveryKey) {
  const auto read = Read(
      R"({"id": "7", "reply": "我没办法\n", "locale": "zh-TW", )"
      R"("profile": "strict", "turns": [{"role": "customer", "text": "喂"}, )"
      R"({"role": "agent", "text": "", "time": "2024-05-01T09:30:00.5+08:00"}],)"
      R"( "labels": ["vip"], "channel": "phone", "slots": {"时间": "明天"}})");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->id, "7");
  const CheckRequest& request = read->request;
  EXPECT_EQ(request.reply, "我没办法\n");
  EXPECT_EQ(request.locale, "zh-TW");
  EXPECT_EQ(request.profile, "strict");
  ASSERT_EQ(request.turns.size(), 2u);
  EXPECT_EQ(request.turns[0].role, Role::kCustomer);
  EXPECT_EQ(request.turns[0].text, "喂");
  EXPECT_FALSE(request.turns[0].time.has_value());
  EXPECT_EQ(request.turns[1].role, Role::kAgent);
  EXPECT_EQ(request.turns[1].time, absl::FromUnixMillis(1714527000500));
  EXPECT_THAT(request.labels, ElementsAre("vip"));
  EXPECT_EQ(request.channel, "phone");
  EXPECT_THAT(request.slots, ElementsAre(Pair("时间", "明天")));
}

TEST(JsonRequestTest, WhatTheLineDoesNotSayIsTakenFromTheDefaults) {
  CheckRequest defaults;
  defaults.locale = "et";
  defaults.phrasebooks = {"et-wording"};
  defaults.labels = {"vip"};
  defaults.channel = "chat";
  defaults.slots = {{"a", "1"}, {"b", "2"}};
  const auto read =
      Read(R"({"id":"x","reply":"y","slots":{"b":"3"},"labels":[]})", defaults);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->request.locale, "et");
  EXPECT_THAT(read->request.phrasebooks, ElementsAre("et-wording"));
  EXPECT_THAT(read->request.labels, IsEmpty());
  EXPECT_EQ(read->request.channel, "chat");
  EXPECT_THAT(read->request.slots, ElementsAre(Pair("a", "1"), Pair("b", "3")));
}

TEST(JsonRequestTest, AProfileOfTheLineGoesBeforeTheDefaultBooks) {
  CheckRequest defaults;
  defaults.phrasebooks = {"et-wording"};
  const auto read = Read(R"({"id":"x","reply":"y","profile":"p"})", defaults);
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->request.phrasebooks, IsEmpty());
}

TEST(JsonRequestTest, EscapesBecomeTheCharactersTheyStandFor) {
  const auto read = Read(R"({"id":"","reply":"\u6ca1\ud83d\ude00\u0000"})");
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->request.reply, std::string("没😀\0", 8));
}

TEST(JsonRequestTest, TellsWhatIsWrongWithALine) {
  struct Case {
    std::string_view line;
    std::string error;
  };
  for (const Case& c : {
           Case{"{\"id\":\"\xE6\xB2\",", "not well-formed UTF-8 at byte 7"},
           Case{"", "not JSON"},
           Case{"{'id': 1}", "not JSON"},
           Case{R"({"id":"a","reply":"b"} x)", "not JSON"},
           Case{R"({"id":"a","reply":"\ud800"})", "not JSON"},
           Case{"{\"id\":\"a\",\"reply\":\"\x01\"}", "not JSON"},
           Case{"[]", "not a JSON object"},
           Case{"\"text\"", "not a JSON object"},
           Case{R"({"reply":"b"})", "id: is missing"},
           Case{R"({"id":"a"})", "reply: is missing"},
           Case{R"({"id":7,"reply":"b"})", "id: must be a string"},
           Case{R"({"id":"a","reply":null})", "reply: must be a string"},
           Case{R"({"id":"a","reply":"b","reply":"c"})", "reply: stands twice"},
           Case{R"({"id":"a","reply":"b","local":"c"})",
                "local: no such key; there are id, reply, locale, profile, "
                "turns, labels, channel, slots"},
           Case{R"({"id":"a","reply":"b","locale":1})",
                "locale: must be a string"},
           Case{R"({"id":"a","reply":"b","turns":{}})",
                "turns: must be a list of turns"},
           Case{R"({"id":"a","reply":"b","turns":["x"]})",
                "turns[0]: must be an object with role and text"},
           Case{R"({"id":"a","reply":"b","turns":[{"text":"x"}]})",
                "turns[0].role: is missing"},
           Case{R"({"id":"a","reply":"b","turns":[{"role":"agent"}]})",
                "turns[0].text: is missing"},
           Case{R"({"id":"a","reply":"b","turns":[{"role":"bot","text":""}]})",
                "turns[0].role: must be agent, customer or system"},
           Case{R"({"id":"a","reply":"b","turns":[)"
                R"({"role":"agent","text":"","x":1}]})",
                "turns[0].x: no such key"},
           Case{R"({"id":"a","reply":"b","turns":[)"
                R"({"role":"agent","text":"","time":"noon"}]})",
                "turns[0].time: must be a time of RFC 3339"},
           Case{R"({"id":"a","reply":"b","labels":"vip"})",
                "labels: must be a list of strings"},
           Case{R"({"id":"a","reply":"b","labels":["vip",1]})",
                "labels[1]: must be a string"},
           Case{R"({"id":"a","reply":"b","slots":[]})",
                "slots: must be an object of strings"},
           Case{R"({"id":"a","reply":"b","slots":{"k":1}})",
                "slots[k]: must be a string"},
       }) {
    EXPECT_THAT(Read(c.line), StatusIs(absl::StatusCode::kInvalidArgument,
                                       HasSubstr(c.error)))
        << c.line;
  }
}

TEST(JsonRequestTest, DeepNestingIsRefused) {
  EXPECT_THAT(Read(std::string(100'000, '[')),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(JsonRequestTest, AReaderIsAsGoodAsNewAfterABadLine) {
  JsonRequestReader reader;
  EXPECT_FALSE(reader.Read("{", {}).ok());
  EXPECT_THAT(reader.Read(R"({"id":"a","reply":"b"})", {}), IsOk());
}

}  // namespace
}  // namespace wanyan
