#ifndef WANYAN_PHRASEBOOK_INTERNAL_EXPANSION_H_
#define WANYAN_PHRASEBOOK_INTERNAL_EXPANSION_H_

#include <cstdint>
#include <unordered_map>

#include "match/pattern.h"

namespace wanyan::internal {

// Measures patterns as the matcher sees them, each set put in its place: nodes
// and literal characters. Sets that were measured are remembered, so that a
// pattern costs what was written for it.
class Expansion {
 public:
  // The size of `pattern`; where it is more than kMaxTemplateExpansion, some
  // number above that.
  int64_t Measure(const Pattern& pattern);

  // The same for a set, which must outlive this.
  int64_t MeasureSet(const Pattern& set);

 private:
  // Adds to `*size` until that is above the limit.
  void Add(const Pattern& pattern, int64_t* size);

  std::unordered_map<const PatternNode*, int64_t> sets_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_EXPANSION_H_
