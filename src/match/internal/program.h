#ifndef WANYAN_MATCH_INTERNAL_PROGRAM_H_
#define WANYAN_MATCH_INTERNAL_PROGRAM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "match/pattern.h"

// A pattern compiled to a graph of instructions. Templates have no loops, so
// the graph has no cycle: each instruction points only at instructions emitted
// before it, and kAccept is the first.
//
// A pattern that may begin with a slot or gap is split in two at its first
// literal character: the *lead*, which has no literals, and the *body*, which
// consumes one first. Options in front of that place are multiplied out into
// variants. That makes every core begin where a body begins.

namespace wanyan::internal {

struct Instruction {
  enum Op : uint8_t {
    kAccept,
    kChar,        // `value`
    kWordEnding,  // the rest of the word
    kSpace,
    kGap,     // `argument`: index into Program::gaps
    kSlot,    // `argument`: index into Program::slots
    kAnchor,  // `argument`: AnchorNode::Place
    kChoice,  // targets[argument, argument + count)
  };

  Op op = kAccept;
  // What can follow, over all paths from here:
  bool literal_ahead = false;  // a literal character
  bool tail_ahead = false;     // kAccept, with no literal on the way
  // kAccept, with nothing on the way that could fail behind a literal.
  bool accepts = false;
  char32_t value = 0;
  int argument = 0;
  int count = 0;
  int next = 0;
};

struct GapSpec {
  int max_chars = 0;
  bool crosses_clauses = false;
  // A pattern of PatternSet::Impl::without, or -1.
  int without = -1;
};

struct Variant {
  int lead = -1;  // -1: none
  // Characters that the lead can take at most.
  int lead_max_chars = 0;
  int body = 0;
  // A slot name stands twice on one path, so a match has to compare them.
  bool repeats_slot = false;
  // The characters that the body can begin with; sorted.
  std::vector<char32_t> first_chars;
};

struct Program {
  std::vector<Instruction> code;
  std::vector<int> targets;
  std::vector<GapSpec> gaps;
  std::vector<SlotNode> slots;
  // In the order of preference.
  std::vector<Variant> variants;
  std::vector<std::u32string> particles;
  // Characters that a match can have before its core, and behind it, at most.
  int lead_max_chars = 0;
  int tail_max_chars = 0;
  bool repeats_slot = false;  // one of the variants does
  bool ends_with_slot = false;
};

// Gives the number under which a gap's `without` pattern is matched.
class WithoutTable {
 public:
  virtual ~WithoutTable() = default;
  virtual int Number(const Pattern& pattern) = 0;
};

// Characters that a pattern may match at most: a page. It bounds what one place
// of a text can cost, and how deep Resolver goes.
inline constexpr int kMaxMatchChars = 2'000;

// Compiles a pattern without regular expressions. Returns false where it takes
// more than `max_instructions`, or can match more than kMaxMatchChars.
bool CompileProgram(const Pattern& pattern, int max_instructions,
                    WithoutTable* without, Program* program);

}  // namespace wanyan::internal

#endif  // WANYAN_MATCH_INTERNAL_PROGRAM_H_
