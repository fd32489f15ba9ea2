#ifndef WANYAN_MATCH_INTERNAL_RESOLVER_H_
#define WANYAN_MATCH_INTERNAL_RESOLVER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "match/internal/program.h"
#include "match/internal/text_context.h"
#include "match/text_scan.h"

namespace wanyan::internal {

// Finds the preferred way in which a program matches at a known core: a
// depth-first search that remembers which steps failed, so that each is tried
// once. Where a slot name repeats, what was captured matters too and nothing is
// remembered; the search is then cut at kMaxUnremembered steps.
class Resolver {
 public:
  // What else the match has to do.
  struct Bounds {
    std::optional<uint32_t> begin;  // begin here, outer gaps and slots taken in
    std::optional<uint32_t> end;    // end here; a last slot may be shorter
  };

  static constexpr int kMaxUnremembered = 10'000;

  Resolver(const Program& program, TextContext* text, TextRange core,
           Bounds bounds)
      : program_(program), text_(*text), core_(core), bounds_(bounds) {}

  // The match; nullopt where the core is none, or not within the bounds.
  std::optional<Match> Run();
  // Whether Run() was cut, so that there may be a match that it did not find.
  bool gave_up() const { return gave_up_; }

 private:
  struct Step {
    int pc;
    uint32_t position;
    bool behind_literal;
  };

  bool RunVariant(const Variant& variant);
  // Goes on from a step to the end of the lead (of the pattern).
  bool Follow(Step step);
  bool FollowNew(Step step, const Instruction& code);
  bool FollowGap(Step step, const Instruction& code);
  bool FollowSlot(Step step, const Instruction& code);
  bool FollowLastSlot(Step step, const Instruction& code, const SlotNode& slot);
  bool FollowUntypedSlot(Step step, const Instruction& code,
                         const SlotNode& slot);
  bool Capture(const SlotNode& slot, TextRange chars, int next);
  // What a slot of this name holds already; null for nothing.
  const Match::Capture* Captured(const std::string& slot) const;
  bool AtEnd(uint32_t position);
  // Where free text (of a gap or slot) that begins at a step may end at most.
  uint32_t FreeLimit(uint32_t position) const;

  const Program& program_;
  TextContext& text_;
  const TextRange core_;
  const Bounds bounds_;
  bool in_lead_ = false;
  const Variant* variant_ = nullptr;
  bool slot_overflow_ = false;
  int unremembered_ = 0;
  bool gave_up_ = false;
  std::vector<Match::Capture> captures_;
  absl::flat_hash_set<uint64_t> failed_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_MATCH_INTERNAL_RESOLVER_H_
