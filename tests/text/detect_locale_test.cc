#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "support/data_dir.h"
#include "support/data_lines.h"
#include "text/locale.h"

namespace wanyan {
namespace {

TEST(DetectHanScriptTest, CountsCharactersOfOneScriptOnly) {
  EXPECT_EQ(DetectHanScript("我们没办法处理"), HanScript::kSimplified);
  EXPECT_EQ(DetectHanScript("我們沒辦法處理"), HanScript::kTraditional);
  EXPECT_EQ(DetectHanScript("説明"), HanScript::kTraditional);
  EXPECT_EQ(DetectHanScript("妳好"), HanScript::kNone);
  EXPECT_EQ(DetectHanScript("您好，不行"), HanScript::kNone);
  EXPECT_EQ(DetectHanScript("后面只有里面"), HanScript::kNone);
  EXPECT_EQ(DetectHanScript("說说"), HanScript::kNone);
  EXPECT_EQ(DetectHanScript("這個說明，请看"), HanScript::kTraditional);
  EXPECT_EQ(DetectHanScript("no Han"), HanScript::kNone);
  EXPECT_EQ(DetectHanScript(""), HanScript::kNone);
}

TEST(DetectLocaleTest, TellsLanguages) {
  struct Case {
    std::string text;
    std::optional<std::string> locale;
  };
  for (const Case& c : {
           Case{"我们没办法处理", "zh-Hans"},
           Case{"我們沒辦法處理", "zh-Hant"},
           Case{"您好", "zh"},
           Case{"好的，iPhone 14 Pro Max 到了", "zh"},
           Case{"VIP用户", "zh-Hans"},
           Case{"申し訳ございませんが、できません。", "ja"},
           Case{"鲜の每日，欢迎光临", "zh-Hans"},
           Case{"죄송합니다만 도와드릴 수 없습니다.", "ko"},
           Case{"К сожалению, мы не можем вернуть деньги за этот заказ.", "ru"},
           Case{"Unfortunately we cannot refund this.", "en"},
           Case{"Thanks!", "en"},
           Case{"Please ask for 王小明 at the front desk", "en"},
           Case{"Palun oodake", "et"},
           Case{"Kahjuks ei ole see võimalik.", "et"},
           Case{"Leider können wir Ihnen in diesem Fall nicht weiterhelfen, "
                "bitte wenden Sie sich an den Hersteller.",
                "de"},
           // Too little to tell.
           Case{"", std::nullopt},
           Case{"k", std::nullopt},
           Case{"OK", std::nullopt},
           Case{"Ei saa.", std::nullopt},
           Case{"123-456", std::nullopt},
           Case{"👍", std::nullopt},
           // What CLD2 takes for Irish, Spanish, Malay and Danish.
           Case{"Yeah go ahead.", std::nullopt},
           Case{"cesium", std::nullopt},
           Case{"Kes sa oled?", std::nullopt},
           Case{"Have a fantastic trip", std::nullopt},
           // Masked text has no language.
           Case{"https://example.com/please/thanks/your/order", std::nullopt},
           Case{"您好 https://example.com/please/thanks/your/order", "zh"},
       }) {
    EXPECT_EQ(DetectLocale(c.text), c.locale) << c.text;
  }
}

TEST(DetectLocaleTest, NeverTakesAShortReplyForAThirdLanguage) {
  for (std::string_view text :
       {"k", "ok, done", "Palun oodake", "Ei saa.", "Yeah nope", "hi", "jah",
        "Tere!", "no thnx. bye", "2 bedrooms", "um, white", "Rio de Janeiro",
        "head aega", "minul on probleem", "suka", "sure thing",
        "nah thats it"}) {
    const std::string locale = DetectLocale(text).value_or("none");
    EXPECT_TRUE(locale == "en" || locale == "et" || locale == "none")
        << text << " is taken for " << locale;
  }
}

TEST(DetectLocaleTest, ReadsNoMoreThanASample) {
  std::string text = "Thank you for waiting. ";
  while (text.size() < 1'000'000) text += "好";
  EXPECT_EQ(DetectLocale(std::string(4095, ' ') + text), std::nullopt);
  EXPECT_EQ(DetectLocale(text), "zh");
}

// Every turn of the dialogues, by the language of its dialogue. The turns that
// count as wrong were read: they are in another language indeed, such as a
// customer's English and Russian questions to an Estonian agency, and
// Traditional text in a Simplified dialogue. No language is claimed wrongly.
struct Tally {
  int right = 0;
  int no_script = 0;  // zh where zh-Hans or zh-Hant is right
  int none = 0;
  int wrong = 0;

  friend bool operator==(const Tally&, const Tally&) = default;
  friend void PrintTo(const Tally& t, std::ostream* os) {
    *os << "right " << t.right << ", zh " << t.no_script << ", none " << t.none
        << ", wrong " << t.wrong;
  }
};

void Count(const std::string& text, const std::string& truth, Tally* tally) {
  const std::optional<std::string> locale = DetectLocale(text);
  if (!locale) {
    ++tally->none;
  } else if (*locale == truth) {
    ++tally->right;
  } else if (*locale == "zh" && LanguageOf(truth) == "zh") {
    ++tally->no_script;
  } else {
    ++tally->wrong;
  }
}

TEST(DetectLocaleTest, TellsTheLanguageOfDialogues) {
  WANYAN_SKIP_WITHOUT_DATA("corpora");
  std::map<std::string, Tally> tallies;  // by locale and role
  for (std::string_view corpus :
       {"abcd-sample", "buerokratt-chatbot", "buerokratt-training", "crosswoz",
        "crosswoz-hant", "cucom-ecommerce", "multiwoz-en", "multiwoz-zh", "sgd",
        "smilechat", "star", "taskmaster4", "taubench-airline",
        "twitter-care"}) {
    for (const std::string& line :
         ReadDataLines("corpora/" + std::string(corpus) + ".dev.jsonl.gz")) {
      const nlohmann::json dialogue = nlohmann::json::parse(line);
      const std::string truth = dialogue["locale"];
      for (const nlohmann::json& turn : dialogue["turns"]) {
        const std::string role = turn["role"];
        Count(turn["text"], truth, &tallies[truth + " " + role]);
      }
    }
  }
  EXPECT_EQ(tallies, (std::map<std::string, Tally>{
                         {"en agent", {77994, 0, 439, 0}},
                         {"en customer", {73423, 0, 5185, 0}},
                         {"et agent", {429, 0, 19, 0}},
                         {"et customer", {284, 0, 153, 11}},
                         {"zh-Hans agent", {19936, 750, 8, 1}},
                         {"zh-Hans customer", {20732, 227, 1, 3}},
                         {"zh-Hant agent", {4081, 49, 7, 0}},
                         {"zh-Hant customer", {4105, 31, 1, 0}},
                     }));
}

}  // namespace
}  // namespace wanyan
