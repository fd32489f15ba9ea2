#include "yaml/source_text.h"

#include <gtest/gtest.h>

#include <string>

#include "text/utf8.h"

namespace wanyan::yaml {
namespace {

TEST(SourceText, CountsLinesAndCodePoints) {
  const SourceText source("a你\r\n😀b\n");
  EXPECT_EQ(source.PositionAt(0), (SourcePosition{1, 1}));
  EXPECT_EQ(source.PositionAt(1), (SourcePosition{1, 2}));
  EXPECT_EQ(source.PositionAt(4), (SourcePosition{1, 3}));
  EXPECT_EQ(source.PositionAt(6), (SourcePosition{2, 1}));
  EXPECT_EQ(source.PositionAt(10), (SourcePosition{2, 2}));
  EXPECT_EQ(source.PositionAt(12), (SourcePosition{3, 1}));
}

TEST(SourceText, LinesAreWithoutTheirBreaks) {
  const SourceText source("a\r\nb\n\nc");
  EXPECT_EQ(source.Line(1), "a");
  EXPECT_EQ(source.Line(2), "b");
  EXPECT_EQ(source.Line(3), "");
  EXPECT_EQ(source.Line(4), "c");
  EXPECT_EQ(source.Line(0), "");
  EXPECT_EQ(source.Line(5), "");
}

TEST(SourceText, OffsetsStayWithinTheText) {
  const SourceText source("ab\ncd");
  EXPECT_EQ(source.OffsetOf(0, 1), 1u);
  EXPECT_EQ(source.OffsetOf(1, 0), 3u);
  EXPECT_EQ(source.OffsetOf(1, 9), 5u);
  EXPECT_EQ(source.OffsetOf(7, 0), 5u);
}

TEST(SourceText, CountsBehindManyBytes) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "没办法\n";
  text += std::string(1'000, 'x');
  const SourceText source(text);
  for (size_t offset = 0; offset <= text.size();) {
    const size_t line_start = text.rfind('\n', offset == 0 ? 0 : offset - 1);
    const size_t begin =
        offset == 0 || line_start == std::string::npos ? 0 : line_start + 1;
    EXPECT_EQ(
        static_cast<size_t>(source.PositionAt(offset).column),
        CountCodePoints(std::string_view(text).substr(begin, offset - begin)) +
            1);
    if (offset == text.size()) break;
    DecodeUtf8(text, &offset);
  }
}

}  // namespace
}  // namespace wanyan::yaml
