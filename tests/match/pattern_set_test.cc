#include "match/pattern_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/match_case.h"
#include "match/patterns.h"
#include "match/text_scan.h"
#include "phrasebook/template_parser.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Pair;

std::shared_ptr<const PatternSet> SetOf(const std::vector<Pattern>& patterns,
                                        const PatternOptions& options = {}) {
  PatternSetBuilder builder;
  for (const Pattern& pattern : patterns) builder.Add(pattern, options);
  auto set = std::move(builder).Build();
  EXPECT_TRUE(set.ok()) << set.status();
  return *std::move(set);
}

std::string TextOf(const FoldedText& text, TextRange chars) {
  const uint32_t begin = text.Utf8Offset(chars.begin);
  return text.utf8().substr(begin, text.Utf8Offset(chars.end) - begin);
}

// The folded cores of `pattern` in `text`.
std::vector<std::string> CoresIn(std::string_view text, const Pattern& pattern,
                                 const PatternOptions& options = {}) {
  const auto set = SetOf({pattern}, options);
  const FoldedText folded = FoldedText::Fold(text, options.mode);
  const TextScan scan(*set, folded, options.mode);
  std::vector<std::string> cores;
  for (const Candidate& candidate : scan.Of(0)) {
    cores.push_back(TextOf(folded, candidate.core));
  }
  return cores;
}

std::string Times(int count, std::string_view text) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

TEST(PatternSetTest, FindsWhatTheFormatsPageSays) {
  for (const MatchCase& c : DocumentedMatches()) {
    EXPECT_THAT(CoresIn(c.text, FromTemplate(c.pattern)),
                ElementsAreArray(c.cores))
        << c.pattern << " in " << Escaped(c.text);
  }
}

TEST(PatternSetTest, FindsLiteralTextAtBothEndsAndBesideWideCharacters) {
  const std::vector<MatchCase> cases = {
      {"好", "好", {"好"}},
      {"好", "好好", {"好", "好"}},
      {"好", "😀好👨‍👩‍👧", {"好"}},
      {"好", "", {}},
      {"ok", "ok\r\nok", {"ok", "ok"}},
      {"a", "á a", {"a"}},
      {"好", "好\u0301", {}},
      {"好好", "好好好", {"好好", "好好"}},
  };
  for (const MatchCase& c : cases) {
    EXPECT_THAT(CoresIn(c.text, FromTemplate(c.pattern)),
                ElementsAreArray(c.cores))
        << c.pattern << " in " << Escaped(c.text);
  }
}

TEST(PatternSetTest, FindsNoLiteralInAMask) {
  const std::vector<MatchCase> cases = {
      {"办法", "见 http://a.b/c办法", {"办法"}},
      {"problem", "see http://a.b/problem", {}},
      {"test", "mail test@example.com", {}},
      {"must", "`must`", {}},
      {"订单", "[订单号]", {}},
      {"name", "{name} {{name}}", {}},
      {"s", "%s", {}},
      {"看{...}吧", "看 http://a.b/c?d,e 吧", {}},
      {"看{...20}吧", "看 http://a.b/c?d,e 吧", {"看 http://a.b/c?d,e 吧"}},
      {"看{x}吧", "看 http://a.b/c?d,e 吧", {"看 http://a.b/c?d,e 吧"}},
      {"看 {url}", "看 http://a.b/c", {"看"}},
  };
  for (const MatchCase& c : cases) {
    EXPECT_THAT(CoresIn(c.text, FromTemplate(c.pattern)),
                ElementsAreArray(c.cores))
        << c.pattern << " in " << Escaped(c.text);
  }
}

TEST(PatternSetTest, ASlotInFrontHoldsWhateverComesBetween) {
  const std::vector<MatchCase> cases = {
      {"{code} can", "ab1234 can", {"can"}},
      {"{code}[x] can", "ab1234 can", {"can"}},
      {"{code}[个] can", "ab1234个 can", {"个 can"}},
      {"{code}[ x] can", "ab1234 can", {"can"}},
      {"{code}{...3} can", "ab1234 we can", {"can"}},
      {"{a}{a} can", "呀呀 can", {"can"}},
      {"{a}[x]{a} can", "呀呀 can", {"can"}},
      {"好{code} {..}", "好ab1234x", {}},
  };
  for (const MatchCase& c : cases) {
    EXPECT_THAT(CoresIn(c.text, FromTemplate(c.pattern)),
                ElementsAreArray(c.cores))
        << c.pattern << " in " << Escaped(c.text);
  }
}

TEST(PatternSetTest, AGapIsAsLongAsItSaysAndNoLonger) {
  const Pattern twelve = FromTemplate("不{...}好");
  EXPECT_THAT(CoresIn("不" + Times(12, "人") + "好", twelve),
              ElementsAre("不" + Times(12, "人") + "好"));
  EXPECT_THAT(CoresIn("不" + Times(13, "人") + "好", twelve), IsEmpty());

  const Pattern sentence = FromTemplate("不{..}好");
  const int most = GapNode::kMaxSentenceChars;
  EXPECT_EQ(CoresIn("不" + Times(most, "人") + "好", sentence).size(), 1u);
  EXPECT_THAT(CoresIn("不" + Times(most + 1, "人") + "好", sentence),
              IsEmpty());
}

