#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "support/data_dir.h"
#include "support/data_lines.h"
#include "text/folded_text.h"

// OpenCC's test cases as a metamorphic test: a text and its conversion into
// another regional spelling fold alike.

namespace wanyan {
namespace {

// Conversions that only respell. Not ours: those ending in p, which also
// replace words (鼠标 by 滑鼠), and Japanese, whose new characters are another
// reform's (弁 stands for 辨, 辯 and 瓣).
const std::set<std::string, std::less<>> kRespellings = {
    "s2t",  "s2tw", "s2hk", "t2s",  "tw2s",
    "hk2s", "t2tw", "t2hk", "tw2t", "hk2t"};

// Respellings that folding does not follow: id and conversion, with the reason.
const std::map<std::pair<std::string, std::string>, std::string> kNotOurs = {
    {{"t2s_huai_and_pi_phrases", "t2s"},
     "坏 stands for 坯 in the Traditional words; in Simplified text it is the "
     "everyday 坏 (壞), which must not match 坯"},
};

struct Tally {
  int passed = 0;
  int not_ours = 0;
};

TEST(OpenccTest, RespellingsFoldAlike) {
  WANYAN_SKIP_WITHOUT_DATA("peers/opencc");
  Tally tally;
  for (const std::string& line :
       ReadDataLines("peers/opencc/testcases.dev.jsonl")) {
    const nlohmann::json row = nlohmann::json::parse(line);
    const std::string id = row["id"];
    const std::string input = row["input"];
    for (const auto& [conversion, expected] : row["expected"].items()) {
      if (!kRespellings.contains(conversion)) continue;
      const std::string respelt = expected.is_array()
                                      ? expected[0].get<std::string>()
                                      : expected.get<std::string>();
      const bool alike =
          FoldedText::Fold(input).utf8() == FoldedText::Fold(respelt).utf8();
      const bool is_ours = !kNotOurs.contains({id, conversion});
      EXPECT_EQ(alike, is_ours) << id << " " << conversion;
      ++(alike ? tally.passed : tally.not_ours);
    }
  }
  EXPECT_EQ(tally.passed, 217);
  EXPECT_EQ(tally.not_ours, 1);
}

}  // namespace
}  // namespace wanyan
