#include "match/internal/program.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace wanyan::internal {
namespace {

template <typename... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <typename... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

using Parts = std::vector<Pattern>;

template <typename Node>
const Node* As(const Pattern& pattern) {
  return std::get_if<Node>(&pattern->node);
}

bool IsFree(const Pattern& pattern) {
  return As<GapNode>(pattern) != nullptr || As<SlotNode>(pattern) != nullptr;
}

// Whether the pattern can match without consuming a character.
bool IsNullable(const Pattern& pattern) {
  return std::visit(
      Overloaded{[](const SequenceNode& sequence) {
                   return std::all_of(sequence.parts.begin(),
                                      sequence.parts.end(), IsNullable);
                 },
                 [](const ChoiceNode& choice) {
                   return std::any_of(choice.options.begin(),
                                      choice.options.end(), IsNullable);
                 },
                 [](const SpaceNode&) { return true; },
                 [](const AnchorNode&) { return true; },
                 [](const GapNode&) { return true; },
                 [](const auto&) { return false; }},
      pattern->node);
}

bool IsSpace(const Pattern& pattern) {
  return As<SpaceNode>(pattern) != nullptr;
}

// Whether a part of this kind can stand first, what can be empty left out.
bool CanBeginWith(std::span<const Pattern> parts,
                  bool (*is_kind)(const Pattern&)) {
  for (const Pattern& part : parts) {
    if (is_kind(part)) return true;
    if (const auto* sequence = As<SequenceNode>(part)) {
      if (CanBeginWith(sequence->parts, is_kind)) return true;
    } else if (const auto* choice = As<ChoiceNode>(part)) {
      for (const Pattern& option : choice->options) {
        if (CanBeginWith({&option, 1}, is_kind)) return true;
      }
    }
    if (!IsNullable(part)) return false;
  }
  return false;
}

// Whether the choice in front of `parts`, which stands behind `lead`, has to be
// multiplied out: where the first literal stands depends on it, since the first
// character can be one of a slot or gap, or white space behind one.
bool HasToBeSplit(const Parts& lead, std::span<const Pattern> parts) {
  return CanBeginWith(parts, IsFree) ||
         (std::any_of(lead.begin(), lead.end(), IsFree) &&
          CanBeginWith(parts, IsSpace));
}

struct Split {
  Parts lead;
  Parts body;
};

Parts Joined(const Parts& head, std::span<const Pattern> tail) {
  Parts joined = head;
  joined.insert(joined.end(), tail.begin(), tail.end());
  return joined;
}

// Splits `parts`, which stand behind `lead`, at their first literal character.
// Gives up, returning false, at more than `max_splits`.
bool SplitAtFirstLiteral(Parts lead, Parts parts, size_t max_splits,
                         std::vector<Split>* splits) {
  size_t i = 0;
  while (i < parts.size()) {
    const Pattern part = parts[i];
    const std::span<const Pattern> rest(parts.begin() + i + 1, parts.end());
    if (const auto* sequence = As<SequenceNode>(part)) {
      parts = Joined(sequence->parts, rest);
      i = 0;
    } else if (const auto* choice = As<ChoiceNode>(part);
               choice != nullptr &&
               HasToBeSplit(lead, std::span<const Pattern>(parts).subspan(i))) {
      for (const Pattern& option : choice->options) {
        if (!SplitAtFirstLiteral(lead, Joined({option}, rest), max_splits,
                                 splits)) {
          return false;
        }
      }
      return true;
    } else if (IsFree(part) || IsSpace(part) || As<AnchorNode>(part)) {
      lead.push_back(part);
      ++i;
    } else {
      break;
    }
  }
  if (splits->size() == max_splits) return false;
  Split split{std::move(lead), Parts(parts.begin() + i, parts.end())};
  if (std::none_of(split.lead.begin(), split.lead.end(), IsFree)) {
    split.body = Joined(split.lead, split.body);
    split.lead.clear();
  }
  splits->push_back(std::move(split));
  return true;
}

int MaxFreeChars(const Parts& lead) {
  int chars = 0;
  for (const Pattern& part : lead) {
    if (const auto* gap = As<GapNode>(part)) {
      chars += gap->max_chars;
    } else if (As<SlotNode>(part) != nullptr) {
      chars += SlotNode::kMaxChars;
    } else if (As<SpaceNode>(part) != nullptr) {
      chars += 1;
    }
  }
  return chars;
}

// The most characters that a match can have.
int64_t LongestMatch(const Pattern& pattern) {
  return std::visit(
      Overloaded{
          [](const LiteralNode& literal) {
            return static_cast<int64_t>(literal.chars.size());
          },
          [](const WordEndingNode&) -> int64_t { return kMaxWordEnding; },
          [](const SpaceNode&) -> int64_t { return 1; },
          [](const SequenceNode& sequence) {
            int64_t total = 0;
            for (const Pattern& part : sequence.parts) {
              total += LongestMatch(part);
            }
            return total;
          },
          [](const ChoiceNode& choice) {
            int64_t longest = 0;
            for (const Pattern& option : choice.options) {
              longest = std::max(longest, LongestMatch(option));
            }
            return longest;
          },
          [](const GapNode& gap) -> int64_t { return gap.max_chars; },
          [](const SlotNode&) -> int64_t { return SlotNode::kMaxChars; },
          [](const auto&) -> int64_t { return 0; }},
      pattern->node);
}

enum class End { kLead, kTail };

// What a pattern has at one of its ends, beyond its first (last) literal.
struct FreeEnd {
  int max_chars = 0;
  bool all_free = false;  // there may be no literal at all
};

FreeEnd FreeEndOf(const Pattern& pattern, End end);

FreeEnd FreeEndOf(const SequenceNode& sequence, End end) {
  FreeEnd total{0, true};
  const size_t size = sequence.parts.size();
  for (size_t i = 0; i < size && total.all_free; ++i) {
    const FreeEnd part =
        FreeEndOf(sequence.parts[end == End::kLead ? i : size - 1 - i], end);
    total.max_chars += part.max_chars;
    total.all_free = part.all_free;
  }
  return total;
}

FreeEnd FreeEndOf(const ChoiceNode& choice, End end) {
  FreeEnd widest;
  for (const Pattern& option : choice.options) {
    const FreeEnd one = FreeEndOf(option, end);
    widest.max_chars = std::max(widest.max_chars, one.max_chars);
    widest.all_free |= one.all_free;
  }
  return widest;
}

FreeEnd FreeEndOf(const Pattern& pattern, End end) {
  return std::visit(
      Overloaded{[&](const SequenceNode& node) { return FreeEndOf(node, end); },
                 [&](const ChoiceNode& node) { return FreeEndOf(node, end); },
                 [](const SpaceNode&) {
                   return FreeEnd{1, true};
                 },
                 [](const AnchorNode&) {
                   return FreeEnd{0, true};
                 },
                 [](const GapNode& gap) {
                   return FreeEnd{gap.max_chars, true};
                 },
                 [](const SlotNode&) {
                   return FreeEnd{SlotNode::kMaxChars, true};
                 },
                 [](const auto&) {
                   return FreeEnd{0, false};
                 }},
      pattern->node);
}

bool EndsWithSlot(const Pattern& pattern) {
  if (As<SlotNode>(pattern) != nullptr) return true;
  if (const auto* sequence = As<SequenceNode>(pattern)) {
    return !sequence->parts.empty() && EndsWithSlot(sequence->parts.back());
  }
  if (const auto* choice = As<ChoiceNode>(pattern)) {
    return std::any_of(choice->options.begin(), choice->options.end(),
                       EndsWithSlot);
  }
  return false;
}

// Adds the slot names on every path through `pattern`; true where one of them
// can stand twice on a path.
bool RepeatsSlot(const Pattern& pattern, std::set<std::string>* seen) {
  if (const auto* slot = As<SlotNode>(pattern)) {
    return !seen->insert(slot->name).second;
  }
  if (const auto* sequence = As<SequenceNode>(pattern)) {
    bool repeats = false;
    for (const Pattern& part : sequence->parts) {
      repeats |= RepeatsSlot(part, seen);
    }
    return repeats;
  }
  if (const auto* choice = As<ChoiceNode>(pattern)) {
    bool repeats = false;
    std::set<std::string> after;
    for (const Pattern& option : choice->options) {
      std::set<std::string> path = *seen;
      repeats |= RepeatsSlot(option, &path);
      after.merge(path);
    }
    seen->merge(after);
    return repeats;
  }
  return false;
}

// Emits instructions from the end of a pattern to its start.
class Emitter {
 public:
  Emitter(int max_instructions, WithoutTable* without, Program* program)
      : max_(static_cast<size_t>(max_instructions)),
        without_(without),
        program_(program) {
    Instruction accept;
    accept.tail_ahead = accept.accepts = true;
    program_->code.push_back(accept);
  }