TEST(PatternSetTest, ASlotHoldsUpTo64Characters) {
  const Pattern inner = FromTemplate("不{x}好");
  const Pattern outer = FromTemplate("不{x}");
  const std::string most = Times(SlotNode::kMaxChars, "人");
  EXPECT_EQ(CoresIn("不" + most + "好", inner).size(), 1u);
  EXPECT_THAT(CoresIn("不" + most + "人好", inner), IsEmpty());
  EXPECT_THAT(CoresIn("不" + most, outer), ElementsAre("不"));
  EXPECT_THAT(CoresIn("不" + most + "人", outer), IsEmpty());
}

TEST(PatternSetTest, AWordEndingHasUpTo64Characters) {
  const Pattern pattern = FromTemplate("no*");
  EXPECT_EQ(CoresIn("no" + Times(kMaxWordEnding, "n"), pattern).size(), 1u);
  EXPECT_THAT(CoresIn("no" + Times(kMaxWordEnding + 1, "n"), pattern),
              IsEmpty());
}

TEST(PatternSetTest, ExactComparesCodePointsAsTheyAre) {
  PatternOptions exact;
  exact.mode = FoldMode::kExact;
  const Pattern ok = Literal(U"OK");
  EXPECT_THAT(CoresIn("OK吗", ok, exact), ElementsAre("OK"));
  EXPECT_THAT(CoresIn("ok吗", ok, exact), IsEmpty());
  EXPECT_THAT(CoresIn("ＯＫ吗", ok, exact), IsEmpty());
}

TEST(PatternSetTest, TolerantSkipsPunctuationAndRepetition) {
  PatternOptions tolerant;
  tolerant.mode = FoldMode::kTolerant;
  const Pattern done = Literal(U"搞定");
  EXPECT_THAT(CoresIn("搞*定", done, tolerant), ElementsAre("搞定"));
  EXPECT_THAT(CoresIn("搞搞定定", done, tolerant), ElementsAre("搞定"));
  EXPECT_THAT(CoresIn("搞，定", done, tolerant), IsEmpty());
}

TEST(PatternSetTest, ReportsCandidatesByPatternAndPlaceEachOnce) {
  const auto set = SetOf(
      {FromTemplate("好[的]"), FromTemplate("(的|的)"), FromTemplate("没")});
  const FoldedText text = FoldedText::Fold("好的好");
  const TextScan scan(*set, text);
  std::vector<std::pair<int, TextRange>> found;
  for (const Candidate& c : scan.candidates()) {
    found.emplace_back(c.pattern, c.core);
  }
  EXPECT_THAT(found,
              ElementsAre(Pair(0, TextRange{0, 1}), Pair(0, TextRange{0, 2}),
                          Pair(0, TextRange{2, 3}), Pair(1, TextRange{1, 2})));
}

TEST(PatternSetTest, ScansOnlyForThePatternsOfTheMode) {
  PatternSetBuilder builder;
  builder.Add(Literal(U"ok"), {});
  PatternOptions exact;
  exact.mode = FoldMode::kExact;
  builder.Add(Literal(U"OK"), exact);
  const auto set = *std::move(builder).Build();
  EXPECT_TRUE(set->Uses(FoldMode::kFolded));
  EXPECT_TRUE(set->Uses(FoldMode::kExact));
  EXPECT_FALSE(set->Uses(FoldMode::kTolerant));

  const FoldedText folded = FoldedText::Fold("OK");
  const TextScan scan(*set, folded);
  EXPECT_EQ(scan.Of(0).size(), 1u);
  EXPECT_EQ(scan.Of(1).size(), 0u);
}

TEST(PatternSetTest, AnEmptySetFindsNothing) {
  const auto set = SetOf({});
  const FoldedText text = FoldedText::Fold("没办法");
  EXPECT_THAT(TextScan(*set, text).candidates(), IsEmpty());
  EXPECT_FALSE(set->Uses(FoldMode::kFolded));
}

TEST(PatternSetTest, RefusesAPatternThatUnfoldsTooFar) {
  Pattern pattern = Literal(U"好人");
  for (int i = 0; i < 20; ++i) pattern = Sequence({pattern, pattern});
  PatternSetBuilder builder;
  builder.Add(Literal(U"好"), {});
  builder.Add(pattern, {});
  const auto set = std::move(builder).Build();
  EXPECT_EQ(set.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(set.status().message()), ::testing::HasSubstr("1"));
}

TEST(PatternSetTest, ReportsAtMost1000MatchesOfARegularExpression) {
  const auto set = SetOf({Regex("好")});
  const FoldedText most = FoldedText::Fold(Times(kMaxRegexMatches, "好"));
  EXPECT_FALSE(TextScan(*set, most).truncated());
  const FoldedText more = FoldedText::Fold(Times(kMaxRegexMatches + 1, "好"));
  const TextScan scan(*set, more);
  EXPECT_TRUE(scan.truncated());
  EXPECT_EQ(scan.Of(0).size(), static_cast<size_t>(kMaxRegexMatches));
}

