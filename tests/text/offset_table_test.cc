#include "text/offset_table.h"

#include "gtest/gtest.h"

namespace wanyan {
namespace {

// One, two, three and four bytes a character.
constexpr std::string_view kText = "aõ好😀z";

TEST(OffsetTableTest, CountsInEachUnit) {
  const TextRange emoji = {6, 10};
  EXPECT_EQ(OffsetTable(kText, OffsetUnit::kUtf8).Convert(emoji),
            (TextRange{6, 10}));
  EXPECT_EQ(OffsetTable(kText, OffsetUnit::kUtf16).Convert(emoji),
            (TextRange{3, 5}));
  EXPECT_EQ(OffsetTable(kText, OffsetUnit::kCodePoint).Convert(emoji),
            (TextRange{3, 4}));
}

TEST(OffsetTableTest, CountsAtBothEnds) {
  const OffsetTable table(kText, OffsetUnit::kUtf16);
  EXPECT_EQ(table.Convert({0, 0}), (TextRange{0, 0}));
  EXPECT_EQ(table.Convert({0, 11}), (TextRange{0, 6}));
  EXPECT_EQ(table.Convert({11, 11}), (TextRange{6, 6}));
}

TEST(OffsetTableTest, AgreesWithConvertRange) {
  for (const OffsetUnit unit :
       {OffsetUnit::kUtf8, OffsetUnit::kUtf16, OffsetUnit::kCodePoint}) {
    const OffsetTable table(kText, unit);
    for (const uint32_t begin : {0u, 1u, 3u, 6u, 10u}) {
      const TextRange range = {begin, 11};
      EXPECT_EQ(table.Convert(range), ConvertRange(kText, range, unit));
    }
  }
}

TEST(OffsetTableTest, EmptyTextHasOneOffset) {
  EXPECT_EQ(OffsetTable("", OffsetUnit::kCodePoint).Convert({0, 0}),
            (TextRange{0, 0}));
}

}  // namespace
}  // namespace wanyan
