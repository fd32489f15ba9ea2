#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "text/folded_text.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

uint16_t StableTraits(const FoldedChar& c) {
  return static_cast<uint16_t>(c.traits & ~kQuotedChar);
}

// Every start of `text` against all of it.
void ExpectStable(std::string_view text, FoldMode mode) {
  const FoldedText whole = FoldedText::Fold(text, mode);
  for (size_t end = 0; end < text.size();) {
    DecodeUtf8(text, &end);
    const FoldedText start = FoldedText::Fold(text.substr(0, end), mode);
    const uint32_t stable = start.stable_size();
    ASSERT_LE(stable, start.size());
    ASSERT_LE(stable, whole.size());
    for (uint32_t i = 0; i < stable; ++i) {
      const bool is_same = start[i].value == whole[i].value &&
                           start[i].original == whole[i].original &&
                           StableTraits(start[i]) == StableTraits(whole[i]);
      ASSERT_TRUE(is_same) << "character " << i << " of "
                           << testing::PrintToString(text) << " cut at " << end
                           << ", mode " << static_cast<int>(mode);
    }
  }
}

constexpr std::u32string_view kTouchy =
    U"aAq好沒  \t\n\r.,:;!?…。，３3\u0301\uFF9Eｶ\u1100\u1161\u200B\"“”’"
    U"{}[]%s`@/:w-(㍿\uFDFA";

TEST(StableSizeTest, StaysWhateverFollows) {
  std::mt19937 random(20240613);
  for (int i = 0; i < 30'000; ++i) {
    std::string text;
    for (auto length = random() % 14; length > 0; --length) {
      AppendUtf8(kTouchy[random() % kTouchy.size()], &text);
    }
    for (FoldMode mode :
         {FoldMode::kFolded, FoldMode::kExact, FoldMode::kTolerant}) {
      ExpectStable(text, mode);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(StableSizeTest, StaysAroundMasks) {
  for (std::string_view text :
       {"看https://a.com/x?b，好http://c。", "发到a.b@c.com.cn吧", "a@b.co.u",
        "用`a` 和``b`c``", "您{name}的{{order}}", "%1$s %d的[订单号](x)",
        "www.a.com好 xwww.b", "1,000.50 10:30 满100，3天", "[a b] [c](d)"}) {
    for (FoldMode mode :
         {FoldMode::kFolded, FoldMode::kExact, FoldMode::kTolerant}) {
      ExpectStable(text, mode);
    }
  }
}

TEST(StableSizeTest, AllButTheLastCharacterOfChineseTextIsStable) {
  const FoldedText text = FoldedText::Fold("您好，我们没办法");
  EXPECT_EQ(text.stable_size(), text.size() - 1);
  // A percentage holds the text back for no longer than a placeholder may be.
  const FoldedText percent =
      FoldedText::Fold("优惠50%，[" + std::string(210, '.') + "好的好");
  EXPECT_EQ(percent.stable_size(), percent.size() - 1);
  EXPECT_EQ(FoldedText::Fold("").stable_size(), 0u);
}

}  // namespace
}  // namespace wanyan
