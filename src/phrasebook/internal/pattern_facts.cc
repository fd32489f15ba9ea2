#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "match/pattern.h"
#include "phrasebook/template_parser.h"

// What can be said about a template's pattern by walking through it.

namespace wanyan {
namespace {

void AddSlots(const Pattern& pattern, std::set<std::string>* seen,
              std::vector<std::string>* slots) {
  if (const auto* slot = std::get_if<SlotNode>(&pattern->node)) {
    if (seen->insert(slot->name).second) slots->push_back(slot->name);
  } else if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    for (const Pattern& part : sequence->parts) AddSlots(part, seen, slots);
  } else if (const auto* choice = std::get_if<ChoiceNode>(&pattern->node)) {
    for (const Pattern& option : choice->options) {
      AddSlots(option, seen, slots);
    }
  }
}

}  // namespace

std::vector<std::string> SlotsOf(const Pattern& pattern) {
  std::set<std::string> seen;
  std::vector<std::string> slots;
  AddSlots(pattern, &seen, &slots);
  return slots;
}

bool CanMatchWithoutLiteral(const Pattern& pattern) {
  if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    return std::all_of(sequence->parts.begin(), sequence->parts.end(),
                       CanMatchWithoutLiteral);
  }
  if (const auto* choice = std::get_if<ChoiceNode>(&pattern->node)) {
    return std::any_of(choice->options.begin(), choice->options.end(),
                       CanMatchWithoutLiteral);
  }
  return !std::holds_alternative<LiteralNode>(pattern->node) &&
         !std::holds_alternative<RegexNode>(pattern->node);
}

}  // namespace wanyan
