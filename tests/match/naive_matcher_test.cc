#include "match/naive_matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "match/match_case.h"
#include "match/naive_folder.h"
#include "match/patterns.h"
#include "text/utf8.h"

// Who judges the judge: the examples of phrasebooks/README.md, by hand.

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

std::string TextOf(FoldedChars text, TextRange range) {
  std::string utf8;
  for (const FoldedChar& c : text.subspan(range.begin, range.size())) {
    AppendUtf8(c.value & ~kAltered, &utf8);
  }
  return utf8;
}

std::vector<std::string> CoresOf(const NaiveMatcher& matcher,
                                 std::string_view text) {
  const std::vector<FoldedChar> folded = NaiveFold(text);
  std::vector<std::string> cores;
  for (TextRange core : matcher.Cores(folded)) {
    cores.push_back(TextOf(folded, core));
  }
  return cores;
}

TEST(NaiveMatcherTest, FindsWhatTheFormatsPageSays) {
  for (const MatchCase& c : DocumentedMatches()) {
    const NaiveMatcher matcher(FromTemplate(c.pattern));
    EXPECT_THAT(CoresOf(matcher, c.text), ElementsAreArray(c.cores))
        << c.pattern << " in " << Escaped(c.text);
  }
}

TEST(NaiveMatcherTest, LeavesTrailingParticlesOutOfASlot) {
  const NaiveMatcher matcher(Sequence({Literal(U"没法"), Slot("task")}),
                             {U"了", U"啊"});
  const std::vector<FoldedChar> text = NaiveFold("没法处理了啊。");
  const std::vector<NaiveDerivation> found = matcher.Derivations(text);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(TextOf(text, found[0].steps[1].chars), "处理");
}

TEST(NaiveMatcherTest, FindsNoSlotInParticlesAlone) {
  const NaiveMatcher matcher(Sequence({Literal(U"没法"), Slot("task")}),
                             {U"了"});
  EXPECT_THAT(CoresOf(matcher, "没法了。"), IsEmpty());
}

TEST(NaiveMatcherTest, AMaskedCharacterIsNoLiteral) {
  const NaiveMatcher matcher(
      Sequence({Literal(U"a"), ClauseGap(3), Literal(U"b")}));
  std::vector<FoldedChar> text = NaiveFold("a a b");
  EXPECT_THAT(matcher.Cores(text),
              ElementsAre(TextRange{0, 5}, TextRange{2, 5}));
  text[2].traits |= kMaskedChar;
  EXPECT_THAT(matcher.Cores(text), ElementsAre(TextRange{0, 5}));
}

TEST(NaiveMatcherTest, ASlotHoldsAtMost64Characters) {
  const NaiveMatcher matcher(Sequence({Literal(U"好"), Slot("x")}));
  std::string text = "好";
  for (int i = 0; i < SlotNode::kMaxChars; ++i) text += "人";
  EXPECT_THAT(CoresOf(matcher, text), ElementsAre("好"));
  EXPECT_THAT(CoresOf(matcher, text + "人"), IsEmpty());
}

TEST(NaiveMatcherTest, PrefersAnOptionToItsAbsence) {
  const NaiveMatcher matcher(Sequence({Literal(U"没"), Option(Slot("x"))}));
  const std::vector<FoldedChar> text = NaiveFold("没人");
  const std::vector<NaiveDerivation> found = matcher.Derivations(text);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].whole, (TextRange{0, 2}));
  EXPECT_EQ(found[1].whole, (TextRange{0, 1}));
}

TEST(NaiveMatcherTest, PrefersShortInnerAndLongOuterSlots) {
  const NaiveMatcher matcher(
      Sequence({Slot("x"), Literal(U"的"), Slot("y"), Literal(U"是")}));
  const std::vector<FoldedChar> text = NaiveFold("甲乙的丙是");
  const std::vector<NaiveDerivation> found = matcher.Derivations(text);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].whole, (TextRange{0, 5}));
}

TEST(NaiveMatcherTest, FindsTheMatchesOfARegularExpressionOneAfterAnother) {
  EXPECT_THAT(CoresOf(NaiveMatcher(Regex("no{2,}")), "Nooooo no noo"),
              ElementsAre("nooooo", "noo"));
  EXPECT_THAT(CoresOf(NaiveMatcher(Regex("好|好的")), "好的好"),
              ElementsAre("好的", "好"));
}

TEST(NaiveMatcherTest, CountsReadingsUpToALimit) {
  const Pattern two = Choice({Literal(U"a"), Literal(U"b")});
  EXPECT_EQ(CountReadings(Sequence({two, two, two}), 100), 8u);
  EXPECT_EQ(CountReadings(Sequence({two, two, two}), 5), 5u);
}

}  // namespace
}  // namespace wanyan
