#include "api/parse_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"
#include "wanyan/v1/check_service.pb.h"
#include "wanyan/v1/phrasebook_service.pb.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

TEST(ParseRequestTest, ReadsWhatWasSerialized) {
  v1::CheckReplyRequest request;
  request.set_reply("没办法😀");
  request.add_turns()->set_text("喂");
  const auto parsed =
      ParseRequest<v1::CheckReplyRequest>(request.SerializeAsString());
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->reply(), "没办法😀");
  EXPECT_EQ(parsed->turns(0).text(), "喂");
}

TEST(ParseRequestTest, NoBytesAreAnEmptyMessage) {
  EXPECT_THAT(ParseRequest<v1::CheckReplyRequest>(""), IsOk());
}

TEST(ParseRequestTest, IllFormedTextIsNamedWithItsOffset) {
  struct Case {
    std::string bytes;
    std::string error;
  };
  for (const Case& c : {
           Case{"\x0a\x03"
                "a\xff\xfe",
                "reply: the text is not well-formed UTF-8 at byte 1"},
           Case{"\x0a\x01"
                "a\x32\x01"
                "b\x32\x01\xff",
                "labels[1]: the text is not well-formed UTF-8 at byte 0"},
           // The second turn's text ends inside a character.
           Case{"\x0a\x01"
                "a\x2a\x02\x08\x01\x2a\x04\x12\x02\xe6\xb2",
                "turns[1].text: the text is not well-formed UTF-8 at byte 0"},
           Case{"\x0a\x01"
                "a\x42\x03\x0a\x01\xff",
                "slots[0].key: the text is not well-formed UTF-8 at byte 0"},
       }) {
    EXPECT_THAT(
        ParseRequest<v1::CheckReplyRequest>(c.bytes),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.error)));
  }
}

TEST(ParseRequestTest, IllFormedTextIsNamedInAnyRequest) {
  // requests[1] is a CheckReplyRequest whose reply ends inside a character.
  EXPECT_THAT(ParseRequest<v1::BatchCheckRepliesRequest>("\x0a\x03\x0a\x01"
                                                         "a\x0a\x05\x0a\x03"
                                                         "a\xe6\xb2"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("requests[1].reply: the text is not "
                                 "well-formed UTF-8 at byte 1")));
  EXPECT_THAT(ParseRequest<v1::ListRulesRequest>("\x1a\x01\xff"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("page_token: the text is not well-formed")));
}

TEST(ParseRequestTest, AnErrorNamesTheMessageThatWasExpected) {
  EXPECT_THAT(ParseRequest<v1::GetRuleRequest>("\xff"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no serialized wanyan.v1.GetRuleRequest")));
}

TEST(ParseRequestTest, OtherBytesAreNoRequest) {
  for (const char* bytes : {"\x0a\x09short", "no protobuf", "\xff"}) {
    EXPECT_THAT(ParseRequest<v1::CheckReplyRequest>(bytes),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("is no serialized")));
  }
}

}  // namespace
}  // namespace wanyan
