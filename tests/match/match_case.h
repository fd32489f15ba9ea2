#ifndef WANYAN_TESTS_MATCH_MATCH_CASE_H_
#define WANYAN_TESTS_MATCH_MATCH_CASE_H_

#include <string>
#include <vector>

// A line of the tables of tests: a template, a text, and the cores that are
// expected, folded, in order. An empty list means that nothing matches.

namespace wanyan {

struct MatchCase {
  std::string pattern;
  std::string text;
  std::vector<std::string> cores;
};

// What phrasebooks/README.md says of each construct, example for example; the
// judge and the engine must both find it.
const std::vector<MatchCase>& DocumentedMatches();

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_MATCH_CASE_H_
