#include "report/label_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wanyan {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

LabelReport SmallReport() {
  const LabelCounts counts{.found = 2, .missed = 1, .falsely_found = 0};
  LabelReport report;
  report.replies = 4;
  report.all = counts;
  report.by_norm = {{"wording.cannot", counts}, {"wording.vague", {}}};
  report.by_locale = {{"zh-Hans", counts}};
  report.by_norm_and_locale = {{{"wording.cannot", "zh-Hans"}, counts}};
  return report;
}

LabelledReply Reply() {
  return {"zh-1", "zh-Hans", "退不了\x1b[2J", {}, "faulty", "bank"};
}

TEST(LabelReportTest, TableOfNormsAndLocales) {
  EXPECT_EQ(
      FormatLabelTable(SmallReport()),
      "norm                    labelled  found  missed  false  precision  "
      "recall     F1\n"
      "wording.cannot                 3      2       1      0      1.000   "
      "0.667  0.800\n"
      "wording.vague                  0      0       0      0          -       "
      "-      -\n"
      "\n"
      "norm and locale         labelled  found  missed  false  precision  "
      "recall     F1\n"
      "wording.cannot zh-Hans         3      2       1      0      1.000   "
      "0.667  0.800\n"
      "\n"
      "locale                  labelled  found  missed  false  precision  "
      "recall     F1\n"
      "zh-Hans                        3      2       1      0      1.000   "
      "0.667  0.800\n"
      "\n"
      "all                            3      2       1      0      1.000   "
      "0.667  0.800\n");
}

TEST(LabelReportTest, DetailsNameReplyNormAndRule) {
  LabelReport report;
  report.misses.push_back({Reply(), "wording.cannot", {"zh/a", "zh/b"}});
  report.false_findings.push_back({Reply(), "wording.vague", "zh/v", "退\t"});
  report.unchecked.push_back({Reply(), "too long"});
  EXPECT_EQ(FormatLabelDetails(report),
            "missed wording.cannot: zh-1 (zh-Hans, faulty, bank)\n"
            "  退不了␛[2J\n"
            "  found instead: zh/a, zh/b\n"
            "false wording.vague: zh-1 (zh-Hans, faulty, bank)\n"
            "  退不了␛[2J\n"
            "  zh/v found \"退      \"\n"
            "not checked: zh-1 (zh-Hans, faulty, bank)\n"
            "  too long\n");
  EXPECT_EQ(FormatLabelDetails(SmallReport()), "");
}

TEST(LabelReportTest, JsonHasEveryFigure) {
  LabelReport report = SmallReport();
  report.misses.push_back({Reply(), "wording.cannot", {}});
  report.norms_without_rule = {"wording.x"};
  const std::string json = FormatLabelJson(report);
  EXPECT_THAT(json, HasSubstr("\"replies\": 4,"));
  EXPECT_THAT(json, HasSubstr("\"recall\": 0.6667,"));
  EXPECT_THAT(json, HasSubstr("\"precision\": null,"));
  EXPECT_THAT(json, HasSubstr("\"text\": \"退不了\\u001b[2J\","));
  EXPECT_THAT(json, HasSubstr("\"norms_without_rule\": [\n    \"wording.x\""));
  EXPECT_THAT(json, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace wanyan
