#ifndef WANYAN_RULES_NEAR_MISS_H_
#define WANYAN_RULES_NEAR_MISS_H_

#include <optional>
#include <string>

#include "match/pattern.h"
#include "match/pattern_set.h"
#include "text/folded_text.h"

namespace wanyan {

// How far a template gets that matches nowhere in a text: `matched` and `rest`,
// in template notation, are the two parts of it, of which the one matches.
struct NearMiss {
  std::string matched;
  std::string rest;
  // `rest` stands in front of `matched`.
  bool rest_is_first = false;
  // Where `matched` matches: its core in characters of the text.
  TextRange core;
};

// Matches the beginnings of the template, and its ends, as if each were a
// template, and returns the longest that matches, measured by its core; nullopt
// where not even one part with literal text does. Words of scripts that write
// spaces are taken whole, Han characters one by one.
std::optional<NearMiss> FindNearMiss(const Pattern& pattern,
                                     const PatternOptions& options,
                                     const FoldedText& text);

// Parts of a template that are tried from either end; the shipped templates
// have fewer than 40.
inline constexpr size_t kMaxPartsTried = 100;

}  // namespace wanyan

#endif  // WANYAN_RULES_NEAR_MISS_H_
