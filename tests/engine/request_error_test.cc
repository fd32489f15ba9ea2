#include "engine/request_error.h"

#include <string>

#include "gtest/gtest.h"

namespace wanyan {
namespace {

TEST(RequestErrorTest, MessageBeginsWithTheField) {
  const absl::Status error =
      FieldError(absl::StatusCode::kInvalidArgument, "turns[2].text",
                 "is longer than 64 kB");
  EXPECT_EQ(error.message(), "turns[2].text: is longer than 64 kB");
  EXPECT_EQ(FieldOf(error), "turns[2].text");
}

TEST(RequestErrorTest, LongMessagesAreCutBetweenCharacters) {
  const std::string message(kMaxMessageBytes - 1, 'x');
  const auto text_of = [](std::string_view text) {
    return std::string(
        FieldError(absl::StatusCode::kNotFound, "profile", text).message());
  };
  EXPECT_EQ(text_of(message + "y"), "profile: " + message + "y");
  EXPECT_EQ(text_of(message + "没"), "profile: " + message + "…");
}

TEST(RequestErrorTest, IllFormedTextIsToldWithItsOffset) {
  EXPECT_TRUE(RequireUtf8("reply", "没办法").ok());
  EXPECT_EQ(RequireUtf8("reply", "没\xff").message(),
            "reply: the text is not well-formed UTF-8 at byte 3; send UTF-8");
}

TEST(RequestErrorTest, SlotsMayHaveAnyName) {
  EXPECT_EQ(FieldOf(absl::InvalidArgumentError("slots[时间]: too long")),
            "slots[时间]");
}

TEST(RequestErrorTest, OtherMessagesHaveNoField) {
  for (const char* message : {"", "reply", "reply:", ": empty", "Reply: empty",
                              "no such file: reply: x"}) {
    EXPECT_EQ(FieldOf(absl::InternalError(message)), "") << message;
  }
}

}  // namespace
}  // namespace wanyan
