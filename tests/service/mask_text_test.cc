#include "service/mask_text.h"

#include <gtest/gtest.h>

#include <string>

#include "text/utf8.h"

namespace wanyan {
namespace {

struct TestCase {
  std::string text;
  std::string masked;
};

TEST(MaskTextTest, MasksWhatIdentifiesPeople) {
  const TestCase kCases[] = {
      {"", ""},
      {"抱歉，这个我没办法处理。", "抱歉，这个我没办法处理。"},
      {"Please don't worry, we'll help you.",
       "Please don't worry, we'll help you."},
      // Digits of any width, ordinary and not.
      {"电话13800138000", "电话###########"},
      {"电话１３８0", "电话＃＃＃#"},
      {"call +372 5123 4567!", "call +### #### ####!"},
      {"٠١٢", "×××"},  // Arabic, two bytes each
      {"①②", "＃＃"},  // three
      {"𝟏𝟐", "🔢🔢"},    // four
      {"½", "×"},
      // Names with a digit, a sign or both in them.
      {"身份证11010119900307123X", "身份证#################x"},
      {"车牌京A12B45", "车牌京x##x##"},
      {"订单号 DD-20261124-ab 已发货", "订单号 xx-########-xx 已发货"},
      {"微信 li_hua 可联系", "微信 xx_xxx 可联系"},
      {"IBAN EE38 2200", "IBAN xx## ####"},
      {"Ｎo．７ＡＢ", "ｘx．＃ｘｘ"},
      // Addresses.
      {"写信到 li.hua@example.com。", "写信到 xx.xxx@xxxxxxx.xxx。"},
      {"li@例子.中国", "xx@ｘｘ.ｘｘ"},
      {"见 https://example.com/a?b=c。", "见 xxxxx://xxxxxxx.xxx/x?x=x。"},
      {"list õnn@näide.ee", "list χxx@xχxxx.xx"},
      {"见 https://example.com/客户/李华?q=abc。谢谢",
       "见 xxxxx://xxxxxxx.xxx/ｘｘ/ｘｘ?x=xxx。谢谢"},
      {"点https://例子.com/token/abcdef，再说",
       "点https://ｘｘ.xxx/xxxxx/xxxxxx，再说"},
      {"写信：李华@example.com。好", "写信：ｘｘ@xxxxxxx.xxx。好"},
      // Placeholders and code.
      {"您的 {name} 已发", "您的 {xxxx} 已发"},
      {"运行 `rm x`", "运行 `xx x`"},
      // Numbers that are spelled out.
      {"电话幺三八零零幺三八", "电话＃＃＃＃＃＃＃＃"},
      {"电话一三八-零零一三", "电话＃＃＃-＃＃＃＃"},
      {"三八〇〇1234五六七八", "＃＃＃＃####＃＃＃＃"},
      {"一三八，零零一，三八零零", "＃＃＃，＃＃＃，＃＃＃＃"},
      {"一三八 零零一 三八零零", "＃＃＃ ＃＃＃ ＃＃＃＃"},
      {"二〇二六年", "二〇二六年"},
      {"单号12345678，一般三天", "单号########，一般三天"},
      {"两三天，一般如此", "两三天，一般如此"},
      {"一五一十地说", "一五一十地说"},
  };
  for (const TestCase& c : kCases) {
    EXPECT_EQ(MaskText(c.text), c.masked) << c.text;
  }
}

TEST(MaskTextTest, EveryOffsetStaysWhereItWas) {
  const std::string text =
      "é١𝟏好１ a_b 12\u200B3 e\u0301x4 user@例.com ①½ ﬁ9 "
      "👩‍👩‍👧 "
      "[订单号]\r\n"
      "한국어2 ไทย๓";
  const std::string masked = MaskText(text);
  ASSERT_EQ(masked.size(), text.size());
  EXPECT_EQ(FirstIllFormedByte(masked), std::nullopt);
  size_t in_text = 0;
  size_t in_masked = 0;
  while (in_text < text.size()) {
    DecodeUtf8(text, &in_text);
    DecodeUtf8(masked, &in_masked);
    ASSERT_EQ(in_text, in_masked);
  }
}

TEST(MaskTextTest, NoDigitIsLeft) {
  std::string text;
  for (char32_t c = 1; c < 0x20000; ++c) {
    if (c < 0xD800 || c > 0xDFFF) AppendUtf8(c, &text);
  }
  const std::string masked = MaskText(text);
  EXPECT_EQ(masked.size(), text.size());
  EXPECT_EQ(masked.find_first_of("0123456789"), std::string::npos);
  EXPECT_EQ(masked.find("７"), std::string::npos);
}

}  // namespace
}  // namespace wanyan
