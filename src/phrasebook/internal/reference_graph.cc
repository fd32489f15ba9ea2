#include "phrasebook/internal/reference_graph.h"

#include <algorithm>

namespace wanyan::internal {
namespace {

// Cycles that are told; each takes room of its length.
constexpr size_t kMaxCycles = 100;
// Names of a cycle that are shown.
constexpr size_t kMaxShownNames = 10;

}  // namespace

// Depth first, with a stack of its own: chains may be as long as the file.
ReferenceGraph::Order ReferenceGraph::Sort() const {
  enum class State { kUnseen, kOpen, kDone };
  struct Visit {
    size_t node;
    size_t next_edge;
  };
  Order order;
  order.depth.assign(edges_.size(), 1);
  std::vector<State> states(edges_.size(), State::kUnseen);
  std::vector<Visit> stack;

  const auto open = [&](size_t node) {
    states[node] = State::kOpen;
    stack.push_back({node, 0});
  };
  const auto add_cycle = [&](const Edge& edge) {
    if (order.cycles.size() == kMaxCycles) return;
    Cycle cycle{edge.position, {}};
    auto first =
        std::find_if(stack.begin(), stack.end(),
                     [&](const Visit& visit) { return visit.node == edge.to; });
    for (; first != stack.end(); ++first) cycle.path.push_back(first->node);
    cycle.path.push_back(edge.to);
    order.cycles.push_back(std::move(cycle));
  };

  for (size_t root = 0; root < edges_.size(); ++root) {
    if (states[root] == State::kUnseen) open(root);
    while (!stack.empty()) {
      const size_t node = stack.back().node;
      if (stack.back().next_edge == edges_[node].size()) {
        for (const Edge& edge : edges_[node]) {
          if (states[edge.to] != State::kDone) continue;
          order.depth[node] =
              std::max(order.depth[node], order.depth[edge.to] + 1);
        }
        states[node] = State::kDone;
        order.nodes.push_back(node);
        stack.pop_back();
        continue;
      }
      const Edge& edge = edges_[node][stack.back().next_edge++];
      if (states[edge.to] == State::kUnseen) {
        open(edge.to);
      } else if (states[edge.to] == State::kOpen) {
        add_cycle(edge);
      }
    }
  }
  return order;
}

std::string CyclePath(const ReferenceGraph::Cycle& cycle,
                      const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < cycle.path.size(); ++i) {
    if (i == kMaxShownNames) {
      return text + " → … → " + names[cycle.path.back()];
    }
    if (i > 0) text += " → ";
    text += names[cycle.path[i]];
  }
  return text;
}

}  // namespace wanyan::internal
