#ifndef WANYAN_TESTS_MATCH_GENERATOR_H_
#define WANYAN_TESTS_MATCH_GENERATOR_H_

#include <string>
#include <vector>

#include "match/choices.h"
#include "match/pattern.h"

// Patterns and texts to compare the engine with its judge. The texts are made
// for a pattern, so that it often matches, or nearly: words in other spellings
// (Traditional, full width, upper case, with invisible characters), clause
// marks, masks, quotation marks, combining marks and particles around and in
// between.

namespace wanyan {

// A pattern that has a literal in each of its readings, and not too many
// readings for the judge. It folds for FoldMode::kFolded.
Pattern GeneratePattern(Choices& choices);

// A text in UTF-8 of about as many pieces as `pattern` has, and some more.
std::string GenerateText(const Pattern& pattern, Choices& choices);

// Particles that the generated texts hold.
const std::vector<std::u32string>& GeneratedParticles();

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_GENERATOR_H_
