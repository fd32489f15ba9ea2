#include "text/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace wanyan {
namespace {

using std::string_literals::operator""s;

TEST(Utf8Test, WellFormedTextHasNoIllFormedByte) {
  for (std::string_view text :
       {""s, "plain"s, "\0"s, "婉言 é 👩‍💻"s, "\xEF\xBB\xBF"s,
        "\x7F\xC2\x80"s, "\xDF\xBF\xE0\xA0\x80"s, "\xED\x9F\xBF\xEE\x80\x80"s,
        "\xEF\xBF\xBF\xF0\x90\x80\x80"s, "\xF4\x8F\xBF\xBF"s}) {
    EXPECT_EQ(FirstIllFormedByte(text), std::nullopt) << text;
  }
}

TEST(Utf8Test, NamesTheFirstIllFormedByte) {
  struct Case {
    std::string bytes;
    size_t offset;
  };
  for (const Case& c : {
           Case{"\x80", 0},              // a continuation alone
           Case{"a\xFF", 1},             // no UTF-8 at all
           Case{"好\xE5\xA5", 3},        // cut off at the end
           Case{"\xE5\xA5x", 0},         // cut off before more
           Case{"\xC0\xAF", 0},          // overlong
           Case{"\xC1\xBF", 0},          // overlong
           Case{"\xE0\x9F\xBF", 0},      // overlong
           Case{"\xF0\x8F\xBF\xBF", 0},  // overlong
           Case{"ab\xED\xA0\x80", 2},    // a surrogate
           Case{"\xF4\x90\x80\x80", 0},  // above U+10FFFF
           Case{"\xF5\x80\x80\x80", 0},
       }) {
    EXPECT_EQ(FirstIllFormedByte(c.bytes), c.offset)
        << testing::PrintToString(c.bytes);
  }
}

TEST(Utf8Test, DecodesWhatItAppends) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string utf8;
    AppendUtf8(c, &utf8);
    ASSERT_EQ(FirstIllFormedByte(utf8), std::nullopt) << std::hex << +c;
    size_t offset = 0;
    ASSERT_EQ(DecodeUtf8(utf8, &offset), c);
    ASSERT_EQ(offset, utf8.size());
  }
}

TEST(Utf8Test, CountsCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("aé好👩"), 4u);
}

TEST(Utf8Test, ConvertsRangesIntoEveryUnit) {
  // Bytes: a 0, é 1-2, 好 3-5, 👩 6-9, z 10.
  constexpr std::string_view kText = "aé好👩z";
  struct Case {
    TextRange bytes;
    TextRange utf16;
    TextRange code_points;
  };
  for (const Case& c : {
           Case{{0, 0}, {0, 0}, {0, 0}},
           Case{{0, 1}, {0, 1}, {0, 1}},
           Case{{1, 6}, {1, 3}, {1, 3}},
           Case{{6, 10}, {3, 5}, {3, 4}},
           Case{{10, 11}, {5, 6}, {4, 5}},
           Case{{0, 11}, {0, 6}, {0, 5}},
           Case{{11, 11}, {6, 6}, {5, 5}},
       }) {
    EXPECT_EQ(ConvertRange(kText, c.bytes, OffsetUnit::kUtf8), c.bytes);
    EXPECT_EQ(ConvertRange(kText, c.bytes, OffsetUnit::kUtf16), c.utf16);
    EXPECT_EQ(ConvertRange(kText, c.bytes, OffsetUnit::kCodePoint),
              c.code_points);
  }
}

}  // namespace
}  // namespace wanyan
