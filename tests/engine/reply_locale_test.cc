#include "engine/reply_locale.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/test_library.h"

namespace wanyan {
namespace {

std::string LocaleOf(std::string_view reply, std::string_view locale,
                     const std::vector<std::string>& turns,
                     const std::string& default_locale) {
  const auto library =
      MakeLibrary({BookText("zh-a", {RuleText("r", R"(forbid: ["没办法"])")})},
                  default_locale);
  CheckRequest request;
  request.reply = reply;
  request.locale = locale;
  for (const std::string& turn : turns) request.turns.push_back({.text = turn});
  return ChooseLocale(request, *library).value_or("refused");
}

constexpr char kEnglish[] =
    "Where is the parcel that I have ordered last week?";
constexpr char kEstonian[] =
    "Kus on minu pakk, mille ma eelmisel nädalal tellisin?";
constexpr char kSimplified[] = "请问我的快递什么时候能到？";
constexpr char kTraditional[] = "請問我的快遞什麼時候能到？";

TEST(ReplyLocaleTest, TheCallersGoesFirst) {
  EXPECT_EQ(LocaleOf(kEnglish, "et-EE", {kSimplified}, "zh-Hans"), "et-EE");
  EXPECT_EQ(LocaleOf(kTraditional, "zh-CN", {}, ""), "zh-Hans-CN");
  EXPECT_EQ(LocaleOf(kEnglish, "x_", {}, "en"), "refused");
}

TEST(ReplyLocaleTest, ThenTheReplys) {
  EXPECT_EQ(LocaleOf(kSimplified, "", {kEnglish}, "en"), "zh-Hans");
  EXPECT_EQ(LocaleOf(kTraditional, "", {kEnglish}, "en"), "zh-Hant");
  EXPECT_EQ(LocaleOf(kEnglish, "", {kSimplified}, "zh-Hans"), "en");
  EXPECT_EQ(LocaleOf(kEstonian, "", {}, "zh-Hans"), "et");
}

TEST(ReplyLocaleTest, ThenTheLatestTurnsThatTells) {
  EXPECT_EQ(LocaleOf("OK", "", {kEstonian, kEnglish, "OK"}, "zh-Hans"), "en");
  EXPECT_EQ(LocaleOf("OK", "", {kEnglish, kEstonian}, "zh-Hans"), "et");
}

TEST(ReplyLocaleTest, ThenTheDefault) {
  EXPECT_EQ(LocaleOf("OK", "", {"OK"}, "et"), "et");
  EXPECT_EQ(LocaleOf("12", "", {}, "zh-Hant"), "zh-Hant");
}

TEST(ReplyLocaleTest, WordsThatCannotBeChineseAreNot) {
  constexpr char kUnknown[] = "Zxqv wrtpl mnbgh.";
  EXPECT_EQ(LocaleOf(kUnknown, "", {}, "zh-Hans"), "und");
  EXPECT_EQ(LocaleOf(kUnknown, "", {}, "en"), "en");
  EXPECT_EQ(LocaleOf("Zxqv wrtpl", "", {}, "zh-Hans"), "zh-Hans");
  EXPECT_EQ(LocaleOf("Zxqv wrtpl mnbgh 好", "", {}, "zh-Hans"), "zh-Hans");
}

TEST(ReplyLocaleTest, ThenNone) {
  EXPECT_EQ(LocaleOf("12", "", {"34"}, ""), "und");
}

TEST(ReplyLocaleTest, TheScriptOfChineseIsTheReplysThenTheTurns) {
  EXPECT_EQ(LocaleOf("請", "zh", {kSimplified}, ""), "zh-Hant");
  EXPECT_EQ(LocaleOf("好", "zh", {kTraditional, "好"}, ""), "zh-Hant");
  EXPECT_EQ(LocaleOf("好", "zh", {kTraditional, kSimplified}, ""), "zh-Hans");
  EXPECT_EQ(LocaleOf("好", "zh", {}, "zh-Hant"), "zh-Hant");
  EXPECT_EQ(LocaleOf("好", "zh", {}, "en"), "zh-Hans");
}

}  // namespace
}  // namespace wanyan
