#include "match/regex.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wanyan {
namespace {

bool Fits(const std::shared_ptr<const re2::RE2>& regex,
          const std::string& text) {
  return re2::RE2::FullMatch(text, *regex);
}

TEST(CompileRegexTest, FindsTheLongestMatch) {
  const auto regex = CompileRegex("foo|foobar");
  ASSERT_TRUE(regex.ok()) << regex.status();
  re2::StringPiece found;
  ASSERT_TRUE((*regex)->Match("foobar", 0, 6, re2::RE2::UNANCHORED, &found, 1));
  EXPECT_EQ(found.size(), 6u);
}

TEST(CompileRegexTest, CaseCountsInExactModeOnly) {
  EXPECT_TRUE(Fits(*CompileRegex("NO{2,}"), "noo"));
  EXPECT_FALSE(Fits(*CompileRegex("NO{2,}", FoldMode::kExact), "noo"));
  EXPECT_TRUE(Fits(*CompileRegex("NO{2,}", FoldMode::kExact), "NOO"));
}

TEST(CompileRegexTest, RefusesWhatIsNoExpressionAndSaysWhy) {
  for (const char* expression : {"(a", "a)", "[b-a]", "a**", "(?=a)", "\\1",
                                 "\xff", "((a{100}){100}){100}"}) {
    const auto regex = CompileRegex(expression);
    EXPECT_EQ(regex.status().code(), absl::StatusCode::kInvalidArgument)
        << expression;
    EXPECT_NE(regex.status().message(), "") << expression;
  }
}

TEST(CompileRegexTest, RefusesWhatFitsTheEmptyText) {
  for (const char* expression : {"a*", "", "^", "$", "a?|b", "(|b)"}) {
    EXPECT_EQ(CompileRegex(expression).status().code(),
              absl::StatusCode::kInvalidArgument)
        << expression;
  }
}

TEST(CompileRegexTest, RefusesWhatNeedsTooMuchMemory) {
  EXPECT_TRUE(CompileRegex("[a-z]{100}").ok());
  EXPECT_FALSE(CompileRegex("(\\pL{100}){10}").ok());
}

struct SlotCase {
  std::string name;
  std::vector<std::string> fits;
  std::vector<std::string> fits_not;
};

TEST(BuiltInSlotTest, FitsWhatItsNameSays) {
  const std::vector<SlotCase> cases = {
      {"number", {"5", "12", "3.5", "1,000"}, {"", "a", "5a", "."}},
      {"date", {"2024-05-01", "5月1日"}, {"", "a", "日"}},
      {"time", {"12:30", "9:05"}, {"", "a", ":"}},
      {"money", {"$25.50", "30 euros", "100元", "€5"}, {"", "me", "$"}},
      {"url", {"http://a.b/c", "https://example.com"}, {"", "a", "http"}},
  };
  for (const SlotCase& c : cases) {
    const auto slot = BuiltInSlot(c.name);
    ASSERT_NE(slot, nullptr) << c.name;
    for (const std::string& text : c.fits) {
      EXPECT_TRUE(Fits(slot, text)) << c.name << ' ' << text;
    }
    for (const std::string& text : c.fits_not) {
      EXPECT_FALSE(Fits(slot, text)) << c.name << ' ' << text;
    }
  }
}

TEST(BuiltInSlotTest, IsNullForOtherNames) {
  EXPECT_EQ(BuiltInSlot("task"), nullptr);
  EXPECT_EQ(BuiltInSlot(""), nullptr);
  EXPECT_EQ(BuiltInSlot("Number"), nullptr);
}

}  // namespace
}  // namespace wanyan
