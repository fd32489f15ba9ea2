#include "report/excerpt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace wanyan {
namespace {

TEST(ExcerptTest, MarksThePhraseUnderItsLine) {
  const Excerpt excerpt = MakeExcerpt("您好\n抱歉，没办法。\n再见", {16, 25});
  EXPECT_EQ(excerpt.text, "抱歉，没办法。");
  EXPECT_EQ(excerpt.marks, "      ~~~~~~");
}

TEST(ExcerptTest, OfALongLineOnlyAPartIsShown) {
  const std::string far(500, 'x');
  const Excerpt excerpt = MakeExcerpt(far + "no" + far, {500, 502});
  EXPECT_EQ(excerpt.text.find("no"), 33u);  // … has three bytes
  EXPECT_EQ(excerpt.marks, std::string(31, ' ') + "~~");
  EXPECT_TRUE(excerpt.text.starts_with("…"));
  EXPECT_TRUE(excerpt.text.ends_with("…"));
}

TEST(ExcerptTest, PlacesCountLinesAndCodePointsFromOne) {
  EXPECT_EQ(LineAndColumn("没办法", 0), "1:1");
  EXPECT_EQ(LineAndColumn("您好\n没办法", 10), "2:2");
}

}  // namespace
}  // namespace wanyan