  bool overflowed() const { return overflowed_; }

  // Emits what matches `parts` and goes on at `next`; returns its entry.
  int EmitParts(const Parts& parts, int next) {
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      next = Emit(*part, next);
    }
    return next;
  }

  // The characters with which a path from `entry` can begin; `seen` holds the
  // instructions looked at before.
  void AddFirstChars(int entry, std::set<int>* seen,
                     std::set<char32_t>* first) const {
    if (!seen->insert(entry).second) return;
    const Instruction& instruction = Code(entry);
    switch (instruction.op) {
      case Instruction::kChar:
        first->insert(instruction.value);
        return;
      case Instruction::kChoice:
        for (int i = 0; i < instruction.count; ++i) {
          AddFirstChars(Target(instruction, i), seen, first);
        }
        return;
      case Instruction::kSpace:
      case Instruction::kAnchor:
        AddFirstChars(instruction.next, seen, first);
        return;
      default:
        return;
    }
  }

 private:
  const Instruction& Code(int pc) const {
    return program_->code[static_cast<size_t>(pc)];
  }
  int Target(const Instruction& choice, int i) const {
    return program_->targets[static_cast<size_t>(choice.argument + i)];
  }

  int Push(Instruction instruction) {
    if (program_->code.size() >= max_) {
      overflowed_ = true;
      return 0;
    }
    program_->code.push_back(instruction);
    return static_cast<int>(program_->code.size()) - 1;
  }

