#include <gtest/gtest.h>

#include <cstdint>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "match/comparison.h"
#include "match/naive_folder.h"
#include "match/patterns.h"

// Every pattern and every text up to a size, over small alphabets: whatever a
// template can say in little room, the engine says what the judge says.

namespace wanyan {
namespace {

constexpr int kMaxReports = 5;

// All strings of up to `max_length` letters of `alphabet`, the empty one first.
std::vector<std::string> AllStrings(const std::vector<std::string>& alphabet,
                                    int max_length) {
  std::vector<std::string> all = {""};
  size_t first_of_length = 0;
  for (int length = 1; length <= max_length; ++length) {
    const size_t end = all.size();
    for (size_t i = first_of_length; i < end; ++i) {
      for (const std::string& letter : alphabet) all.push_back(all[i] + letter);
    }
    first_of_length = end;
  }
  return all;
}

// Compares every pattern on every text; all patterns are one set. Returns the
// number of pairs.
uint64_t CompareAll(const std::vector<JudgedPattern>& patterns,
                    const std::vector<std::string>& texts) {
  const auto set = BuildSet(patterns);
  uint64_t pairs = 0;
  int reports = 0;
  for (const std::string& text : texts) {
    const FoldedText folded = FoldedText::Fold(text);
    const TextScan scan(*set, folded);
    for (size_t i = 0; i < patterns.size(); ++i, ++pairs) {
      const bool agree = CoresOf(scan, static_cast<int>(i)) ==
                         patterns[i].judge.Cores(folded.chars());
      if (agree) continue;
      ADD_FAILURE() << SmallestDisagreement(patterns[i], text)
                           .value_or("only in a set of many patterns: " +
                                     ToTemplate(patterns[i].pattern) + " in " +
                                     Escaped(text));
      if (++reports == kMaxReports) return pairs;
    }
  }
  return pairs;
}

void ReportPairs(std::string_view what, uint64_t pairs) {
  std::cout << absl::StrFormat("%s: %d pairs of pattern and text compared\n",
                               what, pairs);
}

// ---- Literals ----

// A template of literal text and white space; null where it has no literal.
Pattern LiteralTemplate(std::string_view source) {
  const std::u32string chars = FoldLiteral(source, FoldMode::kFolded);
  if (chars.find_first_not_of(U' ') == chars.npos) return nullptr;
  return FromTemplate(source);
}

TEST(ExhaustiveTest, LiteralsOfUpToFiveInTextsOfUpToSixCharacters) {
  const std::vector<std::string> alphabet = {"a", "b", "好", "\u200B", " "};
  std::vector<JudgedPattern> patterns;
  for (const std::string& source : AllStrings(alphabet, 5)) {
    Pattern pattern = LiteralTemplate(source);
    if (pattern != nullptr) patterns.emplace_back(std::move(pattern));
  }
  const uint64_t pairs = CompareAll(patterns, AllStrings(alphabet, 6));
  ReportPairs("literals", pairs);
  EXPECT_GE(pairs, 70'000'000u);
}

TEST(ExhaustiveTest, FoldingAgreesOnAllTextsOfUpToSixCharacters) {
  const std::vector<std::string> alphabet = {"a", "好", "\u200B", " ",
                                             ".", "5",  "\u0301"};
  for (const std::string& text : AllStrings(alphabet, 6)) {
    const FoldedText folded = FoldedText::Fold(text);
    const std::vector<FoldedChar> judged = NaiveFold(text);
    ASSERT_EQ(folded.size(), judged.size()) << Escaped(text);
    for (uint32_t i = 0; i < folded.size(); ++i) {
      ASSERT_EQ(folded[i].value, judged[i].value) << Escaped(text);
      ASSERT_EQ(folded[i].traits, judged[i].traits) << Escaped(text) << i;
    }
  }
}

// ---- Trees ----

// A character with a combining mark is beyond these alphabets; what is here is
// every other construct, small enough to be worth a place in every tree.
std::vector<Pattern> Leaves() {
  const Pattern a = Literal(U"a");
  return {
      a,
      Literal(U"b"),
      Literal(U"好"),
      Space(),
      Sequence({a, WordEnding()}),
      ClauseGap(1),
      ClauseGap(2, Literal(U"b")),
      SentenceGap(),
      Slot("x"),
      TypedSlot("t", "ab?|好"),
      Anchor(AnchorNode::kClauseStart),
      Anchor(AnchorNode::kClauseEnd),
      Anchor(AnchorNode::kTextStart),
      Anchor(AnchorNode::kTextEnd),
  };
}

// All trees with exactly `size` leaves, each part of one optional or not.
std::vector<Pattern> AllTrees(int size) {
  std::vector<Pattern> trees;
  if (size == 1) {
    trees = Leaves();
  } else {
    for (int left = 1; left < size; ++left) {
      for (const Pattern& first : AllTrees(left)) {
        for (const Pattern& second : AllTrees(size - left)) {
          trees.push_back(Sequence({first, second}));
          if (left <= size - left) trees.push_back(Choice({first, second}));
        }
      }
    }
  }
  const size_t plain = trees.size();
  for (size_t i = 0; i < plain; ++i) trees.push_back(Option(trees[i]));
  return trees;
}

std::vector<JudgedPattern> Judged(const std::vector<Pattern>& trees) {
  std::vector<JudgedPattern> patterns;
  for (const Pattern& tree : trees) {
    if (!LacksLiteral(tree)) patterns.emplace_back(tree);
  }
  return patterns;
}

const std::vector<std::string> kTreeAlphabet = {"a", "b", "好", " ", "，", "."};

TEST(ExhaustiveTest, TreesOfUpToTwoLeavesInTextsOfUpToSixCharacters) {
  std::vector<Pattern> trees = AllTrees(1);
  for (const Pattern& tree : AllTrees(2)) trees.push_back(tree);
  const uint64_t pairs =
      CompareAll(Judged(trees), AllStrings(kTreeAlphabet, 6));
  ReportPairs("small trees", pairs);
  EXPECT_GE(pairs, 10'000'000u);
}

TEST(ExhaustiveTest, TreesOfThreeLeavesInTextsOfUpToFourCharacters) {
  const std::vector<std::string> texts = AllStrings(kTreeAlphabet, 4);
  constexpr size_t kPatternsOfOneSet = 2'000;
  const std::vector<Pattern> trees = AllTrees(3);
  uint64_t pairs = 0;
  for (size_t i = 0; i < trees.size() && !HasFailure();
       i += kPatternsOfOneSet) {
    const size_t end = std::min(trees.size(), i + kPatternsOfOneSet);
    pairs +=
        CompareAll(Judged({trees.begin() + static_cast<std::ptrdiff_t>(i),
                           trees.begin() + static_cast<std::ptrdiff_t>(end)}),
                   texts);
  }
  ReportPairs("trees of three leaves", pairs);
  EXPECT_GE(pairs, 50'000'000u);
}

}  // namespace
}  // namespace wanyan
