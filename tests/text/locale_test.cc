#include "text/locale.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace wanyan {
namespace {

TEST(LocaleTest, NormalizesTags) {
  struct Case {
    std::string tag;
    std::optional<std::string> normal;
  };
  for (const Case& c : {
           Case{"zh", "zh"},
           Case{"zh-CN", "zh-Hans-CN"},
           Case{"zh-SG", "zh-Hans-SG"},
           Case{"zh-TW", "zh-Hant-TW"},
           Case{"zh-hk", "zh-Hant-HK"},
           Case{"zh_MO", "zh-Hant-MO"},
           Case{"zh-Hant-CN", "zh-Hant-CN"},
           Case{"ZH_hant", "zh-Hant"},
           Case{"zh-cmn-Hans", "zh-Hans"},
           Case{"zh-US", "zh-US"},
           Case{"et-EE", "et-EE"},
           Case{"EN-us", "en-US"},
           Case{"es-419", "es-419"},
           Case{"sr-latn-rs", "sr-Latn-RS"},
           Case{"yue", "yue"},
           Case{"de-DE-1996-x-private", "de-DE"},
           Case{"de-1996", "de"},
           Case{"", std::nullopt},
           Case{"e", std::nullopt},
           Case{"english", std::nullopt},
           Case{"zh-", std::nullopt},
           Case{"-CN", std::nullopt},
           Case{"zh--CN", std::nullopt},
           Case{"zh CN", std::nullopt},
           Case{"12", std::nullopt},
           Case{"zh-toolongsubtag", std::nullopt},
           Case{"中文", std::nullopt},
       }) {
    EXPECT_EQ(NormalizeLocale(c.tag), c.normal) << c.tag;
    if (c.normal) {
      EXPECT_EQ(NormalizeLocale(*c.normal), c.normal);
    }
  }
}

TEST(LocaleTest, LanguageIsTheFirstSubtag) {
  EXPECT_EQ(LanguageOf("zh-Hans-CN"), "zh");
  EXPECT_EQ(LanguageOf("et"), "et");
}

TEST(LocaleTest, MatchesWhereAllSubtagsOfTheRangeAgree) {
  EXPECT_TRUE(LocaleMatches("zh", "zh-Hans-CN"));
  EXPECT_TRUE(LocaleMatches("zh-Hans", "zh-Hans-CN"));
  EXPECT_TRUE(LocaleMatches("zh-Hans-CN", "zh-Hans-CN"));
  EXPECT_TRUE(LocaleMatches("et-EE", "et-Latn-EE"));
  EXPECT_FALSE(LocaleMatches("zh-Hans", "zh-Hant-TW"));
  EXPECT_FALSE(LocaleMatches("zh-Hans", "zh"));
  EXPECT_FALSE(LocaleMatches("en-GB", "en-US"));
  EXPECT_FALSE(LocaleMatches("en", "et"));
  EXPECT_FALSE(LocaleMatches("e", "en"));
}

}  // namespace
}  // namespace wanyan
