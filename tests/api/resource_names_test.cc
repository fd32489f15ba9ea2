#include "api/resource_names.h"

#include "gtest/gtest.h"

namespace wanyan {
namespace {

TEST(ResourceNamesTest, RulesGoThereAndBack) {
  EXPECT_EQ(RuleName("zh-wording/helpless"),
            "phrasebooks/zh-wording/rules/helpless");
  EXPECT_EQ(RuleIdOf("phrasebooks/zh-wording/rules/helpless"),
            "zh-wording/helpless");
}

TEST(ResourceNamesTest, PhrasebooksHaveNames) {
  EXPECT_EQ(PhrasebookName("zh-wording"), "phrasebooks/zh-wording");
}

TEST(ResourceNamesTest, WhatIsNoRulesNameStaysAsItIs) {
  EXPECT_EQ(RuleIdOf("zh-wording/helpless"), "zh-wording/helpless");
  EXPECT_EQ(RuleIdOf("phrasebooks/zh-wording"), "phrasebooks/zh-wording");
  EXPECT_EQ(RuleIdOf(""), "");
  EXPECT_EQ(RuleName("helpless"), "helpless");
}

TEST(ResourceNamesTest, NamesAndIdsOfProfilesAndBooksAreBothUnderstood) {
  EXPECT_EQ(ProfileIdOf("profiles/strict"), "strict");
  EXPECT_EQ(ProfileIdOf("strict"), "strict");
  EXPECT_EQ(ProfileIdOf(""), "");
  EXPECT_EQ(PhrasebookIdOf("phrasebooks/zh-wording"), "zh-wording");
  EXPECT_EQ(PhrasebookIdOf("zh-wording"), "zh-wording");
}

}  // namespace
}  // namespace wanyan
