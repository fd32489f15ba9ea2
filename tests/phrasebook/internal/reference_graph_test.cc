#include "phrasebook/internal/reference_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wanyan::internal {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ReferenceGraph, PutsEachNodeBehindThoseItNames) {
  ReferenceGraph graph(4);
  graph.Add(0, 1, {});
  graph.Add(0, 2, {});
  graph.Add(1, 3, {});
  graph.Add(2, 3, {});
  const auto order = graph.Sort();
  EXPECT_THAT(order.nodes, ElementsAre(3, 1, 2, 0));
  EXPECT_THAT(order.depth, ElementsAre(3, 2, 2, 1));
  EXPECT_THAT(order.cycles, IsEmpty());
}

TEST(ReferenceGraph, ShowsTheWayRoundEachCycle) {
  ReferenceGraph graph(4);
  graph.Add(0, 1, {1, 1});
  graph.Add(1, 2, {2, 2});
  graph.Add(2, 1, {3, 3});
  graph.Add(3, 3, {4, 4});
  const auto order = graph.Sort();
  const std::vector<std::string> names = {"a", "b", "c", "d"};
  ASSERT_EQ(order.cycles.size(), 2u);
  EXPECT_EQ(CyclePath(order.cycles[0], names), "b → c → b");
  EXPECT_EQ(order.cycles[0].position, (SourcePosition{3, 3}));
  EXPECT_EQ(CyclePath(order.cycles[1], names), "d → d");
}

TEST(ReferenceGraph, LongCyclesAreShownInPart) {
  constexpr size_t kNodes = 100'000;
  ReferenceGraph graph(kNodes);
  std::vector<std::string> names;
  for (size_t i = 0; i < kNodes; ++i) {
    graph.Add(i, (i + 1) % kNodes, {});
    names.push_back("n" + std::to_string(i));
  }
  const auto order = graph.Sort();
  ASSERT_EQ(order.cycles.size(), 1u);
  EXPECT_EQ(CyclePath(order.cycles[0], names),
            "n0 → n1 → n2 → n3 → n4 → n5 → n6 → n7 → n8 → n9 → … → n0");
}

}  // namespace
}  // namespace wanyan::internal
