#include "lint/lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/test_library.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "line: code", for each piece of advice on a book of these rules. The first
// rule stands in line 6.
std::vector<std::string> AdviceOn(const std::vector<std::string>& rules,
                                  std::string_view more_keys = "") {
  std::vector<std::string> lines;
  const auto library = MakeLibrary({BookText("zh-lint", rules, more_keys)});
  for (const Diagnostic& advice : Lint(*library)) {
    EXPECT_EQ(advice.severity, Diagnostic::Severity::kWarning);
    EXPECT_NE(advice.message, "");
    EXPECT_NE(advice.hint, "");
    EXPECT_NE(advice.source_line, "");
    EXPECT_GT(advice.position.column, 0);
    lines.push_back(
        absl::StrFormat("%d: %s", advice.position.line, advice.code));
  }
  return lines;
}

TEST(LintTest, SaysNothingOfAGoodBook) {
  EXPECT_THAT(AdviceOn({RuleText("a", R"(forbid: ["没办法[{x}]"], )"
                                      R"(rewrite: ["尽力{x|而为}"], )"
                                      R"(except: ["没办法不"])"),
                        RuleText("b", R"(forbid: ["不能"])")}),
              IsEmpty());
}

TEST(LintTest, RewriteThatAnotherRuleFinds) {
  const std::vector<std::string> rules = {
      RuleText("a", R"(forbid: ["没办法"], rewrite: ["不能做", "尽力"])"),
      RuleText("b", R"(forbid: ["不能"])")};
  EXPECT_THAT(AdviceOn(rules), ElementsAre("6: rewrite-breaks-rule"));
  const auto advice = Lint(*MakeLibrary({BookText("zh-lint", rules)}));
  EXPECT_THAT(advice.at(0).message, HasSubstr("zh-lint/b (\"不能\")"));
}

TEST(LintTest, RewriteThatIsOnlyHintedAtIsGood) {
  EXPECT_THAT(
      AdviceOn({RuleText("a", R"(forbid: ["没办法"], rewrite: ["不能做"])"),
                RuleText("b", R"(severity: hint, forbid: ["不能"])")}),
      IsEmpty());
}

TEST(LintTest, RewriteThatItsOwnRuleFinds) {
  EXPECT_THAT(AdviceOn({RuleText("a", R"(forbid: ["好"], rewrite: ["很好"])")}),
              ElementsAre("6: rewrite-breaks-rule"));
}

TEST(LintTest, SlotsOfARewriteStandForNoWords) {
  EXPECT_THAT(
      AdviceOn({RuleText("a", R"(forbid: ["别{好}"], rewrite: ["请勿{好}"])"),
                RuleText("b", R"(forbid: ["好"])")}),
      IsEmpty());
}

TEST(LintTest, RewriteOfAnotherBookOfTheProfile) {
  const auto library = MakeLibrary(
      {BookText("zh-a",
                {RuleText("a", R"(forbid: ["没办法"], rewrite: ["不能做"])")}),
       BookText("zh-b", {RuleText("b", R"(forbid: ["不能"])")})});
  EXPECT_EQ(Lint(*library).size(), 1u);
}

TEST(LintTest, ExampleWhoseRewriteIsNeverClean) {
  const std::string rule =
      R"({id: a, norm: n, message: m, forbid: ["左"], rewrite: ["下"], )"
      R"(examples: {flags: [左右], allows: [右]}})";
  EXPECT_THAT(AdviceOn({rule, RuleText("b", R"(forbid: ["下右"])")}),
              ElementsAre("6: rewrite-breaks-rule"));
}

TEST(LintTest, RulesThatRewriteIntoEachOther) {
  EXPECT_THAT(AdviceOn({RuleText("a", R"(forbid: ["东"], rewrite: ["西"])"),
                        RuleText("b", R"(forbid: ["西"], rewrite: ["东"])")}),
              ElementsAre("6: rewrite-breaks-rule", "7: rewrite-cycle",
                          "7: rewrite-breaks-rule"));
}

TEST(LintTest, TheSameTemplateFolded) {
  EXPECT_THAT(
      AdviceOn({RuleText("a", R"(forbid: ["没办法OK", "沒辦法ｏｋ"])")}),
      ElementsAre("6: duplicate-template"));
  EXPECT_THAT(AdviceOn({RuleText("a", R"(forbid: ["没[有]办法"])"),
                        RuleText("b", R"(forbid: ["没[有]辦法"])")}),
              ElementsAre("7: duplicate-template"));
}

TEST(LintTest, TheSameTemplateElsewhereIsAnotherMatter) {
  EXPECT_THAT(
      AdviceOn({RuleText("a", R"(forbid: ["没办法"])"),
                RuleText("b", R"(forbid: ["没办法"], match: exact)"),
                RuleText("c", R"(forbid: ["没办法"], locales: [zh-Hant])"),
                RuleText("d", R"(forbid: ["没办法"], unless: [quoted])"),
                RuleText("e", R"(forbid: ["没办法"], when: {labels: [vip]})")}),
      IsEmpty());
}

TEST(LintTest, ExceptionThatSharesNoCharacter) {
  EXPECT_THAT(AdviceOn({RuleText(
                  "a", R"(forbid: ["没办法"], except: ["不好", "法子"])")}),
              ElementsAre("6: exception-never-applies"));
}

TEST(LintTest, ExceptionsThatMayReachOtherCharacters) {
  EXPECT_THAT(
      AdviceOn(
          {RuleText("gap", R"(forbid: ["甲"], except: ["好{...}不"])"),
           RuleText("own-gap", R"(forbid: ["乙{x}乙"], except: ["好"])"),
           RuleText("regex", R"(forbid: ["丙"], except: [{regex: "好.不"}])")}),
      IsEmpty());
}

TEST(LintTest, ExpressionWithoutLiteralText) {
  EXPECT_THAT(AdviceOn({RuleText("a", R"(forbid: [{regex: "[0-9]{4,}"}])"),
                        RuleText("b", R"(forbid: [{regex: "call.*now"}])")}),
              ElementsAre("6: no-anchor"));
}

}  // namespace
}  // namespace wanyan
