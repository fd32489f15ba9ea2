#include "match/internal/core_finder.h"

#include <algorithm>
#include <utility>

namespace wanyan::internal {

std::vector<CoreFinder::Visited::Stamps>& CoreFinder::Visited::Kept() {
  thread_local std::vector<Stamps> kept;
  return kept;
}

CoreFinder::Visited::Visited() {
  std::vector<Stamps>& kept = Kept();
  if (kept.empty()) return;
  stamps_ = std::move(kept.back());
  kept.pop_back();
}

CoreFinder::Visited::~Visited() {
  std::vector<Stamps>& kept = Kept();
  if (kept.size() < kMaxKept) kept.push_back(std::move(stamps_));
}

void CoreFinder::Visited::Start(size_t code_size) {
  code_size_ = code_size;
  far_steps_.clear();
  if (++stamps_.newest == 0) {  // wrapped: old stamps would look new
    std::fill(stamps_.of_steps.begin(), stamps_.of_steps.end(), 0);
    stamps_.newest = 1;
  }
}

bool CoreFinder::Visited::Insert(int pc, uint32_t offset, bool behind_literal) {
  const size_t index =
      (offset * code_size_ + static_cast<size_t>(pc)) * 2 + behind_literal;
  if (index >= kMaxStamps) return far_steps_.insert(index).second;
  std::vector<uint32_t>& of_steps = stamps_.of_steps;
  if (index >= of_steps.size()) {
    of_steps.resize(std::min(kMaxStamps, index + code_size_ * 2));
  }
  if (of_steps[index] == stamps_.newest) return false;
  of_steps[index] = stamps_.newest;
  return true;
}

void CoreFinder::FindEnds(const Program& program, const Variant& variant,
                          uint32_t begin, std::vector<uint32_t>* ends,
                          bool* live) {
  text_.ResetTouchedEnd();
  if (variant.lead < 0 || LeadReaches(program, variant, begin)) {
    Walk(program, variant.body, begin, ends);
  }
  *live |= text_.touched_end();
}

// Whether some text that ends at `end` fits the lead.
bool CoreFinder::LeadReaches(const Program& program, const Variant& variant,
                             uint32_t end) {
  const uint32_t farthest =
      std::min(end, static_cast<uint32_t>(variant.lead_max_chars));
  begin_ = end - farthest;
  lead_visited_.Start(program.code.size());
  for (uint32_t from = end + 1; from-- > begin_;) {
    if (LeadRuns(program, variant, from, end)) return true;
  }
  return false;
}

bool CoreFinder::LeadRuns(const Program& program, const Variant& variant,
                          uint32_t from, uint32_t end) {
  tail_stack_.assign({{variant.lead, from, false}});
  while (!tail_stack_.empty()) {
    const auto [pc, position, unused] = tail_stack_.back();
    tail_stack_.pop_back();
    if (position > end) continue;
    if (!lead_visited_.Insert(pc, position - begin_, false)) continue;
    const Instruction& code = program.code[static_cast<size_t>(pc)];
    const auto go_on = [&](uint32_t to) {
      tail_stack_.push_back({code.next, to, false});
    };
    switch (code.op) {
      case Instruction::kAccept:
        if (position == end) return true;
        break;
      case Instruction::kSpace:
        if (text_.IsSpace(position)) go_on(position + 1);
        if (text_.IsWordEdge(position)) go_on(position);
        break;
      case Instruction::kGap: {
        const GapSpec& gap = program.gaps[static_cast<size_t>(code.argument)];
        const uint32_t last = std::min(end, text_.GapEnd(gap, position));
        for (uint32_t to = position; to <= last; ++to) go_on(to);
        break;
      }
      case Instruction::kSlot: {
        const SlotNode& slot =
            program.slots[static_cast<size_t>(code.argument)];
        if (slot.type != nullptr) {
          const uint32_t to = text_.TypedSlotEnd(slot, position);
          if (to > position) go_on(to);
          break;
        }
        const uint32_t last = std::min(end, text_.SlotEnd(position));
        for (uint32_t to = text_.ShortestSlotEnd(position); to <= last; ++to) {
          go_on(to);
        }
        break;
      }
      case Instruction::kAnchor:
        if (text_.HoldsAnchor(static_cast<AnchorNode::Place>(code.argument),
                              position)) {
          go_on(position);
        }
        break;
      case Instruction::kChar:
      case Instruction::kWordEnding:
      case Instruction::kChoice:
        break;  // a lead has none
    }
  }
  return false;
}

void CoreFinder::Walk(const Program& program, int body, uint32_t begin,
                      std::vector<uint32_t>* ends) {
  begin_ = begin;
  if (++walk_ == 0) {  // wrapped: old walks would look like this one
    pushed_.clear();
    end_seen_in_.clear();
    walk_ = 1;
  }
  pushed_.resize(std::max(pushed_.size(), program.gaps.size()));
  visited_.Start(program.code.size());
  tail_visited_.Start(program.code.size());
  stack_.assign({{body, begin, false}});
  while (!stack_.empty()) {
    const Step step = stack_.back();
    stack_.pop_back();
    if (visited_.Insert(step.pc, step.position - begin_, step.behind_literal)) {
      Take(program, step, ends);
    }
  }
}

void CoreFinder::Take(const Program& program, Step step,
                      std::vector<uint32_t>* ends) {
  const auto [pc, position, behind_literal] = step;
  const Instruction& code = program.code[static_cast<size_t>(pc)];
  if (!code.literal_ahead) return;  // the tail is TailMatches' business
  // Free text beside literal text: the literal text has to stop at a word edge.
  const auto free_may_begin = [&, at = position, edge_needed = behind_literal] {
    return !edge_needed || text_.IsWordEdge(at);
  };
  switch (code.op) {
    case Instruction::kAccept:
      return;
    case Instruction::kChar:
      if (text_.IsLiteral(position, code.value) &&
          (behind_literal || text_.IsWordEdge(position))) {
        EndLiteral(program, code.next, position + 1, ends);
      }
      return;
    case Instruction::kWordEnding: {
      const uint32_t end = text_.WordEnd(position);
      if (end - position <= kMaxWordEnding) {
        EndLiteral(program, code.next, end, ends);
      }
      return;
    }
    case Instruction::kSpace:
      if (text_.IsSpace(position)) {
        Push(code.next, position + 1, behind_literal);
      }
      if (text_.IsWordEdge(position)) Push(code.next, position, behind_literal);
      return;
    case Instruction::kGap: {
      Push(code.next, position, behind_literal);
      if (!free_may_begin()) return;
      const uint32_t last = text_.GapEnd(
          program.gaps[static_cast<size_t>(code.argument)], position);
      PushGapEnds(code, position + 1, last);
      return;
    }
    case Instruction::kSlot: {
      if (!free_may_begin()) return;
      const SlotNode& slot = program.slots[static_cast<size_t>(code.argument)];
      if (slot.type != nullptr) {
        const uint32_t to = text_.TypedSlotEnd(slot, position);
        if (to > position) Push(code.next, to, false);
        return;
      }
      const uint32_t last = text_.SlotEnd(position);
      for (uint32_t to = text_.ShortestSlotEnd(position); to <= last; ++to) {
        Push(code.next, to, false);
      }
      return;
    }
    case Instruction::kAnchor:
      if (text_.HoldsAnchor(static_cast<AnchorNode::Place>(code.argument),
                            position)) {
        Push(code.next, position, behind_literal);
      }
      return;
    case Instruction::kChoice:
      for (int i = 0; i < code.count; ++i) {
        const int target =
            program.targets[static_cast<size_t>(code.argument + i)];
        // Most alternatives of a set begin with another character: half of a
        // check's time went into putting them aside one by one.
        const Instruction& first = program.code[static_cast<size_t>(target)];
        if (first.op == Instruction::kChar &&
            !text_.IsLiteral(position, first.value)) {
          continue;
        }
        Push(target, position, behind_literal);
      }
      return;
  }
}

void CoreFinder::EndLiteral(const Program& program, int pc, uint32_t end,
                            std::vector<uint32_t>* ends) {
  const Instruction& next = program.code[static_cast<size_t>(pc)];
  if (next.literal_ahead) Push(pc, end, true);
  if (!next.tail_ahead || !text_.IsWordEdge(end)) return;
  if (next.accepts || TailMatches(program, pc, end)) {
    const uint32_t offset = end - begin_;
    if (offset >= end_seen_in_.size()) end_seen_in_.resize(offset + 1);
    if (end_seen_in_[offset] == walk_) return;
    end_seen_in_[offset] = walk_;
    ends->push_back(end);
  }
}

// A gap that many places lead to (`a{..}b{..}c`, all text b) would push each of
// its ends once for each place. Those it has pushed lie together, mostly.
void CoreFinder::PushGapEnds(const Instruction& gap, uint32_t first,
                             uint32_t last) {
  PushedEnds& pushed = pushed_[static_cast<size_t>(gap.argument)];
  const TextRange wanted = {first, last + 1};
  if (first > last) return;
  if (pushed.walk != walk_ || wanted.end < pushed.ends.begin ||
      wanted.begin > pushed.ends.end) {
    for (uint32_t to = first; to <= last; ++to) Push(gap.next, to, false);
    pushed = {walk_, wanted};
    return;
  }
  for (uint32_t to = first; to < pushed.ends.begin; ++to) {
    Push(gap.next, to, false);
  }
  for (uint32_t to = pushed.ends.end; to <= last; ++to) {
    Push(gap.next, to, false);
  }
  pushed.ends = {std::min(pushed.ends.begin, first),
                 std::max(pushed.ends.end, wanted.end)};
}

bool CoreFinder::TailMatches(const Program& program, int pc,
                             uint32_t position) {
  // A step that an earlier call of this walk took and that did not end in
  // success can be left out: its outcome does not depend on the way to it. One
  // that did succeed may be asked for again, so the stamps start afresh then.
  tail_stack_.assign({{pc, position, false}});
  while (!tail_stack_.empty()) {
    const auto [at, from, unused] = tail_stack_.back();
    tail_stack_.pop_back();
    const Instruction& code = program.code[static_cast<size_t>(at)];
    if (code.accepts) {
      tail_visited_.Start(program.code.size());
      return true;
    }
    if (!code.tail_ahead) continue;
    if (!tail_visited_.Insert(at, from - begin_, false)) continue;
    const auto go_on = [&](uint32_t to) {
      tail_stack_.push_back({code.next, to, false});
    };
    switch (code.op) {
      case Instruction::kSpace:
        if (text_.IsSpace(from)) go_on(from + 1);
        if (text_.IsWordEdge(from)) go_on(from);
        break;
      case Instruction::kGap: {
        const uint32_t last = text_.GapEnd(
            program.gaps[static_cast<size_t>(code.argument)], from);
        for (uint32_t to = from; to <= last; ++to) go_on(to);
        break;
      }
      case Instruction::kSlot: {
        const SlotNode& slot =
            program.slots[static_cast<size_t>(code.argument)];
        const uint32_t to = slot.type != nullptr
                                ? text_.TypedSlotEnd(slot, from)
                                : text_.LastSlotEnd(program.particles, from);
        if (to > from && to - from <= SlotNode::kMaxChars) go_on(to);
        break;
      }
      case Instruction::kAnchor:
        if (text_.HoldsAnchor(static_cast<AnchorNode::Place>(code.argument),
                              from)) {
          go_on(from);
        }
        break;
      case Instruction::kChoice:
        for (int i = 0; i < code.count; ++i) {
          tail_stack_.push_back(
              {program.targets[static_cast<size_t>(code.argument + i)], from,
               false});
        }
        break;
      case Instruction::kAccept:
      case Instruction::kChar:
      case Instruction::kWordEnding:
        break;
    }
  }
  return false;
}

}  // namespace wanyan::internal
