#ifndef WANYAN_TESTS_MATCH_COMPARISON_H_
#define WANYAN_TESTS_MATCH_COMPARISON_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/naive_matcher.h"
#include "match/pattern.h"
#include "match/pattern_set.h"
#include "match/text_scan.h"
#include "text/folded_text.h"

// Compares PatternSet with its judge.

namespace wanyan {

// One pattern for both.
struct JudgedPattern {
  explicit JudgedPattern(Pattern pattern,
                         std::vector<std::u32string> particles = {});

  Pattern pattern;
  std::vector<std::u32string> particles;
  NaiveMatcher judge;
};

// A set with the patterns, their numbers those of the vector. Where it cannot
// be built, the test fails.
std::shared_ptr<const PatternSet> BuildSet(
    const std::vector<JudgedPattern>& patterns);

// The cores of a pattern that the engine found.
std::vector<TextRange> CoresOf(const TextScan& scan, int pattern);

// What the engine (a set of this pattern alone) and the judge disagree about,
// told so that it can be read: template, text, cores of both. nullopt where
// they agree.
std::optional<std::string> Disagreement(const JudgedPattern& pattern,
                                        std::string_view text);

// The same, with pattern and text made as small as they can be while engine
// and judge still disagree.
std::optional<std::string> SmallestDisagreement(const JudgedPattern& pattern,
                                                std::string_view text);

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_COMPARISON_H_
