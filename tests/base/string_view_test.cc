#include "base/string_view.h"

#include <gtest/gtest.h>

#include <string_view>

#include "absl/strings/string_view.h"

namespace wanyan {
namespace {

TEST(StringViewTest, BridgesShareTheBytesInBothDirections) {
  const std::string_view text("好\0x", 5);
  const absl::string_view bridged = ToAbsl(text);
  EXPECT_EQ(bridged.data(), text.data());
  EXPECT_EQ(bridged.size(), 5u);
  EXPECT_EQ(ToStd(bridged), text);
}

TEST(StringViewTest, EmptyViewsStayEmpty) {
  EXPECT_TRUE(ToAbsl(std::string_view()).empty());
  EXPECT_TRUE(ToStd(absl::string_view()).empty());
}

}  // namespace
}  // namespace wanyan
