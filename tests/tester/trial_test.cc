#include "tester/trial.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "engine/test_library.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::shared_ptr<const Library> BookWithNames() {
  return MakeLibrary(
      {BookText("zh-test", {RuleText("helpless", R"(forbid: ["没办法"])")},
                "slots: {code: \"[a-z]{2}\"}\n"
                "sets: {agent: [\"我[们]\"]}\n"
                "contexts: {asked: {after: [\"吗\"]}}\n")});
}

// "matched text" of each hit, with the rule that knows it.
std::vector<std::string> HitsOf(const TrialOptions& options,
                                std::string_view reply) {
  const auto library = BookWithNames();
  std::vector<Diagnostic> diagnostics;
  const auto trial = PhraseTrial::Prepare(*library, options, &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  std::vector<std::string> hits;
  if (trial == nullptr) return hits;
  for (const TrialHit& hit : trial->Try(reply, "zh-Hans")) {
    std::string text(reply.substr(hit.span.begin, hit.span.size()));
    if (!hit.known_rule.empty()) {
      absl::StrAppendFormat(&text, " %s %s", hit.known_rule, hit.known_norm);
    }
    hits.push_back(text);
  }
  return hits;
}

// What is wrong with a trial, as "place: code".
std::vector<std::string> MistakesOf(const TrialOptions& options) {
  const auto library = BookWithNames();
  std::vector<Diagnostic> diagnostics;
  EXPECT_EQ(PhraseTrial::Prepare(*library, options, &diagnostics), nullptr);
  std::vector<std::string> mistakes;
  for (const Diagnostic& diagnostic : diagnostics) {
    EXPECT_NE(diagnostic.hint, "");
    mistakes.push_back(PlaceOf(diagnostic) + ": " + diagnostic.code);
  }
  return mistakes;
}

TEST(TrialTest, AHitIsNewOrKnownToARule) {
  EXPECT_THAT(HitsOf({.phrase = "没(办法|时间)"}, "没时间，没辦法"),
              ElementsAre("没时间", "没辦法 zh-test/helpless test.helpless"));
  EXPECT_THAT(HitsOf({.phrase = "没法"}, "没办法"), IsEmpty());
  EXPECT_THAT(HitsOf({.phrase = "没法"}, ""), IsEmpty());
}

TEST(TrialTest, UsesTheNamesOfABook) {
  EXPECT_THAT(HitsOf({.phrase = "<agent>没{code}", .phrasebook = "zh-test"},
                     "我们没ab"),
              ElementsAre("我们没"));
  EXPECT_THAT(HitsOf({.phrase = "没法",
                      .phrasebook = "zh-test",
                      .unless = {"asked", "quoted"}},
                     "没法吗，“没法”，没法"),
              ElementsAre("没法"));
}

TEST(TrialTest, ComparesAsARuleWould) {
  EXPECT_THAT(HitsOf({.phrase = "OK", .match = FoldMode::kExact}, "ok OK"),
              ElementsAre("OK"));
  EXPECT_THAT(HitsOf({.phrase = "搞定", .match = FoldMode::kTolerant}, "搞*定"),
              ElementsAre("搞*定"));
}

TEST(TrialTest, RepliesOfOtherLanguagesAreTriedToo) {
  const auto library = BookWithNames();
  std::vector<Diagnostic> diagnostics;
  const auto trial =
      PhraseTrial::Prepare(*library, {.phrase = "no way"}, &diagnostics);
  ASSERT_NE(trial, nullptr);
  EXPECT_THAT(trial->Try("No way.", "en"), SizeIs(1));
  EXPECT_THAT(trial->Try("No way.", ""), SizeIs(1));
}

TEST(TrialTest, MistakesAreToldWithTheirPlace) {
  EXPECT_THAT(MistakesOf({.phrase = "没<agent>"}),
              ElementsAre("PHRASE:1:2: undefined-set"));
  EXPECT_THAT(MistakesOf({.phrase = "[没]"}),
              ElementsAre("PHRASE:1:1: no-literal"));
  EXPECT_THAT(MistakesOf({.phrase = ""}), Not(IsEmpty()));
  EXPECT_THAT(MistakesOf({.phrase = "没", .phrasebook = "zh-tset"}),
              ElementsAre("PHRASE: unknown-phrasebook"));
  EXPECT_THAT(MistakesOf({.phrase = "没", .unless = {"asked"}}),
              ElementsAre("PHRASE: undefined-context"));
}

}  // namespace
}  // namespace wanyan
