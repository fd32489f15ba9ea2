#include "report/columns.h"

#include "gtest/gtest.h"

namespace wanyan {
namespace {

TEST(ColumnsTest, NamesStandLeftAndFiguresRight) {
  EXPECT_EQ(FormatColumns({{"norm", "found"}, {"a.b.c", "7"}}),
            "norm   found\n"
            "a.b.c      7\n");
}

TEST(ColumnsTest, WideCharactersTakeTwoCells) {
  EXPECT_EQ(FormatColumns({{"规范", "1"}, {"abcde", "2"}}),
            "规范   1\n"
            "abcde  2\n");
}

TEST(ColumnsTest, NothingStandsAtTheEndOfALine) {
  EXPECT_EQ(FormatColumns({{"a", "b"}, {"", ""}, {"c", "d"}}),
            "a  b\n\nc  d\n");
  EXPECT_EQ(FormatColumns({{"abc"}, {"d"}}), "abc\nd\n");
  EXPECT_EQ(FormatColumns({}), "");
}

}  // namespace
}  // namespace wanyan
