#include "rewrite/han_variant.h"

#include <gtest/gtest.h>

namespace wanyan {
namespace {

TEST(HanVariantTest, IsToldByTheCharacters) {
  EXPECT_EQ(HanVariantOf("请问", "zh-Hant"), HanVariant::kSimplified);
  EXPECT_EQ(HanVariantOf("請問", "zh-Hans"), HanVariant::kTaiwan);
  EXPECT_EQ(HanVariantOf("請問", "zh-Hant-HK"), HanVariant::kHongKong);
}

TEST(HanVariantTest, IsToldByTheLocaleWhereCharactersDoNot) {
  EXPECT_EQ(HanVariantOf("你好", "zh-Hans"), HanVariant::kSimplified);
  EXPECT_EQ(HanVariantOf("你好", "zh-Hant"), HanVariant::kTaiwan);
  EXPECT_EQ(HanVariantOf("", "zh-Hant-HK"), HanVariant::kHongKong);
  EXPECT_EQ(HanVariantOf("hello", "en"), HanVariant::kSimplified);
}

TEST(HanVariantTest, ConvertsInTheWritingOfThePlace) {
  EXPECT_EQ(ToHanVariant("里面", HanVariant::kSimplified), "里面");
  EXPECT_EQ(ToHanVariant("里面", HanVariant::kTaiwan), "裡面");
  EXPECT_EQ(ToHanVariant("里面", HanVariant::kHongKong), "裏面");
  EXPECT_EQ(ToHanVariant("", HanVariant::kTaiwan), "");
  EXPECT_EQ(ToHanVariant("OK 😀 {时间}", HanVariant::kTaiwan), "OK 😀 {時間}");
}

}  // namespace
}  // namespace wanyan
