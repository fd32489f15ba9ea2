#ifndef WANYAN_PHRASEBOOK_INTERNAL_REFERENCE_GRAPH_H_
#define WANYAN_PHRASEBOOK_INTERNAL_REFERENCE_GRAPH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "yaml/diagnostic.h"

namespace wanyan::internal {

// What names what: sets in templates, contexts in contexts, rules in `over`.
class ReferenceGraph {
 public:
  struct Cycle {
    // Where the last name of the path is named again.
    SourcePosition position;
    // From a node to itself: a, b, a.
    std::vector<size_t> path;
  };

  struct Order {
    // Every node, each behind those that it names; in a cycle, behind all but
    // one of them.
    std::vector<size_t> nodes;
    std::vector<Cycle> cycles;
    // The number of nodes in the longest chain that begins at each.
    std::vector<int> depth;
  };

  explicit ReferenceGraph(size_t nodes) : edges_(nodes) {}

  void Add(size_t from, size_t to, SourcePosition position) {
    edges_[from].push_back({to, position});
  }

  // Costs time linear in nodes and references, cycles apart.
  Order Sort() const;

 private:
  struct Edge {
    size_t to;
    SourcePosition position;
  };
  std::vector<std::vector<Edge>> edges_;
};

// "a → b → a".
std::string CyclePath(const ReferenceGraph::Cycle& cycle,
                      const std::vector<std::string>& names);

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_REFERENCE_GRAPH_H_
