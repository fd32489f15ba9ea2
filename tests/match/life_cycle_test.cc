#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "match/comparison.h"
#include "match/generator.h"
#include "match/patterns.h"
#include "text/utf8.h"

// What the matcher promises about a text that may go on: no continuation
// changes a candidate that begins before live_from, and a settled candidate
// stays.

namespace wanyan {
namespace {

using ::testing::Each;
using ::testing::ElementsAreArray;
using ::testing::Field;

// All candidates of `result` that begin before `position`.
std::vector<TextRange> CoresBefore(const TextScan& scan, uint32_t position) {
  std::vector<TextRange> cores;
  for (const Candidate& candidate : scan.candidates()) {
    if (candidate.core.begin < position) cores.push_back(candidate.core);
  }
  return cores;
}

std::vector<TextRange> CoresFrom(const TextScan& scan, uint32_t begin) {
  std::vector<TextRange> cores;
  for (const Candidate& candidate : scan.candidates()) {
    if (candidate.core.begin == begin) cores.push_back(candidate.core);
  }
  return cores;
}

// Where each code point of `text` begins, and the end.
std::vector<size_t> Borders(std::string_view text) {
  std::vector<size_t> borders = {0};
  for (size_t offset = 0; offset < text.size();) {
    DecodeUtf8(text, &offset);
    borders.push_back(offset);
  }
  return borders;
}

std::string Told(const Pattern& pattern, std::string_view prefix,
                 std::string_view whole) {
  return "template: " + ToTemplate(pattern) + "\nprefix: " + Escaped(prefix) +
         "\nwhole: " + Escaped(whole);
}

TEST(LifeCycleTest, WhatIsSettledInAPrefixStandsInTheWholeText) {
  constexpr int kPatterns = 2'000;
  int settled_seen = 0;
  for (int i = 0; i < kPatterns && !HasFailure(); ++i) {
    Choices choices(static_cast<uint64_t>(i) + 1'000'000);
    const JudgedPattern pattern(GeneratePattern(choices), GeneratedParticles());
    const auto set = BuildSet({pattern});
    const std::string text = GenerateText(pattern.pattern, choices) +
                             GenerateText(pattern.pattern, choices);
    const FoldedText folded = FoldedText::Fold(text);
    const TextScan whole(*set, folded);
    for (size_t border : Borders(text)) {
      const std::string_view prefix = std::string_view(text).substr(0, border);
      const FoldedText folded_prefix = FoldedText::Fold(prefix);
      const TextScan part(*set, folded_prefix);
      ASSERT_THAT(CoresBefore(part, part.live_from()),
                  ElementsAreArray(CoresBefore(whole, part.live_from())))
          << "live_from: " << part.live_from() << '\n'
          << Told(pattern.pattern, prefix, text);
      for (const Candidate& candidate : part.candidates()) {
        if (candidate.state != CandidateState::kSettled) continue;
        ++settled_seen;
        const uint32_t begin = candidate.core.begin;
        ASSERT_THAT(CoresFrom(part, begin),
                    ElementsAreArray(CoresFrom(whole, begin)))
            << "settled at " << begin << '\n'
            << Told(pattern.pattern, prefix, text);
      }
    }
  }
  EXPECT_GE(settled_seen, kPatterns);
}

struct LiveCase {
  std::string pattern;
  std::string text;
  uint32_t live_from;  // at least
};

// A promise that is kept by never settling anything would be worth nothing.
TEST(LifeCycleTest, TheEndOfASentenceSettlesWhatLiesInIt) {
  const std::vector<LiveCase> cases = {
      {"没办法", "没办法。好的", 4},
      {"不能{...}只能", "不能退款，好的", 5},
      {"不能{..}只能", "不能退款。好的", 5},
      {"没办法[{task}]", "没办法退款。好的", 6},
      {"can not", "can not. ok", 8},
      {"complain*", "complaints. ok", 11},
  };
  for (const LiveCase& c : cases) {
    const auto set = BuildSet({JudgedPattern(FromTemplate(c.pattern))});
    const FoldedText folded = FoldedText::Fold(c.text);
    const TextScan scan(*set, folded);
    EXPECT_GE(scan.live_from(), c.live_from) << c.pattern << ' ' << c.text;
    EXPECT_THAT(scan.candidates(),
                Each(Field(&Candidate::state, CandidateState::kSettled)))
        << c.pattern << ' ' << c.text;
  }
}

TEST(LifeCycleTest, ACandidateThatMayGrowIsLive) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"没[有]办法[啊]", "没办法"},   {"complain*", "complain"}, {"can", "can"},
      {"不能{..}只能", "不能退只能"}, {"^^ok$$", "ok"},
  };
  for (const auto& [pattern, text] : cases) {
    const auto set = BuildSet({JudgedPattern(FromTemplate(pattern))});
    const FoldedText folded = FoldedText::Fold(text);
    const TextScan scan(*set, folded);
    ASSERT_EQ(scan.candidates().size(), 1u) << pattern;
    EXPECT_EQ(scan.candidates()[0].state, CandidateState::kLive) << pattern;
    EXPECT_LE(scan.live_from(), scan.candidates()[0].core.begin) << pattern;
  }
}

}  // namespace
}  // namespace wanyan
