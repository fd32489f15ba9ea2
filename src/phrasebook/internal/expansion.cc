#include "phrasebook/internal/expansion.h"

#include <variant>

#include "phrasebook/limits.h"

namespace wanyan::internal {

void Expansion::Add(const Pattern& pattern, int64_t* size) {
  // Nested (a;b;c;d) multiply: the walk ends where the answer is known.
  if (*size > kMaxTemplateExpansion) return;
  if (const auto known = sets_.find(pattern.get()); known != sets_.end()) {
    *size += known->second;
    return;
  }
  ++*size;
  if (const auto* literal = std::get_if<LiteralNode>(&pattern->node)) {
    *size += static_cast<int64_t>(literal->chars.size());
  } else if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    for (const Pattern& part : sequence->parts) Add(part, size);
  } else if (const auto* choice = std::get_if<ChoiceNode>(&pattern->node)) {
    for (const Pattern& option : choice->options) Add(option, size);
  } else if (const auto* gap = std::get_if<GapNode>(&pattern->node)) {
    if (gap->without != nullptr) Add(gap->without, size);
  }
}

int64_t Expansion::Measure(const Pattern& pattern) {
  int64_t size = 0;
  Add(pattern, &size);
  return size;
}

int64_t Expansion::MeasureSet(const Pattern& set) {
  const int64_t size = Measure(set);
  sets_.emplace(set.get(), size);
  return size;
}

}  // namespace wanyan::internal
