#include "service/decision_id.h"

#include <set>

#include "gtest/gtest.h"

namespace wanyan {
namespace {

TEST(DecisionIdTest, Is32HexadecimalDigits) {
  const std::string id = NewDecisionId();
  EXPECT_EQ(id.size(), 32u);
  EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(DecisionIdTest, IsNeverUsedTwice) {
  std::set<std::string> ids;
  for (int i = 0; i < 10'000; ++i) ids.insert(NewDecisionId());
  EXPECT_EQ(ids.size(), 10'000u);
}

}  // namespace
}  // namespace wanyan
