#ifndef WANYAN_MATCH_INTERNAL_TEXT_CONTEXT_H_
#define WANYAN_MATCH_INTERNAL_TEXT_CONTEXT_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "match/internal/program.h"
#include "text/folded_text.h"

namespace wanyan::internal {

// A folded text as patterns ask about it. Remembers whether an answer depended
// on characters that text still to come could change: touched_end().
// For one thread.
class TextContext {
 public:
  // What a `without` pattern matches.
  struct FirstEnds {
    // For each character, the smallest end of a core that begins there or
    // later.
    std::vector<uint32_t> ends;
    // Cores that begin here or later may change with text still to come.
    uint32_t live_from = 0;
  };

  // `first_ends(number)` tells it for a `without` pattern of the set. The text
  // must outlive this.
  TextContext(const FoldedText& text,
              std::function<const FirstEnds&(int)> first_ends);

  const FoldedText& text() const { return text_; }
  uint32_t size() const { return size_; }
  const FoldedChar& operator[](uint32_t i) const { return text_[i]; }

  // The first characters, which no text to come changes.
  uint32_t stable_size() const { return stable_; }

  bool touched_end() const { return touched_end_; }
  void ResetTouchedEnd() { touched_end_ = false; }

  // Whether the character at `position` is literally `value`.
  bool IsLiteral(uint32_t position, char32_t value);
  bool IsSpace(uint32_t position);
  bool IsWordEdge(uint32_t position);
  bool HoldsAnchor(AnchorNode::Place place, uint32_t position);

  // The end of the word that `position` stands in or behind; cut one behind
  // kMaxWordEnding.
  uint32_t WordEnd(uint32_t position);
  // How far a gap that begins at `position` may reach.
  uint32_t GapEnd(const GapSpec& gap, uint32_t position);
  // How far an untyped slot that begins at `position` reaches at least: white
  // space alone is none.
  uint32_t ShortestSlotEnd(uint32_t position) const;
  // How far an untyped slot that begins at `position` may reach.
  uint32_t SlotEnd(uint32_t position);
  // The end of the longest text at `position` that `type` fits; `position`
  // where there is none.
  uint32_t TypedSlotEnd(const SlotNode& slot, uint32_t position);
  // Where an untyped slot with no literal behind it ends: the clause's end
  // without trailing white space, punctuation and particles. `position` where
  // nothing is left, farther than a slot may reach where it is too long.
  uint32_t LastSlotEnd(std::span<const std::u32string> particles,
                       uint32_t position);
  // The end of the particles behind `position`, up to a punctuation mark, where
  // nothing else follows in the clause; else `position`.
  uint32_t ParticlesEnd(std::span<const std::u32string> particles,
                        uint32_t position);

 private:
  // Notes that an answer depended on character `position`.
  void Touch(uint32_t position) { touched_end_ |= position >= stable_; }
  struct SkipTable {
    std::vector<uint32_t> back, ahead;
  };
  const SkipTable& SkipsFor(bool of_text);
  bool IsSkippable(uint32_t position) const;
  uint32_t EndOfRun(uint32_t position, uint32_t max_chars, CharTrait stop);
  uint32_t WithoutTrailing(std::span<const std::u32string> particles,
                           uint32_t begin, uint32_t end) const;
  uint32_t ParticleBegin(std::span<const std::u32string> particles,
                         uint32_t begin, uint32_t end) const;

  const FoldedText& text_;
  const std::function<const FirstEnds&(int)> first_ends_;
  const uint32_t size_;
  const uint32_t stable_;
  bool touched_end_ = false;
  // For clauses and for the text; filled when an anchor first asks.
  SkipTable skips_[2];
};

}  // namespace wanyan::internal

#endif  // WANYAN_MATCH_INTERNAL_TEXT_CONTEXT_H_
