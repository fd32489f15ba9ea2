#include <gtest/gtest.h>

#include <string>

#include "text/folded_text.h"
#include "text/marked.h"

namespace wanyan {
namespace {

struct Case {
  std::string text;
  std::string marked;
};

template <size_t n>
void ExpectQuoted(const Case (&cases)[n]) {
  for (const Case& c : cases) {
    EXPECT_EQ(Marked(FoldedText::Fold(c.text), kQuotedChar), c.marked)
        << c.text;
  }
}

TEST(QuotesTest, PairsOfEveryKind) {
  ExpectQuoted({
      {"说“不行”吗", "说\"[[不行]]\"吗"},
      {"说‘不行’吗", "说'[[不行]]'吗"},
      {"说「不行」吗", "说\"[[不行]]\"吗"},
      {"说｢不行｣吗", "说\"[[不行]]\"吗"},
      {"说『不行』吗", "说\"[[不行]]\"吗"},
      {"«нет»", "\"[[нет]]\""},
      {"„ei saa“ „ei“ „ja”", "\"[[ei saa]]\" \"[[ei]]\" \"[[ja]]\""},
      {"\"no\" ＂no＂ ″no″", "\"[[no]]\" \"[[no]]\" ''[[no]]''"},
      {"\"no＂", "\"[[no]]\""},
      {"“”", "\"\""},
  });
}

TEST(QuotesTest, NestedPairs) {
  ExpectQuoted({
      {"“a‘b’c”d", "\"[[a'b'c]]\"d"},
      {"「a「b」c」d", "\"[[a\"b\"c]]\"d"},
      {"“a “b” c", "\"a \"[[b]]\" c"},
  });
}

TEST(QuotesTest, WhatIsNotClosedIsNoQuotation) {
  ExpectQuoted({
      {"“没办法", "\"没办法"},
      {"没办法”", "没办法\""},
      {"\"没办法", "\"没办法"},
      {"“没办法」", "\"没办法\""},
      {"”a“", "\"a\""},
  });
}

TEST(QuotesTest, ApostrophesAndInchesDoNotQuote) {
  ExpectQuoted({
      {"can't won't", "can't won't"},
      {"'no'", "'no'"},
      {"can’t, won’t", "can't, won't"},
      {"he said ‘I can’t help’ twice", "he said '[[i can't help]]' twice"},
      {"12\" and 15\" screens", "12\" and 15\" screens"},
      {"the \"iPhone 12\" and", "the \"[[iphone 12]]\" and"},
  });
}

TEST(QuotesTest, AtMostTwoHundredCharacters) {
  const std::string longest(200, 'x');
  EXPECT_TRUE(FoldedText::Fold("“" + longest + "”")[1].Is(kQuotedChar));
  EXPECT_FALSE(FoldedText::Fold("“" + longest + "x”")[1].Is(kQuotedChar));
  EXPECT_FALSE(FoldedText::Fold("\"" + longest + "x\"")[1].Is(kQuotedChar));
  // The second of two far marks may open the next quotation.
  EXPECT_EQ(Marked(FoldedText::Fold("\"" + longest + "x\"a\""), kQuotedChar),
            "\"" + longest + "x\"[[a]]\"");
}

TEST(QuotesTest, MarksInsideMasksDoNotCount) {
  ExpectQuoted({{"用`\"`说\"好\"", "用`\"`说\"[[好]]\""}});
}

TEST(QuotesTest, ExactTextHasTheSameQuotations) {
  EXPECT_EQ(Marked(FoldedText::Fold("说“不行”、＂ok＂", FoldMode::kExact),
                   kQuotedChar),
            "说“[[不行]]”、＂[[ok]]＂");
}

}  // namespace
}  // namespace wanyan
