#include "report/trial_report.h"

#include <gtest/gtest.h>

namespace wanyan {
namespace {

TEST(TrialReportTest, AHitHasItsPlaceAndIsNewOrKnown) {
  EXPECT_EQ(FormatTrialHit("a.txt:3", "我没办法\x1b", {{3, 12}, "", ""}),
            "a.txt:3, bytes 3-12: new\n"
            "  我没办法␛\n"
            "    ~~~~~~\n");
  EXPECT_EQ(FormatTrialHit("a.jsonl:3 x\ny turn 2", "没办法",
                           {{0, 9}, "zh/helpless", "wording.helpless"}),
            "a.jsonl:3 x␊y turn 2, bytes 0-9: known to zh/helpless "
            "(wording.helpless)\n"
            "  没办法\n"
            "  ~~~~~~\n");
}

TEST(TrialReportTest, CountsHitsAndRepliesAndWhatIsKnown) {
  EXPECT_EQ(
      FormatTrialCounts(
          {.replies = 30, .replies_hit = 2, .hits = 3, .known = 1, .shown = 3}),
      "3 hits in 2 of 30 replies: 2 new, 1 known to rules already\n");
  EXPECT_EQ(
      FormatTrialCounts(
          {.replies = 1, .replies_hit = 1, .hits = 2, .known = 0, .shown = 1}),
      "2 hits in 1 of 1 reply: 2 new, 0 known to rules already; 1 is "
      "shown\n");
}

}  // namespace
}  // namespace wanyan
