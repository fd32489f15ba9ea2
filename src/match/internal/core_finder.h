#ifndef WANYAN_MATCH_INTERNAL_CORE_FINDER_H_
#define WANYAN_MATCH_INTERNAL_CORE_FINDER_H_

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "match/internal/program.h"
#include "match/internal/text_context.h"

namespace wanyan::internal {

// Finds the cores of a program: walks its graph from one place of the text,
// each (instruction, position) at most once, so that a start costs at most
// |program| × the length of its longest match.
//
// Keeps memory between calls; for one thread.
class CoreFinder {
 public:
  explicit CoreFinder(TextContext* text) : text_(*text) {}

  // Appends the ends of all cores that begin at `begin` for this variant,
  // each once, in no order. Sets `*live` where text to come could change them.
  void FindEnds(const Program& program, const Variant& variant, uint32_t begin,
                std::vector<uint32_t>* ends, bool* live);

 private:
  struct Step {
    int pc;
    uint32_t position;
    // Whether the character before `position` was consumed as literal text.
    bool behind_literal;
  };
  // Which steps of one walk were taken: a stamp for each, so that starting
  // another walk costs nothing. The stamps of a thread's earlier finders are
  // used again: a large program has megabytes of them, and to get those from
  // the system for each text took longer than the walks.
  class Visited {
   public:
    Visited();
    ~Visited();
    Visited(const Visited&) = delete;
    Visited& operator=(const Visited&) = delete;

    void Start(size_t code_size);
    // Whether the step is new; `offset` counts from the walk's start.
    bool Insert(int pc, uint32_t offset, bool behind_literal);

   private:
    // Stamps that are kept in an array: 4 MB. Beyond, steps are rare, since the
    // text has to fit a long template all the way, and a set takes them.
    static constexpr size_t kMaxStamps = size_t{1} << 20;
    // A check scans a reply as it is folded in each of three ways, each scan
    // has up to two finders, and each of them three of these. Of any more the
    // stamps are given back to the system.
    static constexpr size_t kMaxKept = 18;

    struct Stamps {
      uint32_t newest = 0;
      std::vector<uint32_t> of_steps;
    };
    static std::vector<Stamps>& Kept();

    size_t code_size_ = 0;
    Stamps stamps_;
    absl::flat_hash_set<size_t> far_steps_;
  };

  bool LeadReaches(const Program& program, const Variant& variant,
                   uint32_t end);
  bool LeadRuns(const Program& program, const Variant& variant, uint32_t from,
                uint32_t end);
  void Walk(const Program& program, int body, uint32_t begin,
            std::vector<uint32_t>* ends);
  void Take(const Program& program, Step step, std::vector<uint32_t>* ends);
  // Pushes the steps that follow a gap which ends in [first, last], but for
  // those that this walk has pushed for the gap before.
  void PushGapEnds(const Instruction& gap, uint32_t first, uint32_t last);
  // Notes that literal text ended at `end`, with `pc` to follow.
  void EndLiteral(const Program& program, int pc, uint32_t end,
                  std::vector<uint32_t>* ends);
  // Whether the rest from `pc` can match at `position` without literals.
  bool TailMatches(const Program& program, int pc, uint32_t position);
  void Push(int pc, uint32_t position, bool behind_literal) {
    stack_.push_back({pc, position, behind_literal});
  }

  // The ends of a gap that a walk has pushed: [begin, end).
  struct PushedEnds {
    uint32_t walk = 0;
    TextRange ends;
  };

  TextContext& text_;
  uint32_t begin_ = 0;
  uint32_t walk_ = 0;                  // counts walks
  std::vector<PushedEnds> pushed_;     // by gap
  std::vector<uint32_t> end_seen_in_;  // walk, by offset from begin_
  std::vector<Step> stack_;
  Visited visited_;
  std::vector<Step> tail_stack_;
  Visited tail_visited_;
  Visited lead_visited_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_MATCH_INTERNAL_CORE_FINDER_H_
