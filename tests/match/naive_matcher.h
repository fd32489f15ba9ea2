#ifndef WANYAN_TESTS_MATCH_NAIVE_MATCHER_H_
#define WANYAN_TESTS_MATCH_NAIVE_MATCHER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "match/pattern.h"
#include "text/folded_text.h"
#include "text/text_range.h"

// The definition of a match in code, and the judge of PatternSet: slow, plain,
// and written from phrasebooks/README.md alone ("Templates", "What matches").
//
// A pattern is unfolded into its *readings*: what is left when one option of
// each choice is taken, a flat list of leaves (literals, white space, word
// endings, gaps, slots, anchors). A *derivation* gives each leaf of a reading a
// stretch of the text, one behind the other. Every derivation that leaves,
// stretches and text can make is tried, and kept where each leaf fits its
// stretch and what the page says about a match as a whole is true.
//
// Exponential in the gaps of a pattern and in its choices.

namespace wanyan {

using FoldedChars = std::span<const FoldedChar>;

// One reading of a pattern.
struct NaiveReading {
  struct Leaf {
    const PatternNode* node = nullptr;
    // The options taken between the leaf before and this one.
    std::vector<int> options_before;
  };
  std::vector<Leaf> leaves;
  std::vector<int> options_behind;
};

// One way in which a pattern matches.
struct NaiveDerivation {
  struct Step {
    const PatternNode* node = nullptr;
    TextRange chars;
  };
  std::vector<Step> steps;
  // From the first to the last literal character.
  TextRange core;
  // The stretch of all leaves.
  TextRange whole;
  // What was chosen from the left to the right, the smaller the better:
  // numbers of options, lengths of inner slots and gaps, the negative lengths
  // of outer slots. Derivations that differ only in white space or in gaps
  // before the core are as good as each other.
  std::vector<int> preference;
};

class NaiveMatcher {
 public:
  // `particles`: what an untyped slot at a clause's end leaves out, folded.
  explicit NaiveMatcher(Pattern pattern,
                        std::vector<std::u32string> particles = {});

  // How many readings the pattern has; too many are no fun to try.
  size_t readings() const { return readings_.size(); }

  // The cores of all matches in `text`, each once, in order.
  std::vector<TextRange> Cores(FoldedChars text) const;

  // All matches; those of one core together, the preferred ones first.
  std::vector<NaiveDerivation> Derivations(FoldedChars text) const;

 private:
  Pattern pattern_;
  std::vector<std::u32string> particles_;
  std::vector<NaiveReading> readings_;
  // A judge for each pattern that a gap of this one must be without.
  std::map<const PatternNode*, std::shared_ptr<const NaiveMatcher>> without_;
};

// The number of readings of a pattern, without making them; at most `limit`.
size_t CountReadings(const Pattern& pattern, size_t limit);

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_NAIVE_MATCHER_H_