// ---- Resolve ----

struct ResolveCase {
  std::string pattern;
  std::string text;
  std::string extent;
  std::vector<std::pair<std::string, std::string>> captures;
};

TEST(TextScanTest, ResolvesSlotsAndExtent) {
  PatternOptions options;
  options.particles = {U"了", U"啊"};
  const std::vector<ResolveCase> cases = {
      {"没法[{task}]",
       "我没法处理退款了。",
       "没法处理退款",
       {{"task", "处理退款"}}},
      {"没法[{task}]", "我没法了。", "没法", {}},
      {"{who}必须{what}",
       "您必须马上去！",
       "您必须马上去",
       {{"who", "您"}, {"what", "马上去"}}},
      {"帮{a}查{b}吗", "帮我查查吗", "帮我查查吗", {{"a", "我"}, {"b", "查"}}},
      {"code {code} ok",
       "code AB1234 ok",
       "code ab1234 ok",
       {{"code", "ab1234"}}},
      {"you must {task}",
       "you must call Bob, now",
       "you must call bob",
       {{"task", "call bob"}}},
  };
  for (const ResolveCase& c : cases) {
    const auto set = SetOf({FromTemplate(c.pattern)}, options);
    const FoldedText text = FoldedText::Fold(c.text);
    TextScan scan(*set, text);
    ASSERT_FALSE(scan.candidates().empty()) << c.pattern << " in " << c.text;
    const Match match = scan.Resolve(0, scan.candidates().front().core);
    std::vector<std::pair<std::string, std::string>> captures;
    for (const Match::Capture& capture : match.captures) {
      captures.emplace_back(capture.slot, TextOf(text, capture.chars));
    }
    EXPECT_EQ(TextOf(text, match.extent), c.extent) << c.pattern;
    EXPECT_THAT(captures, ElementsAreArray(c.captures)) << c.pattern;
  }
}

TEST(TextScanTest, TakesTheParticlesBehindAnEndSlot) {
  PatternOptions options;
  options.particles = {U"了", U"啊"};
  const auto set = SetOf({FromTemplate("没法[{task}]")}, options);
  for (const char* reply : {"我没法处理了啊。", "我没法了啊。"}) {
    const FoldedText text = FoldedText::Fold(reply);
    TextScan scan(*set, text);
    ASSERT_EQ(scan.candidates().size(), 1u);
    const Match match = scan.Resolve(0, scan.candidates().front().core);
    EXPECT_TRUE(match.ends_with_slot);
    EXPECT_FALSE(match.slot_overflow);
    EXPECT_EQ(match.extent_with_particles.end, text.size() - 1) << reply;
  }
}

TEST(TextScanTest, SaysThatAnEndSlotWasTooLong) {
  const auto set = SetOf({FromTemplate("没法[{task}]")});
  const FoldedText text =
      FoldedText::Fold("没法" + Times(SlotNode::kMaxChars + 1, "人"));
  TextScan scan(*set, text);
  ASSERT_EQ(scan.candidates().size(), 1u);
  const Match match = scan.Resolve(0, scan.candidates().front().core);
  EXPECT_TRUE(match.slot_overflow);
  EXPECT_EQ(TextOf(text, match.extent), "没法");
}

absl::Status BuildLiteralOf(size_t chars) {
  PatternSetBuilder builder;
  builder.Add(MakePattern(LiteralNode{std::u32string(chars, U'a')}),
              {.owner = "book/rule"});
  return std::move(builder).Build().status();
}

TEST(PatternSetTest, AMatchIsBoundedAndTheErrorNamesTheOwner) {
  EXPECT_TRUE(BuildLiteralOf(2000).ok());
  const absl::Status too_long = BuildLiteralOf(2001);
  EXPECT_EQ(too_long.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(too_long.message()),
              ::testing::HasSubstr("book/rule"));
}

// {x}{y}{z}{x} in a long text is more than the search for equal captures may
// take; the scan must not pass for a complete one.
TEST(PatternSetTest, ASearchThatIsCutIsTold) {
  const auto slot = [](const char* name) {
    return MakePattern(SlotNode{name, nullptr});
  };
  const Pattern pattern = MakePattern(
      SequenceNode{{MakePattern(LiteralNode{U"好"}), slot("x"), slot("y"),
                    slot("z"), slot("x"), MakePattern(LiteralNode{U"坏"})}});
  const auto set = SetOf({pattern});
  std::string reply = "好";
  for (char32_t c = 0x5000; c < 0x5096; ++c) AppendUtf8(c, &reply);
  const FoldedText text = FoldedText::Fold(reply + "坏");
  const TextScan scan(*set, text);
  EXPECT_TRUE(scan.truncated());
}

}  // namespace
}  // namespace wanyan
