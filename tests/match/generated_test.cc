#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "match/comparison.h"
#include "match/generator.h"
#include "match/patterns.h"

// Generated patterns on texts generated for them: longer than what can be
// tried exhaustively, with typed slots, particles, clause marks, masks,
// quotation marks, other spellings and combining marks. The seed is fixed;
// WANYAN_TEST_SEED sets another.

namespace wanyan {
namespace {

constexpr int kMaxReports = 5;

uint64_t FirstSeed() {
  const char* seed = std::getenv("WANYAN_TEST_SEED");
  return seed == nullptr ? 1 : std::strtoull(seed, nullptr, 10);
}

TEST(GeneratedTest, PatternSetFindsWhatTheJudgeFinds) {
  constexpr int kPatterns = 3'000;
  constexpr int kTextsOfOnePattern = 20;
  int with_match = 0;
  int reports = 0;
  for (int i = 0; i < kPatterns && reports < kMaxReports; ++i) {
    Choices choices(FirstSeed() + static_cast<uint64_t>(i));
    const JudgedPattern pattern(GeneratePattern(choices), GeneratedParticles());
    const auto set = BuildSet({pattern});
    for (int k = 0; k < kTextsOfOnePattern; ++k) {
      const std::string text = GenerateText(pattern.pattern, choices);
      const FoldedText folded = FoldedText::Fold(text);
      const std::vector<TextRange> judge = pattern.judge.Cores(folded.chars());
      with_match += judge.empty() ? 0 : 1;
      if (CoresOf(TextScan(*set, folded), 0) == judge) continue;
      ADD_FAILURE() << SmallestDisagreement(pattern, text).value_or("?");
      ++reports;
      break;
    }
  }
  std::cout << with_match << " texts with a match\n";
  EXPECT_GE(with_match, kPatterns * kTextsOfOnePattern / 10);
}

}  // namespace
}  // namespace wanyan