  int EmitLiteral(char32_t value, int next) {
    return Push({.op = Instruction::kChar,
                 .literal_ahead = true,
                 .value = value,
                 .next = next});
  }

  // An instruction that consumes no literal.
  int EmitFree(Instruction::Op op, int argument, int next, bool may_fail) {
    const Instruction& behind = Code(next);
    return Push({.op = op,
                 .literal_ahead = behind.literal_ahead,
                 .tail_ahead = behind.tail_ahead,
                 .accepts = behind.accepts && !may_fail,
                 .argument = argument,
                 .next = next});
  }

  int EmitChoice(const ChoiceNode& choice, int next) {
    std::vector<int> entries;
    entries.reserve(choice.options.size());
    for (const Pattern& option : choice.options) {
      entries.push_back(Emit(option, next));
      if (overflowed_) return 0;
    }
    Instruction instruction{
        .op = Instruction::kChoice,
        .argument = static_cast<int>(program_->targets.size()),
        .count = static_cast<int>(entries.size())};
    for (int entry : entries) {
      program_->targets.push_back(entry);
      instruction.literal_ahead |= Code(entry).literal_ahead;
      instruction.tail_ahead |= Code(entry).tail_ahead;
      instruction.accepts |= Code(entry).accepts;
    }
    return Push(instruction);
  }

  int Emit(const Pattern& pattern, int next) {
    if (overflowed_) return 0;
    return std::visit(
        Overloaded{
            [&](const LiteralNode& literal) {
              for (auto c = literal.chars.rbegin(); c != literal.chars.rend();
                   ++c) {
                next = EmitLiteral(*c, next);
              }
              return next;
            },
            [&](const WordEndingNode&) {
              return Push({.op = Instruction::kWordEnding,
                           .literal_ahead = true,
                           .next = next});
            },
            [&](const SpaceNode&) {
              // Behind a typed slot there may be no word edge.
              return EmitFree(Instruction::kSpace, 0, next, true);
            },
            [&](const AnchorNode& anchor) {
              return EmitFree(Instruction::kAnchor, anchor.place, next, true);
            },
            [&](const GapNode& gap) {
              program_->gaps.push_back(
                  {gap.max_chars, gap.crosses_clauses,
                   gap.without ? without_->Number(gap.without) : -1});
              return EmitFree(Instruction::kGap,
                              static_cast<int>(program_->gaps.size()) - 1, next,
                              false);
            },
            [&](const SlotNode& slot) {
              program_->slots.push_back(slot);
              return EmitFree(Instruction::kSlot,
                              static_cast<int>(program_->slots.size()) - 1,
                              next, true);
            },
            [&](const SequenceNode& sequence) {
              return EmitParts(sequence.parts, next);
            },
            [&](const ChoiceNode& choice) { return EmitChoice(choice, next); },
            // Regular expressions are matched beside programs; one that stands
            // inside a larger pattern is refused before (phrasebook).
            [&](const RegexNode&) { return next; }},
        pattern->node);
  }

  size_t max_;
  WithoutTable* without_;
  Program* program_;
  bool overflowed_ = false;
};

// Ways to begin a pattern; more of them than anyone writes.
constexpr size_t kMaxVariants = 1000;

}  // namespace

bool CompileProgram(const Pattern& pattern, int max_instructions,
                    WithoutTable* without, Program* program) {
  if (LongestMatch(pattern) > kMaxMatchChars) return false;
  std::vector<Split> splits;
  if (!SplitAtFirstLiteral({}, {pattern}, kMaxVariants, &splits)) return false;
  Emitter emitter(max_instructions, without, program);
  for (const Split& split : splits) {
    Variant variant;
    variant.body = emitter.EmitParts(split.body, 0);
    if (!split.lead.empty()) {
      variant.lead = emitter.EmitParts(split.lead, 0);
      variant.lead_max_chars = MaxFreeChars(split.lead);
    }
    if (emitter.overflowed()) return false;
    std::set<int> seen_code;
    std::set<char32_t> first;
    emitter.AddFirstChars(variant.body, &seen_code, &first);
    variant.first_chars.assign(first.begin(), first.end());
    std::set<std::string> seen_slots;
    variant.repeats_slot = RepeatsSlot(
        MakePattern(SequenceNode{Joined(split.lead, split.body)}), &seen_slots);
    program->repeats_slot |= variant.repeats_slot;
    program->variants.push_back(std::move(variant));
  }
  program->ends_with_slot = EndsWithSlot(pattern);
  program->lead_max_chars = FreeEndOf(pattern, End::kLead).max_chars;
  program->tail_max_chars = FreeEndOf(pattern, End::kTail).max_chars;
  return true;
}

}  // namespace wanyan::internal
