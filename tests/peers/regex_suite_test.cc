#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "match/pattern.h"
#include "match/pattern_set.h"
#include "match/regex.h"
#include "match/text_scan.h"
#include "peers/tiny_toml.h"
#include "support/data_dir.h"
#include "text/utf8.h"

// The test suite of rust's regex, through a template `{regex: "…"}`. What we
// promise is less and plain: RE2's syntax, matches that are not empty, one
// after another, leftmost and longest.

namespace wanyan {
namespace {

using nlohmann::json;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const std::vector<std::string> kFiles = {
    "empty", "flags",     "leftmost-all", "overlapping",
    "set",   "substring", "unicode",      "fowler/nullsubexpr"};

// (number of the expression, begin, end), in bytes.
using Span = std::tuple<int, int, int>;

// Why a case is not ours.
enum class Reason {
  kFitsEmptyText,  // an expression that fits the empty text is refused
  kNotInRe2,       // syntax that RE2 lacks, such as \p{Letter} for \pL
  kAsciiClasses,   // \d \s \w \b speak of ASCII in RE2
  kNotLongest,     // the first or shortest alternative is wanted
  kOverlapping,    // all matches of one expression are wanted, overlaps too
  kOneOfMany,      // of several expressions only one may match at a place
  kPartOfText,     // the search is confined to a part of the text
};

// The cases whose reason is not to be seen from the expression.
const std::map<std::string, Reason>& ReasonsByName() {
  using enum Reason;
  static const auto* reasons = new std::map<std::string, Reason>{
      {"flags/8", kNotLongest},
      {"leftmost-all/dotall", kOverlapping},
      {"leftmost-all/multi", kOneOfMany},
      {"overlapping/alt-all-100", kOverlapping},
      {"overlapping/alt-leftmost-first-100", kOverlapping},
      {"overlapping/repetition-plus-all-100", kOverlapping},
      {"overlapping/repetition-plus-all-110", kOverlapping},
      {"overlapping/repetition-plus-all-200", kOverlapping},
      {"overlapping/repetition-plus-leftmost-first-100", kOverlapping},
      {"overlapping/repetition-plus-leftmost-first-110", kOverlapping},
      {"overlapping/repetition-plus-leftmost-first-200", kOverlapping},
      {"overlapping/scratch", kOneOfMany},
      {"set/basic10-leftmost-first", kOneOfMany},
      {"set/basic60-leftmost-first", kOneOfMany},
      {"set/basic61-leftmost-first", kOneOfMany},
      {"set/basic71", kOneOfMany},
      {"set/basic90", kOverlapping},
      {"set/caps-110", kOneOfMany},
      {"set/caps-121", kOneOfMany},
      {"substring/unicode-word-end", kPartOfText},
      {"substring/unicode-word-start", kPartOfText},
      {"unicode/perl1", kAsciiClasses},
      {"unicode/perl4", kAsciiClasses},
      {"unicode/perl7", kAsciiClasses},
      {"unicode/wb-100", kAsciiClasses},
      {"unicode/wb-300", kAsciiClasses},
  };
  return *reasons;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> ExpressionsOf(const json& test) {
  if (test["regex"].is_string()) return {test["regex"].get<std::string>()};
  return test["regex"].get<std::vector<std::string>>();
}

// [0, 3], [[0, 3], …groups], {id = 1, span = [0, 3]} or
// {id = 1, spans = [[0, 3], …groups]}.
Span ExpectedSpan(const json& match) {
  if (match.is_object()) {
    const json& spans = match.contains("span") ? match["span"] : match["spans"];
    const auto [id, begin, end] = ExpectedSpan(spans);
    return {match["id"].get<int>(), begin, end};
  }
  if (match[0].is_array()) return ExpectedSpan(match[0]);
  return {0, match[0].get<int>(), match[1].get<int>()};
}

std::vector<Span> ExpectedSpans(const json& test) {
  std::vector<Span> spans;
  for (const json& match : test["matches"]) {
    spans.push_back(ExpectedSpan(match));
  }
  return spans;
}

// Why a case on which we disagree is not ours; nullopt: no reason is known.
std::optional<Reason> ReasonFor(const std::string& name, const json& test) {
  for (const std::string& expression : ExpressionsOf(test)) {
    const re2::RE2 regex(expression, re2::RE2::Quiet);
    if (!regex.ok()) return Reason::kNotInRe2;
    if (re2::RE2::FullMatch("", regex)) return Reason::kFitsEmptyText;
  }
  const auto reason = ReasonsByName().find(name);
  if (reason == ReasonsByName().end()) return std::nullopt;
  return reason->second;
}

// The matches in the order of places, and of expressions at one place.
std::vector<Span> Sorted(std::vector<Span> spans) {
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) {
    return std::tuple(std::get<1>(a), std::get<2>(a), std::get<0>(a)) <
           std::tuple(std::get<1>(b), std::get<2>(b), std::get<0>(b));
  });
  return spans;
}

// What the engine finds; nullopt where an expression does not compile.
std::optional<std::vector<Span>> Find(const json& test) {
  const FoldMode mode = test.value("case-insensitive", false)
                            ? FoldMode::kFolded
                            : FoldMode::kExact;
  PatternSetBuilder builder;
  for (const std::string& expression : ExpressionsOf(test)) {
    const auto regex = CompileRegex(expression, mode);
    if (!regex.ok()) return std::nullopt;
    builder.Add(MakePattern(RegexNode{*regex}), {mode, {}});
  }
  const auto set = *std::move(builder).Build();
  const auto haystack = test["haystack"].get<std::string>();
  if (FirstIllFormedByte(haystack)) return std::nullopt;
  const FoldedText text = FoldedText::Fold(haystack, mode);
  const TextScan scan(*set, text, mode);

  std::vector<Span> spans;
  for (const Candidate& candidate : scan.candidates()) {
    const TextRange bytes = text.OriginalRange(candidate.core);
    spans.emplace_back(candidate.pattern, bytes.begin, bytes.end);
  }
  spans = Sorted(std::move(spans));
  const size_t limit = test.value("match-limit", spans.size());
  spans.resize(std::min(spans.size(), limit));
  return spans;
}

TEST(RegexSuiteTest, AgreesOnAllThatIsOurs) {
  WANYAN_SKIP_WITHOUT_DATA("peers/regex");
  int passed = 0;
  std::map<Reason, int> not_ours;
  for (const std::string& file : kFiles) {
    const std::string toml =
        ReadFile(DataDir() + "/peers/regex/" + file + ".toml");
    for (const json& test : ReadTomlTests(toml)) {
      const std::string name = file + "/" + test["name"].get<std::string>();
      const auto found = Find(test);
      if (found.has_value() && *found == Sorted(ExpectedSpans(test))) {
        ++passed;
        EXPECT_EQ(ReasonsByName().count(name), 0u) << name;
      } else if (const auto reason = ReasonFor(name, test)) {
        ++not_ours[*reason];
      } else {
        ADD_FAILURE() << name << ' ' << test;
      }
    }
  }
  EXPECT_EQ(passed, 77);
  EXPECT_THAT(not_ours,
              UnorderedElementsAre(
                  Pair(Reason::kFitsEmptyText, 86), Pair(Reason::kNotInRe2, 57),
                  Pair(Reason::kAsciiClasses, 5), Pair(Reason::kNotLongest, 1),
                  Pair(Reason::kOverlapping, 10), Pair(Reason::kOneOfMany, 8),
                  Pair(Reason::kPartOfText, 2)));
}

}  // namespace
}  // namespace wanyan
