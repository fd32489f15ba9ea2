#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/phrasebook_calls.h"
#include "engine/test_library.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::shared_ptr<const Library> MakeScenes() {
  return MakeLibrary({R"(phrasebook: zh-scenes
language: zh
title: t
inputs: [centre, time]
scenes:
  opening:
    - "您好，这里是{centre}，请问有什么可以帮到您？"
    - "您好，我是{centre|我们客服中心}的，{time}联系过您，{time}再联系。"
  refund:
    - "退款会在{time}处理，请您留意。"
    - "订单和 VIP 权益的退款都可以办理。"
)",
                      R"(phrasebook: en-scenes
language: en
title: t
inputs: [time]
scenes:
  opening: ["Hello, how may I help you?"]
  refund: ["We'll process your refund by {time}."]
)"});
}

std::vector<std::string> TextsOf(const v1::SearchPhrasesResponse& response) {
  std::vector<std::string> texts;
  for (const v1::Phrase& phrase : response.phrases()) {
    texts.push_back(phrase.text());
  }
  return texts;
}

std::vector<std::string> Search(const v1::SearchPhrasesRequest& request) {
  const auto response = SearchPhrases(*MakeScenes(), request);
  EXPECT_THAT(response, IsOk());
  return response.ok() ? TextsOf(*response) : std::vector<std::string>();
}

std::vector<std::string> SearchFor(const std::string& query) {
  v1::SearchPhrasesRequest request;
  request.set_query(query);
  return Search(request);
}

TEST(SearchPhrasesTest, WithoutConditionsAllPhrasesCome) {
  EXPECT_THAT(Search({}), SizeIs(6));
  EXPECT_THAT(SearchFor(" \n　"), SizeIs(6));
}

TEST(SearchPhrasesTest, PhrasesAreFoundByScene) {
  v1::SearchPhrasesRequest request;
  request.set_scene("refund");
  EXPECT_THAT(Search(request),
              ElementsAre("退款会在{time}处理，请您留意。",
                          "订单和 VIP 权益的退款都可以办理。",
                          "We'll process your refund by {time}."));
  request.set_scene("refun");
  EXPECT_THAT(Search(request), IsEmpty());
}

TEST(SearchPhrasesTest, PhrasesAreFoundByWordsComparedFolded) {
  for (const char* query : {"订单", "訂單", "ｖｉｐ", "退款 订单", "訂單　Vip",
                            "办理\n退款", "單和"}) {
    EXPECT_THAT(SearchFor(query),
                ElementsAre("订单和 VIP 权益的退款都可以办理。"))
        << query;
  }
  EXPECT_THAT(SearchFor("REFUND we’ll"),
              ElementsAre("We'll process your refund by {time}."));
  EXPECT_THAT(SearchFor("退款 您好"), IsEmpty());
}

TEST(SearchPhrasesTest, TheConversationsLanguageDecides) {
  v1::SearchPhrasesRequest request;
  request.set_scene("refund");
  request.set_locale("en-GB");
  EXPECT_THAT(Search(request),
              ElementsAre("We'll process your refund by {time}."));
  request.set_locale("fr");
  EXPECT_THAT(Search(request), IsEmpty());
}

TEST(SearchPhrasesTest, TraditionalLocalesGetTraditionalText) {
  struct Case {
    std::string locale, text, text_locale;
  };
  for (const Case& c : {
           Case{"zh-CN", "退款会在{time}处理，请您留意。", "zh-Hans"},
           Case{"", "退款会在{time}处理，请您留意。", "zh-Hans"},
           Case{"zh", "退款会在{time}处理，请您留意。", "zh-Hans"},
           Case{"zh-TW", "退款會在{time}處理，請您留意。", "zh-Hant-TW"},
           Case{"zh_hant", "退款會在{time}處理，請您留意。", "zh-Hant-TW"},
           Case{"zh-HK", "退款會在{time}處理，請您留意。", "zh-Hant-HK"},
       }) {
    v1::SearchPhrasesRequest request;
    request.set_locale(c.locale);
    request.set_query("留意");
    const auto response = SearchPhrases(*MakeScenes(), request);
    ASSERT_THAT(response, IsOk());
    ASSERT_EQ(response->phrases_size(), 1);
    EXPECT_EQ(response->phrases(0).text(), c.text) << c.locale;
    EXPECT_EQ(response->phrases(0).locale(), c.text_locale) << c.locale;
  }
}

