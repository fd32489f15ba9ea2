#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/data_dir.h"
#include "support/data_lines.h"
#include "text/folded_text.h"
#include "text/utf8.h"

// Folding against the Unicode Character Database's own test files. All rows are
// ours, and all pass.

namespace wanyan {
namespace {

// "0044 0307" as UTF-8.
std::string FromCodePoints(const std::string& hex) {
  std::string utf8;
  std::istringstream stream(hex);
  for (std::string code_point; stream >> code_point;) {
    AppendUtf8(static_cast<char32_t>(std::stoul(code_point, nullptr, 16)),
               &utf8);
  }
  return utf8;
}

std::vector<std::string> Fields(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream stream(line.substr(0, line.find('#')));
  for (std::string field; std::getline(stream, field, ';');) {
    fields.push_back(field);
  }
  return fields;
}

bool IsRow(const std::string& line) {
  return !line.empty() && line[0] != '#' && line[0] != '@';
}

std::u32string Values(std::string_view utf8) {
  const FoldedText text = FoldedText::Fold(utf8);
  std::u32string values;
  for (const FoldedChar& c : text.chars()) {
    values.push_back(c.value);
  }
  return values;
}

// The five columns are forms of one string.
TEST(UnicodeTest, NormalizationFormsFoldAlike) {
  WANYAN_SKIP_WITHOUT_DATA("peers/unicode");
  int passed = 0;
  for (const std::string& line :
       ReadDataLines("peers/unicode/NormalizationTest-15.0.0.dev.txt.gz")) {
    if (!IsRow(line)) continue;
    const std::vector<std::string> fields = Fields(line);
    const std::u32string source = Values(FromCodePoints(fields[0]));
    const bool all_alike = std::all_of(
        fields.begin() + 1, fields.begin() + 5, [&](const std::string& form) {
          return Values(FromCodePoints(form)) == source;
        });
    EXPECT_TRUE(all_alike) << line;
    passed += all_alike;
  }
  EXPECT_EQ(passed, 9426);
}

// Common and full mappings; T is for Turkish, S repeats F in simple form.
TEST(UnicodeTest, CaseFoldingsFoldAlike) {
  WANYAN_SKIP_WITHOUT_DATA("peers/unicode");
  int passed = 0;
  for (const std::string& line :
       ReadDataLines("peers/unicode/CaseFolding-15.0.0.txt")) {
    if (!IsRow(line)) continue;
    const std::vector<std::string> fields = Fields(line);
    if (fields[1] != " C" && fields[1] != " F") continue;
    const bool alike =
        Values(FromCodePoints(fields[0])) == Values(FromCodePoints(fields[2]));
    EXPECT_TRUE(alike) << line;
    passed += alike;
  }
  EXPECT_EQ(passed, 1530);
}

}  // namespace
}  // namespace wanyan
