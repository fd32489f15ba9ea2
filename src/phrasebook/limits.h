#ifndef WANYAN_PHRASEBOOK_LIMITS_H_
#define WANYAN_PHRASEBOOK_LIMITS_H_

#include <cstddef>
#include <cstdint>

#include "match/pattern.h"
#include "match/pattern_set.h"
#include "yaml/limits.h"

// What a phrasebook may hold. Each limit is far from what people write, and
// keeps the cost of a file linear in its size, whoever wrote it.

namespace wanyan {

// A book of 50,000 rules takes about 5 MB.
inline constexpr size_t kMaxPhrasebookBytes = yaml::kMaxFileBytes;

// Code points of a template or rewrite: longer lists belong into a set.
inline constexpr size_t kMaxTemplateLength = 10'000;

// Brackets within brackets, and sets within sets. Both bound the depth of a
// pattern, which is walked recursively.
inline constexpr int kMaxTemplateNesting = 16;
inline constexpr int kMaxSetNesting = 16;

// Parts of `(a;b)`: four have 24 orders, five would have 120.
inline constexpr size_t kMaxUnorderedParts = 4;

// Characters of `{...8}`: what a sentence gap takes at most, too.
inline constexpr int kMaxGapChars = GapNode::kMaxSentenceChars;

// Code points of a name or an id.
inline constexpr size_t kMaxNameLength = 64;

// Nodes and literal characters of one template with its sets put in: what the
// matcher takes.
inline constexpr int64_t kMaxTemplateExpansion =
    PatternSetBuilder::kMaxInstructions;

// The same over all templates of a book. 100,000 phrases of ten characters are
// a tenth of it; compiled it takes about 300 MB.
inline constexpr int64_t kMaxBookExpansion = 10'000'000;

// Rules of a book; a phrase each for the largest list we know of.
inline constexpr size_t kMaxRules = 100'000;

// Instructions that all regular expressions of a book compile to: 1,000 of a
// usual length. Compiling as many takes half a second.
inline constexpr int kMaxRegexInstructions = 200'000;
// What one that does not compile counts for.
inline constexpr int kFailedRegexInstructions = 1'000;

// Rules each `over` the next; the chain is walked recursively.
inline constexpr int kMaxOverChain = 64;

// Contexts that one context asks, those that they ask included: they are
// evaluated for every match.
inline constexpr int64_t kMaxContextExpansion = 1'000;

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_LIMITS_H_
