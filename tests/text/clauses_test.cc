#include <gtest/gtest.h>

#include <string>

#include "text/folded_text.h"
#include "text/marked.h"

// Clauses and sentences, as FoldedText::ClauseAt() and SentenceAt() tell them.

namespace wanyan {
namespace {

struct Case {
  std::string text;
  std::string marked;
};

TEST(ClausesTest, ClauseEndsAtMarks) {
  for (const Case& c : {
           Case{"您好，没办法｡", "[[您好]],[[没办法]]。"},
           Case{"a,b;c:d!e?f", "[[a]],[[b]];[[c]]:[[d]]![[e]]?[[f]]"},
           Case{"甲；乙：丙！丁？", "[[甲]];[[乙]]:[[丙]]![[丁]]?"},
           Case{"甲︐乙﹔丙", "[[甲]],[[乙]];[[丙]]"},
           Case{"苹果、梨", "[[苹果、梨]]"},
           Case{"一\n二\r\n三", "[[一]]\n[[二]]\n[[三]]"},
           Case{"一\u2028二", "[[一]]\n[[二]]"},
           Case{"等等…好", "[[等等]]...[[好]]"},
           Case{"ok. So", "[[ok]].[[ so]]"},
           Case{"", ""},
       }) {
    EXPECT_EQ(MarkedClauses(FoldedText::Fold(c.text)), c.marked) << c.text;
  }
}

TEST(ClausesTest, NumbersAreNotCut) {
  for (const Case& c : {
           Case{"1,000.50", "[[1,000.50]]"},
           Case{"10:30", "[[10:30]]"},
           Case{"10：30", "[[10:30]]"},
           Case{"１，０", "[[1]],[[0]]"},
           Case{"满100，3天", "[[满100]],[[3天]]"},
           Case{"1, 2", "[[1]],[[ 2]]"},
           Case{"a,1", "[[a]],[[1]]"},
           Case{"1;2", "[[1]];[[2]]"},
       }) {
    EXPECT_EQ(MarkedClauses(FoldedText::Fold(c.text)), c.marked) << c.text;
  }
}

TEST(ClausesTest, SentenceEndsAtMarks) {
  for (const Case& c : {
           Case{"您好，没办法。再说！", "[[您好,没办法]]。[[再说]]!"},
           Case{"a; b: c? d", "[[a; b: c]]?[[ d]]"},
           Case{"v1.2 is out. Yes.", "[[v1.2 is out]].[[ yes]]."},
           Case{"e.g. this", "[[e.g]].[[ this]]"},
           Case{"wait... ok", "[[wait..]].[[ ok]]"},
           Case{"wait… ok", "[[wait]]...[[ ok]]"},
           Case{"真的？！好", "[[真的]]?![[好]]"},
           Case{"a\n\nb", "[[a]]\n\n[[b]]"},
           Case{"好.", "[[好]]."},
       }) {
    EXPECT_EQ(MarkedSentences(FoldedText::Fold(c.text)), c.marked) << c.text;
  }
}

TEST(ClausesTest, NothingEndsInsideAMask) {
  EXPECT_EQ(MarkedClauses(FoldedText::Fold("看https://a.com/x?b:c,d 好，行")),
            "[[看https://a.com/x?b:c,d 好]],[[行]]");
  EXPECT_EQ(MarkedSentences(FoldedText::Fold("用`a? b!`吧")),
            "[[用`a? b!`吧]]");
}

TEST(ClausesTest, AMarkBelongsToTheClauseThatItEnds) {
  const FoldedText text = FoldedText::Fold("甲，，乙。");
  EXPECT_EQ(text.ClauseAt(0), (TextRange{0, 1}));
  EXPECT_EQ(text.ClauseAt(1), (TextRange{0, 1}));
  EXPECT_EQ(text.ClauseAt(2), (TextRange{0, 1}));
  EXPECT_EQ(text.ClauseAt(3), (TextRange{3, 4}));
  EXPECT_EQ(text.ClauseAt(4), (TextRange{3, 4}));
  EXPECT_EQ(text.ClauseAt(5), (TextRange{3, 4}));
  EXPECT_EQ(text.SentenceAt(0), (TextRange{0, 4}));
  EXPECT_EQ(text.SentenceAt(5), (TextRange{0, 4}));
  EXPECT_EQ(FoldedText::Fold("").ClauseAt(0), (TextRange{0, 0}));
  EXPECT_EQ(FoldedText::Fold("。好").ClauseAt(0), (TextRange{0, 0}));
}

TEST(ClausesTest, ExactTextHasTheSameMarks) {
  const auto exact = [](const std::string& text) {
    return MarkedClauses(FoldedText::Fold(text, FoldMode::kExact));
  };
  EXPECT_EQ(exact("您好，没办法｡等…"), "[[您好]]，[[没办法]]｡[[等]]…");
  EXPECT_EQ(exact("10：30"), "[[10：30]]");
}

}  // namespace
}  // namespace wanyan
