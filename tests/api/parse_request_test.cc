#include "api/parse_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

TEST(ParseRequestTest, ReadsWhatWasSerialized) {
  v1::CheckReplyRequest request;
  request.set_reply("没办法😀");
  request.add_turns()->set_text("喂");
  const auto parsed = ParseCheckReplyRequest(request.SerializeAsString());
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(parsed->reply(), "没办法😀");
  EXPECT_EQ(parsed->turns(0).text(), "喂");
}

TEST(ParseRequestTest, NoBytesAreAnEmptyMessage) {
  EXPECT_THAT(ParseCheckReplyRequest(""), IsOk());
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
        ParseCheckReplyRequest(c.bytes),
        StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.error)));
  }
}

TEST(ParseRequestTest, OtherBytesAreNoRequest) {
  for (const char* bytes : {"\x0a\x09short", "no protobuf", "\xff"}) {
    EXPECT_THAT(ParseCheckReplyRequest(bytes),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("is no serialized")));
  }
}

}  // namespace
}  // namespace wanyan
