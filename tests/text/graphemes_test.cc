#include "text/graphemes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <ctime>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/data_dir.h"
#include "support/data_lines.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

TextRange RangeOf(std::string_view part, std::string_view text) {
  const auto begin = static_cast<uint32_t>(text.find(part));
  return {begin, begin + static_cast<uint32_t>(part.size())};
}

TEST(GraphemesTest, GrowsToWholeClusters) {
  struct Case {
    std::string text;
    std::string part;
    std::string grown;
  };
  for (const Case& c : {
           Case{"没办法了", "办法", "办法"},
           Case{"cafe\u0301s", "e", "e\u0301"},
           Case{"cafe\u0301s", "\u0301", "e\u0301"},
           Case{"a👩\u200D💻b", "💻", "👩\u200D💻"},
           Case{"a👍\U0001F3FDb", "👍", "👍\U0001F3FD"},
           Case{"🇪🇪🇨🇳", "🇨", "🇨🇳"},
           Case{"\u1100\u1161\u11A8x", "\u1161", "\u1100\u1161\u11A8"},
           Case{"1\r\n2", "\n", "\r\n"},
           Case{"\u2764\uFE0F", "\u2764", "\u2764\uFE0F"},
       }) {
    EXPECT_EQ(GrowToGraphemes(c.text, RangeOf(c.part, c.text)),
              RangeOf(c.grown, c.text))
        << c.text;
  }
}

TEST(GraphemesTest, KeepsTheEndsOfTheText) {
  EXPECT_EQ(GrowToGraphemes("", {0, 0}), (TextRange{0, 0}));
  EXPECT_EQ(GrowToGraphemes("ab", {0, 2}), (TextRange{0, 2}));
  EXPECT_EQ(GrowToGraphemes("ab", {2, 2}), (TextRange{2, 2}));
  EXPECT_EQ(GrowToGraphemes("\u0301a", {0, 2}), (TextRange{0, 2}));
}

TEST(GraphemesTest, WorksFromSeveralThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([t] {
      const std::string text =
          std::string(static_cast<size_t>(t), 'x') + "e\u0301";
      const auto begin = static_cast<uint32_t>(t);
      for (int i = 0; i < 1000; ++i) {
        EXPECT_EQ(GrowToGraphemes(text, {begin, begin + 1}),
                  (TextRange{begin, begin + 3}));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// Ten thousand questions about a megabyte would take minutes if each read it
// all.
TEST(GraphemesTest, CostDoesNotDependOnTheWholeText) {
  std::string text;
  while (text.size() < 1'000'000) text += "没办法e\u0301 ";
  const std::clock_t start = std::clock();
  for (uint32_t i = 0; i < 10'000; ++i) {
    const uint32_t begin = i * 13 + 9;  // the e of each 没办法é and space
    ASSERT_EQ(GrowToGraphemes(text, {begin, begin + 1}),
              (TextRange{begin, begin + 3}));
  }
  EXPECT_LT(std::clock() - start, 10 * CLOCKS_PER_SEC);
}

// One row of GraphemeBreakTest.txt: "÷ 0020 × 0308 ÷ 1100 ÷ # …".
struct BreakRow {
  std::string text;
  std::vector<uint32_t> boundaries;   // byte offsets
  std::vector<uint32_t> code_points;  // byte offsets, the end too
};

BreakRow ParseBreakRow(const std::string& line) {
  BreakRow row;
  std::istringstream fields(line.substr(0, line.find('#')));
  for (std::string field; fields >> field;) {
    const auto offset = static_cast<uint32_t>(row.text.size());
    if (field == "÷") {
      row.boundaries.push_back(offset);
    } else if (field != "×") {
      AppendUtf8(static_cast<char32_t>(std::stoul(field, nullptr, 16)),
                 &row.text);
      row.code_points.push_back(offset);
    }
  }
  row.code_points.push_back(static_cast<uint32_t>(row.text.size()));
  return row;
}

// The slow and plain definition.
TextRange GrownTo(const std::vector<uint32_t>& boundaries, TextRange range) {
  TextRange grown = {0, boundaries.back()};
  for (uint32_t boundary : boundaries) {
    if (boundary <= range.begin) grown.begin = boundary;
  }
  for (auto it = boundaries.rbegin(); it != boundaries.rend(); ++it) {
    if (*it >= range.end) grown.end = *it;
  }
  return grown;
}

TEST(GraphemesTest, AgreesWithUnicodesGraphemeBreakTest) {
  WANYAN_SKIP_WITHOUT_DATA("peers/unicode");
  int rows = 0;
  for (const std::string& line :
       ReadDataLines("peers/unicode/GraphemeBreakTest-15.0.0.dev.txt")) {
    if (!line.starts_with("÷")) continue;
    ++rows;
    const BreakRow row = ParseBreakRow(line);
    for (size_t i = 0; i < row.code_points.size(); ++i) {
      for (size_t j = i; j < row.code_points.size(); ++j) {
        const TextRange range = {row.code_points[i], row.code_points[j]};
        EXPECT_EQ(GrowToGraphemes(row.text, range),
                  GrownTo(row.boundaries, range))
            << line;
      }
    }
  }
  EXPECT_EQ(rows, 319);
}

}  // namespace
}  // namespace wanyan
