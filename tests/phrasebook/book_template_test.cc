#include "phrasebook/book_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "match/pattern_text.h"
#include "phrasebook/parser.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view kBook = R"yaml(
phrasebook: zh
language: zh
title: t
slots: {code: "[a-z]{2}"}
sets: {agent: ["我[们]"], thing: ["<agent>的(货|款)"], re: [{regex: "a+"}]}
rules: [{id: r, norm: n, message: m, match: exact, forbid: ["OK"],
         examples: {flags: [OK], allows: [ok]}}]
)yaml";

class BookTemplateTest : public ::testing::Test {
 protected:
  BookTemplateTest() {
    std::vector<Diagnostic> diagnostics;
    book_ = ParsePhrasebook("zh.yaml", kBook, &diagnostics);
    EXPECT_THAT(diagnostics, IsEmpty());
  }

  // The codes of what is wrong.
  std::vector<std::string> ErrorsIn(const Phrasebook* book,
                                    std::string_view source) {
    std::vector<TemplateError> errors;
    EXPECT_EQ(ParseTemplateFor(book, source, FoldMode::kFolded, &errors),
              std::nullopt);
    std::vector<std::string> codes;
    for (const TemplateError& error : errors) codes.push_back(error.code);
    return codes;
  }

  std::optional<Phrasebook> book_;
};

TEST_F(BookTemplateTest, KnowsTheSetsAndSlotsOfItsBook) {
  std::vector<TemplateError> errors;
  const auto found = ParseTemplateFor(&*book_, "<thing>不{code}退{what}",
                                      FoldMode::kFolded, &errors);
  EXPECT_THAT(errors, IsEmpty());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(PatternText(found->pattern), "<thing>不{code}退{what}");
  EXPECT_EQ(found->source, "<thing>不{code}退{what}");
  EXPECT_THAT(found->slots, ElementsAre("code", "what"));
}

TEST_F(BookTemplateTest, FoldsAsItIsCompared) {
  std::vector<TemplateError> errors;
  const auto exact =
      ParseTemplateFor(&*book_, "<agent>ＯＫ", FoldMode::kExact, &errors);
  ASSERT_TRUE(exact.has_value());
  EXPECT_EQ(PatternText(exact->pattern), "<agent>ＯＫ");
}

TEST_F(BookTemplateTest, WithoutABookThereAreNoSets) {
  EXPECT_THAT(ErrorsIn(nullptr, "<agent>不"), ElementsAre("undefined-set"));
  std::vector<TemplateError> errors;
  EXPECT_TRUE(
      ParseTemplateFor(nullptr, "付{money}", FoldMode::kFolded, &errors));
}

TEST_F(BookTemplateTest, IsHeldToWhatABooksTemplatesAreHeldTo) {
  EXPECT_THAT(ErrorsIn(&*book_, "[不]{x}"), ElementsAre("no-literal"));
  EXPECT_THAT(ErrorsIn(&*book_, "(不"), SizeIs(1));
  EXPECT_THAT(ErrorsIn(&*book_, "不<re>"), SizeIs(1));
  EXPECT_THAT(ErrorsIn(&*book_, ""), SizeIs(1));
}

}  // namespace
}  // namespace wanyan
