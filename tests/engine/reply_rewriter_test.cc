#include "engine/reply_rewriter.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace wanyan {
namespace {

// A made-up check: each word is a rule that finds all its places and suggests
// the alternatives.
using Rules = std::vector<std::pair<std::string, std::vector<std::string>>>;

Suggestion Phrase(TextRange span, std::string replacement) {
  Suggestion suggestion;
  suggestion.span = span;
  suggestion.replacement = std::move(replacement);
  return suggestion;
}

std::vector<Finding> Find(const Rules& rules, std::string_view text) {
  std::map<size_t, Finding> by_place;
  for (const auto& [word, alternatives] : rules) {
    for (size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + word.size())) {
      Finding finding;
      finding.rule = word;
      finding.span = {static_cast<uint32_t>(at),
                      static_cast<uint32_t>(at + word.size())};
      for (const std::string& alternative : alternatives) {
        finding.suggestions.push_back(Phrase(finding.span, alternative));
      }
      by_place.emplace(at, std::move(finding));
    }
  }
  std::vector<Finding> findings;
  for (auto& [place, finding] : by_place) findings.push_back(finding);
  return findings;
}

struct Rewritten {
  RewriteOutcome outcome;
  int rechecks = 0;
};

Rewritten Rewrite(const Rules& rules, std::string_view reply) {
  Rewritten rewritten;
  rewritten.outcome =
      RewriteReply(reply, Find(rules, reply), [&](std::string_view text) {
        ++rewritten.rechecks;
        return std::optional(Find(rules, text));
      });
  return rewritten;
}

TEST(ReplyRewriterTest, NothingToMend) {
  const Rewritten rewritten = Rewrite({{"bad", {"good"}}}, "fine");
  EXPECT_EQ(rewritten.outcome.rewrite, std::nullopt);
  EXPECT_EQ(rewritten.outcome.reason, RewriteReason::kNone);
  EXPECT_EQ(rewritten.rechecks, 0);
}

TEST(ReplyRewriterTest, MendsAllFindingsAtOnce) {
  const Rewritten rewritten =
      Rewrite({{"bad", {"good"}}, {"ugly", {"pretty"}}}, "bad, ugly, bad");
  EXPECT_EQ(rewritten.outcome.rewrite, "good, pretty, good");
  EXPECT_EQ(rewritten.rechecks, 1);
}

TEST(ReplyRewriterTest, GoesOnToAlternativesWhereTheyAreNeeded) {
  // Twenty places, each with a first alternative that does not pass.
  std::string reply, expected;
  for (int i = 0; i < 20; ++i) {
    reply += "bad, ";
    expected += "good, ";
  }
  const Rewritten rewritten =
      Rewrite({{"bad", {"worse", "worst", "good"}}, {"wors", {}}}, reply);
  EXPECT_EQ(rewritten.outcome.rewrite, expected);
  EXPECT_EQ(rewritten.rechecks, 3);
}

TEST(ReplyRewriterTest, LeavesGoodFirstAlternativesAlone) {
  EXPECT_EQ(
      Rewrite({{"bad", {"good", "fine"}}, {"a!", {}}, {"ugly", {"a", "b"}}},
              "bad, ugly!")
          .outcome.rewrite,
      "good, b!");
}

TEST(ReplyRewriterTest, TriesNeighboursInEveryCombination) {
  EXPECT_EQ(Rewrite({{"A", {"1", "2"}},
                     {"B", {"1", "2"}},
                     {"11", {}},
                     {"12", {}},
                     {"21", {}}},
                    "AB")
                .outcome.rewrite,
            "22");
}

TEST(ReplyRewriterTest, MendsWhatARewriteBroke) {
  EXPECT_EQ(Rewrite({{"a", {"b"}}, {"b", {"c"}}}, "a.").outcome.rewrite, "c.");
}

TEST(ReplyRewriterTest, AlternativesGoBeforeMendingInTurn) {
  EXPECT_EQ(Rewrite({{"a", {"b", "d"}}, {"b", {"c"}}}, "a").outcome.rewrite,
            "d");
}

TEST(ReplyRewriterTest, GivesUpOnACycle) {
  const Rewritten rewritten = Rewrite({{"a", {"b"}}, {"b", {"a"}}}, "a");
  EXPECT_EQ(rewritten.outcome.rewrite, std::nullopt);
  EXPECT_EQ(rewritten.outcome.reason, RewriteReason::kNotClean);
  EXPECT_LE(rewritten.rechecks, kMaxRechecks);
}

TEST(ReplyRewriterTest, ChecksNoMoreOftenThanItsBound) {
  Rules rules;
  for (char c = 'a'; c <= 'j'; ++c) {
    rules.push_back({std::string(1, c), {"a", "b", "c", "d", "e"}});
  }
  const Rewritten rewritten = Rewrite(rules, "abcdefghij");
  EXPECT_EQ(rewritten.outcome.reason, RewriteReason::kNotClean);
  EXPECT_LE(rewritten.rechecks, kMaxRechecks);
}

TEST(ReplyRewriterTest, ATextThatCannotBeCheckedIsNotClean) {
  const Rules rules = {{"a", {"b", "c"}}};
  const auto outcome = RewriteReply(
      "a", Find(rules, "a"),
      [](std::string_view text) -> std::optional<std::vector<Finding>> {
        if (text == "b") return std::nullopt;
        return std::vector<Finding>();
      });
  EXPECT_EQ(outcome.rewrite, "c");
}

TEST(ReplyRewriterTest, LeavesHintsAsTheyAre) {
  std::vector<Finding> findings = Find({{"a", {"b"}}}, "a");
  findings[0].severity = Severity::kInfo;
  const auto never =
      [](std::string_view) -> std::optional<std::vector<Finding>> {
    ADD_FAILURE() << "nothing to check";
    return std::nullopt;
  };
  EXPECT_EQ(RewriteReply("a", findings, never).rewrite, std::nullopt);
}

TEST(ReplyRewriterTest, SaysWhyThereIsNone) {
  const auto reason_with = [](auto change) {
    std::vector<Finding> findings = Find({{"a", {"b", "c"}}}, "a");
    for (Suggestion& suggestion : findings[0].suggestions) {
      suggestion.applicable = false;
      change(suggestion);
    }
    return RewriteReply("a", findings,
                        [](std::string_view) {
                          return std::optional(std::vector<Finding>());
                        })
        .reason;
  };
  EXPECT_EQ(Rewrite({{"a", {}}}, "a").outcome.reason,
            RewriteReason::kNoSuggestion);
  EXPECT_EQ(reason_with([](Suggestion& s) { s.needs_input = true; }),
            RewriteReason::kNeedsInput);
  EXPECT_EQ(reason_with([](Suggestion& s) { s.loses_fact = true; }),
            RewriteReason::kLosesFact);
  EXPECT_EQ(reason_with([](Suggestion&) {}), RewriteReason::kNotSafe);
}

}  // namespace
}  // namespace wanyan
