#ifndef WANYAN_TESTS_MATCH_PATTERNS_H_
#define WANYAN_TESTS_MATCH_PATTERNS_H_

#include <string>
#include <string_view>
#include <vector>

#include "match/pattern.h"

// Patterns for tests, made by hand or from template text, and shown again.

namespace wanyan {

Pattern Literal(std::u32string chars);
Pattern Space();
Pattern WordEnding();
Pattern Sequence(std::vector<Pattern> parts);
Pattern Choice(std::vector<Pattern> options);
Pattern Option(Pattern pattern);
Pattern ClauseGap(int max_chars, Pattern without = nullptr);
Pattern SentenceGap(Pattern without = nullptr);
Pattern Slot(std::string name);
Pattern TypedSlot(std::string name, std::string_view expression);
Pattern Anchor(AnchorNode::Place place);
// Where the expression does not compile, the test fails.
Pattern Regex(std::string_view expression);

// The pattern of a template. `<set>` and typed slots are those of the test
// that is running: `{code}` is [a-z]{2}[0-9]{4}, and the built-in slots; sets
// are listed in patterns.cc. Where it does not parse, the test fails.
Pattern FromTemplate(std::string_view source);

// The template that means `pattern`; sets and types are written out, so that
// it is for people to read and not always to parse.
std::string ToTemplate(const Pattern& pattern);

// Whether some reading of the pattern has neither a literal nor a regular
// expression: what a PatternSet must not be given.
bool LacksLiteral(const Pattern& pattern);

// "a\u200B好": what cannot be seen is escaped.
std::string Escaped(std::string_view utf8);

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_PATTERNS_H_