TEST(SearchPhrasesTest, APhraseSaysWhatToFillInAndWhereItIsFrom) {
  v1::SearchPhrasesRequest request;
  request.set_query("再联系");
  const auto library = MakeScenes();
  const auto response = SearchPhrases(*library, request);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->revision(), library->revision());
  ASSERT_EQ(response->phrases_size(), 1);
  const v1::Phrase& phrase = response->phrases(0);
  EXPECT_EQ(phrase.text(),
            "您好，我是我们客服中心的，{time}联系过您，{time}再联系。");
  EXPECT_THAT(phrase.placeholders(), ElementsAre("time"));
  EXPECT_EQ(phrase.scene(), "opening");
  EXPECT_EQ(phrase.phrasebook(), "phrasebooks/zh-scenes");
  EXPECT_EQ(phrase.source().line(), 8);
  EXPECT_EQ(phrase.source().column(), 8);
}

TEST(SearchPhrasesTest, EveryPageTogetherGiveEachPhraseOnce) {
  const auto library = MakeScenes();
  v1::SearchPhrasesRequest request;
  request.set_query("您");
  request.set_page_size(1);
  std::vector<std::string> texts;
  do {
    const auto page = SearchPhrases(*library, request);
    ASSERT_THAT(page, IsOk());
    EXPECT_LE(page->phrases_size(), 1);
    for (const v1::Phrase& p : page->phrases()) texts.push_back(p.text());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  request.set_page_size(0);
  EXPECT_EQ(texts, Search(request));
  EXPECT_THAT(texts, SizeIs(3));
}

TEST(SearchPhrasesTest, ASearchGoesOnBehindWhatWasLookedAtForAPage) {
  std::string book =
      "phrasebook: zh-a\nlanguage: zh\ntitle: t\nscenes:\n  opening:\n";
  for (size_t i = 0; i < kMaxPhrasesPerPage; ++i) book += "    - \"您好\"\n";
  book += "    - \"再见\"\n";
  const auto library = MakeLibrary({book});
  v1::SearchPhrasesRequest request;
  request.set_query("再见");
  const auto first = SearchPhrases(*library, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(TextsOf(*first), IsEmpty());
  request.set_page_token(first->next_page_token());
  const auto second = SearchPhrases(*library, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(TextsOf(*second), ElementsAre("再见"));
  EXPECT_EQ(second->next_page_token(), "");
}

TEST(SearchPhrasesTest, ATokenIsGoodForOneSearch) {
  v1::SearchPhrasesRequest request;
  request.set_query("您");
  request.set_page_size(1);
  const auto library = MakeScenes();
  request.set_page_token(SearchPhrases(*library, request)->next_page_token());
  EXPECT_THAT(SearchPhrases(*library, request), IsOk());
  const auto is_refused =
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token: "));
  for (const auto& change : std::vector<void (*)(v1::SearchPhrasesRequest*)>{
           [](auto* r) { r->set_query("好"); },
           [](auto* r) { r->set_scene("opening"); },
           [](auto* r) { r->set_locale("zh-TW"); }}) {
    v1::SearchPhrasesRequest other = request;
    change(&other);
    EXPECT_THAT(SearchPhrases(*library, other), is_refused);
  }
}

TEST(SearchPhrasesTest, AQueryHasAtMostAKilobyte) {
  EXPECT_THAT(SearchFor(std::string(1024, 'q')), IsEmpty());
  v1::SearchPhrasesRequest request;
  request.set_query(std::string(1025, 'q'));
  EXPECT_THAT(SearchPhrases(*MakeScenes(), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("query: it has 1025 bytes, more than 1024")));
}

TEST(SearchPhrasesTest, WhatIsNoLocaleIsRefused) {
  v1::SearchPhrasesRequest request;
  request.set_locale("中文");
  EXPECT_THAT(SearchPhrases(*MakeScenes(), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("locale: \"中文\" is no BCP 47 tag")));
}

}  // namespace
}  // namespace wanyan
