#include "rules/near_miss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_format.h"
#include "match/patterns.h"

namespace wanyan {
namespace {

// "matched|rest@core", the rest in front where it stands there; "" for none.
std::string MissOf(const Pattern& pattern, std::string_view reply) {
  const FoldedText text = FoldedText::Fold(reply);
  const auto miss = FindNearMiss(pattern, {}, text);
  if (!miss.has_value()) return "";
  const TextRange bytes = text.OriginalRange(miss->core);
  const std::string core(reply.substr(bytes.begin, bytes.size()));
  return miss->rest_is_first
             ? absl::StrFormat("%s|%s@%s", miss->rest, miss->matched, core)
             : absl::StrFormat("%s|%s@%s", miss->matched, miss->rest, core);
}

std::string MissOf(std::string_view source, std::string_view reply) {
  return MissOf(FromTemplate(source), reply);
}

TEST(NearMissTest, TheLongestBeginningThatMatches) {
  EXPECT_EQ(MissOf("我没[有]办法", "我没有时间"), "我没[有]|办法@我没有");
  EXPECT_EQ(MissOf("不能{..}只能", "不能退。只能换"), "不能{..}|只能@不能");
}

TEST(NearMissTest, TheLongestEndWhereThatIsLonger) {
  EXPECT_EQ(MissOf("你必须等", "您必须等"), "你|必须等@必须等");
}

TEST(NearMissTest, ABeginningBeforeAnEndOfOneLength) {
  EXPECT_EQ(MissOf("没办法", "没法"), "没|办法@没");
}

TEST(NearMissTest, WordsAreTakenWhole) {
  EXPECT_EQ(MissOf("we cannot help", "we can help"), "we cannot| help@help");
  EXPECT_EQ(MissOf("we cannot", "We do"), "we |cannot@We");
  EXPECT_EQ(MissOf("cannot", "can"), "");
}

TEST(NearMissTest, NothingOfTheTemplateMatches) {
  EXPECT_EQ(MissOf("没办法", "您好"), "");
  EXPECT_EQ(MissOf("没办法", ""), "");
  // A slot alone matches anything and says nothing.
  EXPECT_EQ(MissOf("{task}没办法", "您好"), "");
}

TEST(NearMissTest, AlternativesAtTheTopAreTemplatesOfTheirOwn) {
  EXPECT_EQ(MissOf("(没办法|做不到)", "我做不好"), "做不|到@做不");
  EXPECT_EQ(MissOf(Regex("no{2,}"), "no"), "");
}

TEST(NearMissTest, LongTemplatesAreTriedInPart) {
  std::string longer;
  for (size_t i = 0; i < 2 * kMaxPartsTried; ++i) longer += "好";
  const std::string miss = MissOf("不" + longer + "了", "不" + longer);
  EXPECT_THAT(miss, ::testing::HasSubstr("|好好"));
}

}  // namespace
}  // namespace wanyan
