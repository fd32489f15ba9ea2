#ifndef WANYAN_MATCH_TEXT_SCAN_H_
#define WANYAN_MATCH_TEXT_SCAN_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "match/candidate.h"
#include "match/pattern_set.h"
#include "text/folded_text.h"

namespace wanyan {

// Matches of one regular expression that are reported per text; beyond, the
// scan says `truncated`. Bounds what an expression that matches everywhere can
// cost.
inline constexpr int kMaxRegexMatches = 1000;

// Candidates that are reported per text; beyond, the scan says `truncated`. A
// template with a gap can match two hundred times at each character; the
// shipped books find less than one candidate a character.
inline constexpr size_t kMaxCandidates = 1'000'000;

// One match, resolved.
struct Match {
  struct Capture {
    std::string slot;
    TextRange chars;  // characters of the folded text
  };
  TextRange core;
  // The core with its outer slots.
  TextRange extent;
  std::vector<Capture> captures;
  // The pattern ends with a slot: particles behind `extent` belong to it.
  bool ends_with_slot = false;
  // That slot was left out because what stands there is longer than a slot.
  bool slot_overflow = false;
  // `extent`, and the particles behind it where ends_with_slot.
  TextRange extent_with_particles;
};

// One text, scanned with one pattern set: all candidates, and closer questions
// about each. Remembers what it looked up; for one thread.
class TextScan {
 public:
  // Scans for the patterns that were added for `mode`, which must be the mode
  // that `text` was folded with; both must outlive this. Linear in the text:
  // per character at most a constant that the patterns decide.
  TextScan(const PatternSet& patterns, const FoldedText& text,
           FoldMode mode = FoldMode::kFolded);
  ~TextScan();
  TextScan(TextScan&&) noexcept;
  TextScan& operator=(TextScan&&) noexcept;

  // In the order of pattern, core.begin, core.end; each once.
  const std::vector<Candidate>& candidates() const { return candidates_; }
  // The candidates of one pattern.
  std::span<const Candidate> Of(int pattern) const;
  // In characters: whatever text may follow, it changes no candidate that
  // begins before.
  uint32_t live_from() const { return live_from_; }
  // A bound was reached, so that candidates may be missing.
  bool truncated() const;

  // How the pattern matches at `core`, one of its candidates. Options are
  // preferred to their absence, earlier alternatives to later ones; inner slots
  // and gaps are as short, outer slots as long as they can be.
  Match Resolve(int pattern, TextRange core);

  // Whether a match of the pattern with this core can end at `position`
  // (begin there), its outer gaps and slots taken in, white space not counted.
  bool CanEndAt(int pattern, TextRange core, uint32_t position);
  bool CanBeginAt(int pattern, TextRange core, uint32_t position);
  // How many characters lie between the core and such a position at most.
  uint32_t TailReach(int pattern) const;
  uint32_t LeadReach(int pattern) const;

 private:
  struct State;

  void FindPrograms();
  void FindRegexes();

  std::unique_ptr<State> state_;
  std::vector<Candidate> candidates_;
  uint32_t live_from_ = 0;
};

}  // namespace wanyan

#endif  // WANYAN_MATCH_TEXT_SCAN_H_
