#include "report/terminal_cells.h"

#include "gtest/gtest.h"

namespace wanyan {
namespace {

int WidthOf(std::string_view line) {
  int width = 0;
  for (const ShownGrapheme& grapheme : LayOutLine(line)) {
    width += grapheme.width;
  }
  return width;
}

TEST(TerminalCellsTest, CountsCells) {
  struct Case {
    std::string_view line;
    int width;
  };
  for (const Case& c : {
           Case{"", 0},
           Case{"abc", 3},
           Case{"没办法", 6},
           Case{"ＯＫ", 4},
           Case{"õ", 1},
           Case{"e\u0301", 1},  // a combining mark
           Case{"😀", 2},
           Case{"👨\u200d👩\u200d👧", 2},  // a family, one glyph
           Case{"🇪🇪", 2},               // a flag
           Case{"❤\uFE0F", 2},          // made an emoji
           Case{"a\u200bb", 2},         // zero width space
           Case{"\t", 8},
           Case{"a\tb", 9},
           Case{"没\tb", 9},
       }) {
    EXPECT_EQ(WidthOf(c.line), c.width) << c.line;
  }
}

TEST(TerminalCellsTest, NothingSteersTheTerminal) {
  EXPECT_EQ(Printable("\x1b[31mred"), "␛[31mred");
  EXPECT_EQ(Printable(std::string_view("a\0b", 3)), "a␀b");
  EXPECT_EQ(Printable("\x7f"), "␡");
  EXPECT_EQ(Printable("\xC2\x9B"), "\uFFFD");  // a C1 control, as CSI
  EXPECT_EQ(Printable("\u202Eabc"), "\uFFFDabc");
  EXPECT_EQ(Printable("a\u2028b"), "a\uFFFDb");  // a line separator
}

TEST(TerminalCellsTest, InvisiblePartsOfCharactersStay) {
  EXPECT_EQ(Printable("👨\u200d👩"), "👨\u200d👩");
  EXPECT_EQ(Printable("❤\uFE0F"), "❤\uFE0F");
}

TEST(TerminalCellsTest, GraphemesCoverTheLine) {
  const auto graphemes = LayOutLine("a没😀");
  ASSERT_EQ(graphemes.size(), 3u);
  EXPECT_EQ(graphemes[0].bytes, (TextRange{0, 1}));
  EXPECT_EQ(graphemes[1].bytes, (TextRange{1, 4}));
  EXPECT_EQ(graphemes[2].bytes, (TextRange{4, 8}));
}

}  // namespace
}  // namespace wanyan
