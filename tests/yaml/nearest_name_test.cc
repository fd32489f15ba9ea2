#include "yaml/nearest_name.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wanyan::yaml {
namespace {

TEST(NearestName, IsTheOneWithTheFewestEdits) {
  const std::vector<std::string> names = {"agent", "agents", "customer",
                                          "称呼"};
  EXPECT_EQ(NearestName("agnet", names), "agent");  // swapped
  EXPECT_EQ(NearestName("agen", names), "agent");
  EXPECT_EQ(NearestName("agentss", names), "agents");
  EXPECT_EQ(NearestName("custmoer", names), "customer");
  EXPECT_EQ(NearestName("称乎", names), "称呼");
}

TEST(NearestName, IsNoneWhereNoneIsNear) {
  const std::vector<std::string> names = {"agent", "a", "称呼"};
  EXPECT_EQ(NearestName("house", names), "");
  EXPECT_EQ(NearestName("b", names), "");
  EXPECT_EQ(NearestName("时间", names), "");
  EXPECT_EQ(NearestName("agent", {}), "");
}

TEST(DidYouMean, SaysSomethingElseWhereNoneIsNear) {
  EXPECT_EQ(DidYouMean("agnet", {"agent"}, "define it", "<", ">"),
            "did you mean <agent>?");
  EXPECT_EQ(DidYouMean("house", {"agent"}, "define it", "<", ">"), "define it");
}

TEST(OneOf, IsAnEnumeration) {
  EXPECT_EQ(OneOf({"a"}), "a");
  EXPECT_EQ(OneOf({"a", "b"}), "a or b");
  EXPECT_EQ(OneOf({"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace wanyan::yaml
