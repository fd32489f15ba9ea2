#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "match/comparison.h"
#include "match/generator.h"
#include "match/patterns.h"
#include "phrasebook/template_parser.h"

// Resolve, CanEndAt and CanBeginAt against the judge's derivations.

namespace wanyan {
namespace {

using ::testing::Contains;

std::string Written(TextRange range) {
  return absl::StrFormat("[%d, %d)", range.begin, range.end);
}

std::string Written(const Match& match) {
  std::string text = "extent " + Written(match.extent);
  for (const Match::Capture& capture : match.captures) {
    text += ", " + capture.slot + " " + Written(capture.chars);
  }
  return text;
}

const SlotNode* AsSlot(const NaiveDerivation::Step& step) {
  return std::get_if<SlotNode>(&step.node->node);
}

// What Resolve has to say of a derivation.
Match MatchOf(const NaiveDerivation& derivation) {
  Match match;
  match.core = match.extent = derivation.core;
  for (const NaiveDerivation::Step& step : derivation.steps) {
    if (AsSlot(step) == nullptr) continue;
    match.captures.push_back({AsSlot(step)->name, step.chars});
    match.extent.begin = std::min(match.extent.begin, step.chars.begin);
    match.extent.end = std::max(match.extent.end, step.chars.end);
  }
  return match;
}

// What Resolve may say of `core`: more than one thing where the preferences
// leave a choice.
std::vector<Match> PreferredMatches(
    const std::vector<NaiveDerivation>& derivations, TextRange core) {
  std::vector<Match> matches;
  const std::vector<int>* best = nullptr;
  for (const NaiveDerivation& derivation : derivations) {
    if (derivation.core != core) continue;
    if (best == nullptr) best = &derivation.preference;
    if (derivation.preference == *best) matches.push_back(MatchOf(derivation));
  }
  return matches;
}

std::vector<std::string> Written(const std::vector<Match>& matches) {
  std::vector<std::string> texts;
  for (const Match& match : matches) texts.push_back(Written(match));
  return texts;
}

bool OnlyWhiteSpace(FoldedChars text, uint32_t from, uint32_t to) {
  if (from > to) return false;
  const FoldedChars between = text.subspan(from, to - from);
  return std::all_of(between.begin(), between.end(),
                     [](const FoldedChar& c) { return c.Is(kSpaceChar); });
}

// Whether a slot might hold white space at its ends, or leave it to the white
// space beside it: what it then holds is nobody's promise.
bool SlotMeetsWhiteSpace(const std::vector<NaiveDerivation>& derivations,
                         FoldedChars text) {
  for (const NaiveDerivation& derivation : derivations) {
    for (const NaiveDerivation::Step& step : derivation.steps) {
      if (AsSlot(step) != nullptr &&
          (text[step.chars.begin].Is(kSpaceChar) ||
           text[step.chars.end - 1].Is(kSpaceChar))) {
        return true;
      }
    }
  }
  return false;
}

// Whether a gap stands between an outer slot and the core behind it: then a
// longer slot may be had for a longer gap, and neither is better.
bool GapParts(const std::vector<NaiveDerivation>& derivations) {
  for (const NaiveDerivation& derivation : derivations) {
    bool after_slot = false;
    for (const NaiveDerivation::Step& step : derivation.steps) {
      if (step.chars.end > derivation.core.begin) break;
      const bool is_gap = std::holds_alternative<GapNode>(step.node->node);
      if (after_slot && is_gap) return true;
      after_slot |= AsSlot(step) != nullptr;
    }
  }
  return false;
}

// The generated cases: each pattern with the texts in which it matches.
template <typename Check>
void ForGeneratedMatches(int patterns, uint64_t first_seed, Check check) {
  constexpr int kTextsOfOnePattern = 10;
  for (int i = 0; i < patterns && !testing::Test::HasFailure(); ++i) {
    Choices choices(first_seed + static_cast<uint64_t>(i));
    const JudgedPattern pattern(GeneratePattern(choices), GeneratedParticles());
    const auto set = BuildSet({pattern});
    for (int k = 0; k < kTextsOfOnePattern; ++k) {
      const std::string text = GenerateText(pattern.pattern, choices);
      const FoldedText folded = FoldedText::Fold(text);
      TextScan scan(*set, folded);
      check(pattern, scan, text, folded);
    }
  }
}

TEST(ResolveTest, GivesTheJudgesPreferredDerivation) {
  int compared = 0;
  ForGeneratedMatches(
      2'000, 2'000'000,
      [&](const JudgedPattern& pattern, TextScan& scan, const std::string& text,
          const FoldedText& folded) {
        const auto derivations = pattern.judge.Derivations(folded.chars());
        if (SlotMeetsWhiteSpace(derivations, folded.chars())) return;
        if (GapParts(derivations)) return;
        for (TextRange core : pattern.judge.Cores(folded.chars())) {
          ++compared;
          EXPECT_THAT(Written(PreferredMatches(derivations, core)),
                      Contains(Written(scan.Resolve(0, core))))
              << "template: " << ToTemplate(pattern.pattern)
              << "\ntext: " << Escaped(text) << "\ncore: " << Written(core);
        }
      });
  EXPECT_GE(compared, 5'000);
}

TEST(ResolveTest, CanEndAtAndCanBeginAtAreWhereSomeDerivationEndsAndBegins) {
  int compared = 0;
  ForGeneratedMatches(
      1'000, 3'000'000,
      [&](const JudgedPattern& pattern, TextScan& scan, const std::string& text,
          const FoldedText& folded) {
        const auto derivations = pattern.judge.Derivations(folded.chars());
        const bool has_slot = !SlotsOf(pattern.pattern).empty();
        for (TextRange core : pattern.judge.Cores(folded.chars())) {
          for (uint32_t at = 0; at <= folded.size(); ++at) {
            bool begins = false;
            bool ends = false;
            for (const NaiveDerivation& d : derivations) {
              if (d.core != core) continue;
              begins |= OnlyWhiteSpace(folded.chars(), at, d.whole.begin);
              ends |= OnlyWhiteSpace(folded.chars(), d.whole.end, at);
            }
            if (testing::Test::HasFailure()) return;
            compared += 2;
            EXPECT_EQ(scan.CanBeginAt(0, core, at), begins)
                << ToTemplate(pattern.pattern) << " in " << Escaped(text)
                << ", core " << Written(core) << " at " << at;
            if (has_slot) continue;
            EXPECT_EQ(scan.CanEndAt(0, core, at), ends)
                << ToTemplate(pattern.pattern) << " in " << Escaped(text)
                << ", core " << Written(core) << " at " << at;
          }
        }
      });
  EXPECT_GE(compared, 50'000);
}

}  // namespace
}  // namespace wanyan
