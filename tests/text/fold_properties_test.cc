#include <gtest/gtest.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/data_dir.h"
#include "support/data_lines.h"
#include "text/folded_text.h"
#include "text/utf8.h"

// What holds of every text, tried on dialogues and on random text.

namespace wanyan {
namespace {

bool BeginsCodePoint(std::string_view utf8, uint32_t offset) {
  return offset == utf8.size() ||
         (static_cast<uint8_t>(utf8[offset]) & 0xC0) != 0x80;
}

// Ranges advance, lie at borders of code points and are not empty.
void ExpectRangesInOrder(std::string_view utf8, const FoldedText& text) {
  TextRange last = {0, 0};
  for (const FoldedChar& c : text.chars()) {
    ASSERT_LT(c.original.begin, c.original.end) << utf8;
    ASSERT_LE(c.original.end, utf8.size()) << utf8;
    ASSERT_TRUE(BeginsCodePoint(utf8, c.original.begin)) << utf8;
    ASSERT_TRUE(BeginsCodePoint(utf8, c.original.end)) << utf8;
    ASSERT_LE(last.begin, c.original.begin) << utf8;
    ASSERT_LE(last.end, c.original.end) << utf8;
    last = c.original;
  }
}

void ExpectUtf8OffsetsInverse(const FoldedText& text) {
  for (uint32_t i = 0; i <= text.size(); ++i) {
    ASSERT_EQ(text.CharAtUtf8Offset(text.Utf8Offset(i)), i);
  }
}

// A sentence's end is a clause's end, and nothing ends in a mask.
void ExpectTraitsConsistent(std::string_view utf8, const FoldedText& text) {
  for (const FoldedChar& c : text.chars()) {
    if (c.Is(kSentenceEndChar)) {
      ASSERT_TRUE(c.Is(kClauseEndChar)) << utf8;
    }
    ASSERT_FALSE(c.Is(kMaskedChar) && c.Is(kClauseEndChar)) << utf8;
  }
}

void ExpectProperties(std::string_view utf8) {
  const FoldedText once = FoldedText::Fold(utf8);
  const FoldedText twice = FoldedText::Fold(once.utf8());
  ASSERT_EQ(twice.utf8(), once.utf8()) << testing::PrintToString(utf8);
  for (FoldMode mode :
       {FoldMode::kFolded, FoldMode::kExact, FoldMode::kTolerant}) {
    const FoldedText text = FoldedText::Fold(utf8, mode);
    ExpectRangesInOrder(utf8, text);
    ExpectUtf8OffsetsInverse(text);
    ExpectTraitsConsistent(utf8, text);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(FoldPropertiesTest, HoldForDialogues) {
  WANYAN_SKIP_WITHOUT_DATA("corpora");
  int turns = 0;
  for (std::string_view corpus :
       {"buerokratt-chatbot", "crosswoz", "crosswoz-hant", "multiwoz-zh",
        "smilechat", "star", "twitter-care"}) {
    for (const std::string& line :
         ReadDataLines("corpora/" + std::string(corpus) + ".dev.jsonl.gz")) {
      const nlohmann::json dialogue = nlohmann::json::parse(line);
      for (const nlohmann::json& turn : dialogue["turns"]) {
        ExpectProperties(turn["text"].get<std::string>());
        if (HasFatalFailure()) return;
        ++turns;
      }
    }
  }
  EXPECT_EQ(turns, 104255);
}

// Characters that do something to their neighbours, or may be thought to.
constexpr std::u32string_view kTouchy =
    U"aAeqカカ\uFF76\uFF9Eｶ好沒妳著々  \t\u3000\u00A0\n\r\u2028.,:;!?…。，３3"
    U"\u0301\u0323\u0345\u0308\u0344\u3099\u0334\u0F73\u1100\u1161\u11A8가"
    U"\u200B\u200D\uFE0F\u034F\uFEFF\u180E\u00ADαΣς\u1FB4\u0130İßﬁ㍿½¨´\uFDFA"
    U"'\"“”„‘’「」『』«»″′{}[]%s`@/w-—_#\U0002F804\uF9DC\U0001D400\U0001F469"
    U"\u0DD9\u0DCF\u0DCA\u09C7\u09BE";

TEST(FoldPropertiesTest, HoldForTouchyText) {
  std::mt19937 random(20240611);
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (auto length = random() % 12; length > 0; --length) {
      AppendUtf8(kTouchy[random() % kTouchy.size()], &text);
    }
    ExpectProperties(text);
    if (HasFatalFailure()) return;
  }
}

TEST(FoldPropertiesTest, HoldForTextOfAnyCodePoints) {
  std::mt19937 random(20240612);
  // Most of the planes are empty: half of the code points come from the first.
  const auto any_code_point = [&random] {
    const auto c = static_cast<char32_t>(
        random() % (random() % 2 == 0 ? 0x10000 : 0x110000));
    return c >= 0xD800 && c <= 0xDFFF ? U'x' : c;
  };
  for (int i = 0; i < 30'000; ++i) {
    std::string text;
    for (int length = 0; length < 20; ++length) {
      AppendUtf8(any_code_point(), &text);
    }
    ExpectProperties(text);
    if (HasFatalFailure()) return;
  }
}

TEST(FoldPropertiesTest, HoldForEveryCodePointAlone) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    AppendUtf8(c, &text);
    ExpectProperties(text);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace wanyan
