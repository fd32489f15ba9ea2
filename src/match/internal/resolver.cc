#include "match/internal/resolver.h"

#include <algorithm>

namespace wanyan::internal {
namespace {

bool SameChars(const FoldedText& text, TextRange a, TextRange b) {
  return std::equal(
      text.chars().begin() + a.begin, text.chars().begin() + a.end,
      text.chars().begin() + b.begin, text.chars().begin() + b.end,
      [](const FoldedChar& x, const FoldedChar& y) {
        return x.value == y.value;
      });
}

// White space at its ends is around a slot, not in it.
TextRange WithoutSpace(const FoldedText& text, TextRange chars) {
  while (chars.size() > 1 && text[chars.begin].Is(kSpaceChar)) ++chars.begin;
  while (chars.size() > 1 && text[chars.end - 1].Is(kSpaceChar)) --chars.end;
  return chars;
}

}  // namespace

std::optional<Match> Resolver::Run() {
  for (const Variant& variant : program_.variants) {
    if (!RunVariant(variant)) continue;
    Match match;
    match.core = core_;
    match.captures = std::move(captures_);
    match.extent = core_;
    for (Match::Capture& capture : match.captures) {
      capture.chars = WithoutSpace(text_.text(), capture.chars);
      match.extent.begin = std::min(match.extent.begin, capture.chars.begin);
      match.extent.end = std::max(match.extent.end, capture.chars.end);
    }
    match.ends_with_slot = program_.ends_with_slot;
    match.slot_overflow = slot_overflow_;
    match.extent_with_particles = match.extent;
    if (match.ends_with_slot && !slot_overflow_) {
      match.extent_with_particles.end =
          text_.ParticlesEnd(program_.particles, match.extent.end);
    }
    return match;
  }
  return std::nullopt;
}

bool Resolver::RunVariant(const Variant& variant) {
  variant_ = &variant;
  unremembered_ = 0;
  const uint32_t from_min =
      core_.begin -
      std::min(core_.begin, static_cast<uint32_t>(variant.lead_max_chars));
  // The farthest start first: outer slots are as long as they can be.
  for (uint32_t from = from_min; from <= core_.begin; ++from) {
    if (bounds_.begin.has_value() && from != *bounds_.begin) continue;
    captures_.clear();
    failed_.clear();
    slot_overflow_ = false;
    in_lead_ = variant.lead >= 0;
    if (Follow({in_lead_ ? variant.lead : variant.body, from, false})) {
      return true;
    }
  }
  return false;
}

bool Resolver::Follow(Step step) {
  const Instruction& code = program_.code[static_cast<size_t>(step.pc)];
  if (variant_->repeats_slot) {
    if (unremembered_ == kMaxUnremembered) {
      gave_up_ = true;
      return false;
    }
    ++unremembered_;
    return FollowNew(step, code);
  }
  const uint64_t key = (static_cast<uint64_t>(step.pc) << 34) |
                       (static_cast<uint64_t>(step.position) << 2) |
                       (static_cast<uint64_t>(in_lead_) << 1) |
                       static_cast<uint64_t>(step.behind_literal);
  if (failed_.contains(key)) return false;
  if (FollowNew(step, code)) return true;
  failed_.insert(key);
  return false;
}

bool Resolver::FollowNew(Step step, const Instruction& code) {
  const auto [pc, position, behind_literal] = step;
  switch (code.op) {
    case Instruction::kAccept:
      return AtEnd(position);
    case Instruction::kChar:
      return position < core_.end && text_.IsLiteral(position, code.value) &&
             (behind_literal || text_.IsWordEdge(position)) &&
             Follow({code.next, position + 1, true});
    case Instruction::kWordEnding: {
      const uint32_t end = text_.WordEnd(position);
      return end <= core_.end && end - position <= kMaxWordEnding &&
             Follow({code.next, end, true});
    }
    case Instruction::kSpace:
      return (text_.IsSpace(position) &&
              Follow({code.next, position + 1, behind_literal})) ||
             (text_.IsWordEdge(position) &&
              Follow({code.next, position, behind_literal}));
    case Instruction::kAnchor:
      return text_.HoldsAnchor(static_cast<AnchorNode::Place>(code.argument),
                               position) &&
             Follow({code.next, position, behind_literal});
    case Instruction::kChoice:
      for (int i = 0; i < code.count; ++i) {
        const size_t target = static_cast<size_t>(code.argument + i);
        if (Follow({program_.targets[target], position, behind_literal})) {
          return true;
        }
      }
      return false;
    case Instruction::kGap:
      return FollowGap(step, code);
    case Instruction::kSlot:
      return FollowSlot(step, code);
  }
  return false;
}

bool Resolver::AtEnd(uint32_t position) {
  if (in_lead_) {
    if (position != core_.begin) return false;
    in_lead_ = false;
    if (Follow({variant_->body, position, false})) return true;
    in_lead_ = true;
    return false;
  }
  if (position < core_.end) return false;
  if (bounds_.end.has_value() && position != *bounds_.end) return false;
  return text_.IsWordEdge(core_.end);
}

uint32_t Resolver::FreeLimit(uint32_t position) const {
  if (in_lead_) return core_.begin;
  // The core's last character is literal, so free text inside stops before it.
  if (position < core_.end) return core_.end - 1;
  return text_.size();
}

bool Resolver::FollowGap(Step step, const Instruction& code) {
  if (Follow({code.next, step.position, step.behind_literal})) return true;
  if (step.behind_literal && !text_.IsWordEdge(step.position)) return false;
  const GapSpec& gap = program_.gaps[static_cast<size_t>(code.argument)];
  const uint32_t last =
      std::min(FreeLimit(step.position), text_.GapEnd(gap, step.position));
  for (uint32_t to = step.position + 1; to <= last; ++to) {
    if (Follow({code.next, to, false})) return true;
  }
  return false;
}

bool Resolver::FollowSlot(Step step, const Instruction& code) {
  if (step.behind_literal && !text_.IsWordEdge(step.position)) return false;
  const SlotNode& slot = program_.slots[static_cast<size_t>(code.argument)];
  if (slot.type != nullptr) {
    const uint32_t to = text_.TypedSlotEnd(slot, step.position);
    return to > step.position && to <= FreeLimit(step.position) &&
           Capture(slot, {step.position, to}, code.next);
  }
  if (!in_lead_ && step.position >= core_.end) {
    return FollowLastSlot(step, code, slot);
  }
  return FollowUntypedSlot(step, code, slot);
}

bool Resolver::FollowUntypedSlot(Step step, const Instruction& code,
                                 const SlotNode& slot) {
  const uint32_t first = text_.ShortestSlotEnd(step.position);
  const uint32_t last =
      std::min(FreeLimit(step.position), text_.SlotEnd(step.position));
  if (const Match::Capture* same = Captured(slot.name)) {
    // It holds the same text again, which has the same length.
    const uint32_t to = step.position + same->chars.size();
    return to <= last && Capture(slot, {step.position, to}, code.next);
  }
  const bool ends_lead =
      in_lead_ &&
      program_.code[static_cast<size_t>(code.next)].op == Instruction::kAccept;
  if (ends_lead) {
    return last == core_.begin && last >= first &&
           Capture(slot, {step.position, last}, code.next);
  }
  if (in_lead_) {
    for (uint32_t to = last; to >= first; --to) {
      if (Capture(slot, {step.position, to}, code.next)) return true;
    }
    return false;
  }
  for (uint32_t to = first; to <= last; ++to) {
    if (Capture(slot, {step.position, to}, code.next)) return true;
  }
  return false;
}

// A slot with no literal behind it.
bool Resolver::FollowLastSlot(Step step, const Instruction& code,
                              const SlotNode& slot) {
  if (bounds_.end.has_value()) {
    return *bounds_.end >= text_.ShortestSlotEnd(step.position) &&
           *bounds_.end <= text_.SlotEnd(step.position) &&
           Capture(slot, {step.position, *bounds_.end}, code.next);
  }
  const uint32_t to = text_.LastSlotEnd(program_.particles, step.position);
  if (to - step.position > SlotNode::kMaxChars) {
    slot_overflow_ = true;
    return false;
  }
  return to > step.position && Capture(slot, {step.position, to}, code.next);
}

const Match::Capture* Resolver::Captured(const std::string& slot) const {
  const auto found = std::find_if(
      captures_.begin(), captures_.end(),
      [&](const Match::Capture& capture) { return capture.slot == slot; });
  return found == captures_.end() ? nullptr : &*found;
}

bool Resolver::Capture(const SlotNode& slot, TextRange chars, int next) {
  const Match::Capture* same = Captured(slot.name);
  if (same != nullptr && !SameChars(text_.text(), same->chars, chars)) {
    return false;
  }
  captures_.push_back({slot.name, chars});
  if (Follow({next, chars.end, false})) return true;
  captures_.pop_back();
  return false;
}

}  // namespace wanyan::internal
