// What the service says about the shipped phrasebooks.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "api/phrasebook_calls.h"
#include "base/string_view.h"
#include "store/phrasebook_folder.h"
#include "support/data_dir.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ShippedBooksTest : public ::testing::Test {
 protected:
  ShippedBooksTest() {
    const auto loaded = LoadPhrasebookFolder(SourceDir() + "/phrasebooks");
    if (loaded.ok()) library_ = loaded->library;
  }
  void SetUp() override { ASSERT_NE(library_, nullptr); }

  std::vector<v1::Rule> AllRules() const {
    std::vector<v1::Rule> rules;
    v1::ListRulesRequest request;
    request.set_parent("phrasebooks/-");
    request.set_page_size(7);
    do {
      const auto page = ListRules(*library_, request);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) break;
      rules.insert(rules.end(), page->rules().begin(), page->rules().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return rules;
  }

  std::vector<v1::Phrase> AllPhrases(const std::string& locale) const {
    v1::SearchPhrasesRequest request;
    request.set_page_size(1000);
    request.set_locale(locale);
    const auto found = SearchPhrases(*library_, request);
    EXPECT_THAT(found, IsOk());
    if (!found.ok()) return {};
    return {found->phrases().begin(), found->phrases().end()};
  }

  // The line of a shipped file that `source` points to.
  std::string LineAt(const v1::SourceLocation& source) const {
    for (const Phrasebook& book : library_->phrasebooks()) {
      if (!book.file.ends_with("/" + source.file())) continue;
      const std::vector<std::string> lines = absl::StrSplit(book.content, '\n');
      return lines.at(static_cast<size_t>(source.line() - 1));
    }
    return "";
  }

  std::shared_ptr<const Library> library_;
};

TEST_F(ShippedBooksTest, AreAllListed) {
  const auto books = ListPhrasebooks(*library_, {});
  ASSERT_THAT(books, IsOk());
  std::map<std::string, v1::Phrasebook> by_name;
  for (const auto& book : books->phrasebooks()) by_name[book.name()] = book;
  EXPECT_EQ(by_name.size(), library_->phrasebooks().size());
  for (const Phrasebook& book : library_->phrasebooks()) {
    EXPECT_EQ(by_name["phrasebooks/" + book.id].title(), book.title);
  }
  const v1::Phrasebook& scenes = by_name["phrasebooks/zh-scenes"];
  EXPECT_EQ(scenes.title(), "客服场景用语");
  EXPECT_THAT(scenes.scenes(), Contains("opening"));
}

TEST_F(ShippedBooksTest, EachRuleIsListedOnceAndIsWhatGetRuleGives) {
  std::map<std::string, v1::Rule> rules;
  for (const v1::Rule& rule : AllRules()) rules[rule.name()] = rule;
  size_t count = 0;
  for (const Phrasebook& book : library_->phrasebooks()) {
    count += book.rules.size();
  }
  EXPECT_EQ(rules.size(), count);
  EXPECT_EQ(AllRules().size(), count);
  for (const auto& [name, listed] : rules) {
    v1::GetRuleRequest request;
    request.set_name(name);
    const auto rule = GetRule(*library_, request);
    ASSERT_THAT(rule, IsOk());
    EXPECT_EQ(rule->SerializeAsString(), listed.SerializeAsString());
  }
}

TEST_F(ShippedBooksTest, EachRuleHasWhatAUserInterfaceShows) {
  for (const v1::Rule& rule : AllRules()) {
    SCOPED_TRACE(rule.name());
    EXPECT_THAT(rule.message(), Not(IsEmpty()));
    EXPECT_THAT(rule.norm(), Not(IsEmpty()));
    EXPECT_NE(rule.severity(), v1::SEVERITY_UNSPECIFIED);
    EXPECT_FALSE(rule.disabled());
    EXPECT_GT(rule.forbid().entries_size(), 0);
    EXPECT_GT(rule.flags_size(), 0);
    EXPECT_GT(rule.allows_size(), 0);
    const std::string id = rule.name().substr(rule.name().rfind('/') + 1);
    EXPECT_THAT(LineAt(rule.source()), HasSubstr("id: " + id));
  }
}

TEST_F(ShippedBooksTest, EachPhraseStandsWhereItSays) {
  const std::vector<v1::Phrase> phrases = AllPhrases("");
  EXPECT_GE(phrases.size(), 40u);
  for (const v1::Phrase& phrase : phrases) {
    EXPECT_THAT(LineAt(phrase.source()), HasSubstr(phrase.text()));
  }
}

TEST_F(ShippedBooksTest, TraditionalPhrasesAreTheSameInOtherCharacters) {
  const std::vector<v1::Phrase> simplified = AllPhrases("zh-CN");
  const std::vector<v1::Phrase> traditional = AllPhrases("zh-TW");
  ASSERT_EQ(simplified.size(), traditional.size());
  for (size_t i = 0; i < simplified.size(); ++i) {
    EXPECT_EQ(simplified[i].source().SerializeAsString(),
              traditional[i].source().SerializeAsString());
    v1::SearchPhrasesRequest request;
    request.set_scene(simplified[i].scene());
    request.set_query(traditional[i].text());
    request.set_locale("zh-CN");
    const auto found = SearchPhrases(*library_, request);
    ASSERT_THAT(found, IsOk());
    ASSERT_GT(found->phrases_size(), 0) << traditional[i].text();
    EXPECT_EQ(found->phrases(0).text(), simplified[i].text());
  }
}

}  // namespace
}  // namespace wanyan
