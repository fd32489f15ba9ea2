#include "tester/branches.h"

#include <functional>
#include <utility>

#include "match/pattern_text.h"

namespace wanyan {
namespace {

// Puts a changed subtree back into the whole template.
using Rebuild = std::function<Pattern(Pattern)>;

void Collect(const Pattern& pattern, const Rebuild& rebuild,
             std::vector<Branch>* branches);

void CollectParts(const SequenceNode& sequence, const Rebuild& rebuild,
                  std::vector<Branch>* branches) {
  for (size_t i = 0; i < sequence.parts.size(); ++i) {
    const Rebuild with_part = [&, i](Pattern part) {
      SequenceNode changed = sequence;
      changed.parts[i] = std::move(part);
      return rebuild(MakePattern(std::move(changed)));
    };
    Collect(sequence.parts[i], with_part, branches);
  }
}

void Collect(const Pattern& pattern, const Rebuild& rebuild,
             std::vector<Branch>* branches) {
  if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    CollectParts(*sequence, rebuild, branches);
    return;
  }
  const auto* choice = std::get_if<ChoiceNode>(&pattern->node);
  if (choice == nullptr || !choice->set.empty()) return;
  for (const Pattern& option : choice->options) {
    std::string text = PatternText(option);
    if (text.empty()) continue;  // the absence of an option
    branches->push_back({std::move(text), rebuild(option)});
    // What stands inside the option is reached only through it.
    Collect(option, rebuild, branches);
  }
}

}  // namespace

std::vector<Branch> BranchesOf(const Pattern& pattern) {
  std::vector<Branch> branches;
  Collect(
      pattern, [](Pattern whole) { return whole; }, &branches);
  return branches;
}

}  // namespace wanyan
