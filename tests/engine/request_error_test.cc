#include "engine/request_error.h"

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
