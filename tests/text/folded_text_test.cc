#include "text/folded_text.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "text/utf8.h"

namespace wanyan {
namespace {

using std::string_literals::operator""s;

std::string Folded(std::string_view text, FoldMode mode = FoldMode::kFolded) {
  return FoldedText::Fold(text, mode).utf8();
}

// The part of `text` that its folded character i stands for.
std::string Original(std::string_view text, uint32_t i,
                     FoldMode mode = FoldMode::kFolded) {
  const TextRange range = FoldedText::Fold(text, mode)[i].original;
  return std::string(text.substr(range.begin, range.size()));
}

struct FoldCase {
  std::string text;
  std::string folded;
};

TEST(FoldedTextTest, FoldsCaseAndWidth) {
  for (const FoldCase& c : {
           FoldCase{"", ""},
           FoldCase{"OK", "ok"},
           FoldCase{"ＯＫ　１２：３０", "ok 12:30"},
           FoldCase{"ｶﾞｯﾂ", "ガッツ"},
           FoldCase{"Straße", "strasse"},
           FoldCase{"ÕÄÖÜ Š", "õäöü š"},
           FoldCase{"ﬁne ① ㎏ ½", "fine 1 kg 1⁄2"},
           FoldCase{"㍿", "株式会社"},
           FoldCase{"Ǆ Ω K Å", "dž ω k å"},
       }) {
    EXPECT_EQ(Folded(c.text), c.folded) << c.text;
  }
}

TEST(FoldedTextTest, FoldsTraditionalToSimplified) {
  for (const FoldCase& c : {
           FoldCase{"我們沒辦法處理", "我们没办法处理"},
           FoldCase{"妳看著裏面裡面", "你看着里面里面"},
           FoldCase{"説爲牠的頭髮發", "说为它的头发发"},
           FoldCase{"甚麼瞭解乾淨", "什么了解干净"},
           FoldCase{"臺灣台湾", "台湾台湾"},
           FoldCase{"\uF9DC", "隆"},      // a compatibility ideograph
           FoldCase{"\U0002F804", "你"},  // one far from its character
           FoldCase{"\u2F00", "一"},      // a radical
       }) {
    EXPECT_EQ(Folded(c.text), c.folded) << c.text;
  }
}

// Where one of the two scripts writes differently from word to word, both
// spellings of each word meet.
TEST(FoldedTextTest, SpellingsOfOneWordMeet) {
  for (const FoldCase& c : {
           FoldCase{"看著", "看着"},
           FoldCase{"著作", "著作"},
           FoldCase{"答覆", "答复"},
           FoldCase{"覆蓋", "覆盖"},
           FoldCase{"藉口", "借口"},
           FoldCase{"彷彿", "仿佛"},
           FoldCase{"瞭解", "了解"},
           FoldCase{"瞭望", "瞭望"},
           FoldCase{"計畫", "计划"},
           FoldCase{"甚麼", "什么"},
           FoldCase{"沈沒", "沉没"},
           FoldCase{"項鍊", "项链"},
           FoldCase{"乾坤", "乾坤"},
           FoldCase{"乾淨", "干净"},
           FoldCase{"餘額", "余额"},
           FoldCase{"週末", "周末"},
           FoldCase{"姊姊", "姐姐"},
           FoldCase{"牴觸", "抵触"},
       }) {
    EXPECT_EQ(Folded(c.text), Folded(c.folded)) << c.text;
  }
}

// Templates' regular expressions see folded text; who writes Simplified must
// find it as written.
TEST(FoldedTextTest, EverydaySimplifiedCharactersNameTheirClass) {
  for (std::string_view text : {"我们没办法，您必须等着", "不可能，只能退换货",
                                "系统后台复查了", "抬咬炮薯么具余姐借钟坂巨"}) {
    EXPECT_EQ(Folded(text).substr(0, 3), text.substr(0, 3));
  }
  EXPECT_EQ(Folded("抬咬炮薯么具余姐借钟坂巨"), "抬咬炮薯么具余姐借钟坂巨");
}

TEST(FoldedTextTest, FoldsMarksToAscii) {
  EXPECT_EQ(Folded("can’t don‘t it′s o‛k ‹x›"), "can't don't it's o'k 'x'");
  EXPECT_EQ(Folded("“a”„b‟«c»「d」『e』＂f＂〝g〞"),
            "\"a\"\"b\"\"c\"\"d\"\"e\"\"f\"\"g\"");
  EXPECT_EQ(Folded("a‐b‑c‒d–e—f―g−h－i"), "a-b-c-d-e-f-g-h-i");
}

TEST(FoldedTextTest, DropsInvisibleCharacters) {
  // Soft hyphen, ZWSP, ZWJ, VS16, BOM, Hangul filler, a tag, bidi marks.
  EXPECT_EQ(Folded("没\u00AD办\u200B法"), "没办法");
  EXPECT_EQ(Folded("\uFEFFo\u200Dk\uFE0F\u3164\U000E0041\u202E!"), "ok!");
  EXPECT_EQ(Folded("👩\u200D💻"), "👩💻");
  EXPECT_EQ(Folded("\u200B\uFEFF"), "");
}

TEST(FoldedTextTest, KeepsNul) {
  EXPECT_EQ(Folded("a\0b"s), "a\0b"s);
  EXPECT_EQ(FoldedText::Fold("a\0b"s)[1].traits, 0);
}

TEST(FoldedTextTest, FoldsWhiteSpace) {
  for (const FoldCase& c : {
           FoldCase{"没 办　法", "没办法"},
           FoldCase{"没 \t\u00A0 办", "没办"},
           FoldCase{"没 \u200B 办", "没办"},
           FoldCase{" 没 ", " 没 "},
           FoldCase{"a \t b", "a b"},
           FoldCase{"没 a 办", "没 a 办"},
           FoldCase{"没 ，办", "没 ,办"},
           FoldCase{"好 ㍿", "好株式会社"},
           FoldCase{"每々 〇", "每々〇"},
           FoldCase{"あ い", "あ い"},
       }) {
    EXPECT_EQ(Folded(c.text), c.folded) << c.text;
  }
}

TEST(FoldedTextTest, KeepsLineBreaks) {
  EXPECT_EQ(Folded("没\n办"), "没\n办");
  EXPECT_EQ(Folded("a\r\nb\rc\n\nd"), "a\nb\nc\n\nd");
  EXPECT_EQ(Folded("a\u2028b\u2029c\u0085d\ve\ff"), "a\nb\nc\nd\ne\nf");
  EXPECT_EQ(Folded("没 \n 办"), "没 \n 办");
  EXPECT_EQ(Original("a\r\nb", 1), "\r\n");
  EXPECT_EQ(Original("a\r\nb", 2), "b");
}

TEST(FoldedTextTest, ComposesMarks) {
  EXPECT_EQ(Folded("cafe\u0301"), "café");
  EXPECT_EQ(Folded("e\u200B\u0301"), "é");
  EXPECT_EQ(Folded("\u1100\u1161\u11A8"), "각");
  // Order of marks of different classes does not matter.
  EXPECT_EQ(Folded("q\u0323\u0307"), Folded("q\u0307\u0323"));
  // Case folding respects canonical equivalence.
  EXPECT_EQ(Folded("α\u0345\u0301"), Folded("α\u0301\u0345"));
  // A line break takes none.
  EXPECT_EQ(Folded("a\r\n\u0301b"), "a\n\u0301b");
}

TEST(FoldedTextTest, ABaseWithAMarkIsAnotherCharacter) {
  const FoldedText text = FoldedText::Fold("q\u0301q办\u0301 \u0301");
  ASSERT_EQ(text.size(), 7u);
  EXPECT_EQ(text[0].value, U'q' | kAltered);
  EXPECT_EQ(text[1].value, U'\u0301');
  EXPECT_TRUE(text[1].Is(kMarkChar));
  EXPECT_EQ(text[2].value, U'q');
  EXPECT_EQ(text[3].value, U'办' | kAltered);
  EXPECT_EQ(text[5].value, U' ' | kAltered);
  EXPECT_EQ(text.utf8(), "q\u0301q办\u0301 \u0301");
}

TEST(FoldedTextTest, RangesPointIntoTheOriginal) {
  const std::string text = "  Ａb\u200B沒 \u3000辦e\u0301㎏👩\u200D💻";
  std::vector<std::string> originals;
  for (uint32_t i = 0; i < FoldedText::Fold(text).size(); ++i) {
    originals.push_back(Original(text, i));
  }
  EXPECT_EQ(originals,
            (std::vector<std::string>{"  ", "Ａ", "b", "沒", "辦", "e\u0301",
                                      "㎏", "㎏", "👩", "💻"}));
  const FoldedText folded = FoldedText::Fold(text);
  EXPECT_EQ(folded.OriginalRange({3, 5}), (TextRange{9, 19}));
}

TEST(FoldedTextTest, HasTraits) {
  struct Case {
    std::string text;
    int traits;
  };
  for (const Case& c : {
           Case{"办", kHanChar},
           Case{"々", kHanChar},
           Case{"a", kWordChar},
           Case{"õ", kWordChar},
           Case{"я", kWordChar},
           Case{"각", kWordChar},
           Case{"3", kWordChar | kDigitChar},
           Case{"３", kWordChar | kDigitChar},
           Case{"٣", kWordChar | kDigitChar},
           Case{"\u0301", kWordChar | kMarkChar},
           Case{"か", 0},
           Case{"ー", 0},
           Case{"ก", 0},
           Case{" ", kSpaceChar},
           Case{"\t", kSpaceChar},
           Case{"\r\n", kLineBreakChar | kClauseEndChar | kSentenceEndChar},
           Case{"、", kPunctuationChar},
           Case{"+", kPunctuationChar},
           Case{"👍", kPunctuationChar},
           Case{"，", kPunctuationChar | kClauseEndChar},
           Case{"！", kPunctuationChar | kClauseEndChar | kSentenceEndChar},
           Case{"\x01", 0},
       }) {
    EXPECT_EQ(FoldedText::Fold(c.text)[0].traits, c.traits) << c.text;
  }
}

TEST(FoldedTextTest, ExactKeepsCodePoints) {
  const std::string text = "ＯK\u200B 沒 辦\r\ne\u0301…";
  const FoldedText exact = FoldedText::Fold(text, FoldMode::kExact);
  EXPECT_EQ(exact.utf8(), text);
  EXPECT_EQ(exact.size(), CountCodePoints(text));
  EXPECT_EQ(exact[9].value, U'e' | kAltered);
  EXPECT_TRUE(exact[7].Is(kLineBreakChar));
  EXPECT_TRUE(exact[11].Is(kSentenceEndChar));
}

TEST(FoldedTextTest, TolerantDropsPunctuationAndRepeats) {
  for (const FoldCase& c : {
           FoldCase{"搞*定", "搞定"},
           FoldCase{"搞搞定定", "搞定"},
           FoldCase{"搞.定。。好", "搞定。好"},
           FoldCase{"搞，定", "搞,定"},
           FoldCase{"n-o-o-o!!", "no!"},
           FoldCase{"can’t", "cant"},
           FoldCase{"3.5", "35"},
       }) {
    EXPECT_EQ(Folded(c.text, FoldMode::kTolerant), c.folded) << c.text;
  }
  EXPECT_EQ(Original("搞搞定", 0, FoldMode::kTolerant), "搞搞");
  EXPECT_EQ(Original("没-没办", 0, FoldMode::kTolerant), "没-没");
}

TEST(FoldedTextTest, MapsToUtf8) {
  const FoldedText text = FoldedText::Fold("Aé沒👍");
  EXPECT_EQ(text.utf8(), "aé没👍");
  EXPECT_EQ(text.Utf8Offset(0), 0u);
  EXPECT_EQ(text.Utf8Offset(2), 3u);
  EXPECT_EQ(text.Utf8Offset(4), 10u);
  EXPECT_EQ(text.CharAtUtf8Offset(0), 0u);
  EXPECT_EQ(text.CharAtUtf8Offset(2), 2u);
  EXPECT_EQ(text.CharAtUtf8Offset(3), 2u);
  EXPECT_EQ(text.CharAtUtf8Offset(10), 4u);
}

TEST(FoldedTextTest, KnowsTheEdgesOfWords) {
  struct Case {
    std::string text;
    std::vector<uint32_t> edges;
  };
  for (const Case& c : {
           Case{"", {0}},
           Case{"scan", {0, 4}},
           Case{"can't", {0, 5}},
           Case{"can’t", {0, 5}},
           Case{"dogs' x", {0, 4, 5, 6, 7}},
           Case{"3.5", {0, 3}},
           Case{"1,000", {0, 5}},
           Case{"3. a", {0, 1, 2, 3, 4}},
           Case{"a.b", {0, 1, 2, 3}},
           Case{"没ok办", {0, 1, 3, 4}},
           Case{"没办", {0, 1, 2}},
           Case{"a_b", {0, 1, 2, 3}},
           Case{"q\u0301x", {0, 3}},
       }) {
    const FoldedText text = FoldedText::Fold(c.text);
    std::vector<uint32_t> edges;
    for (uint32_t i = 0; i <= text.size(); ++i) {
      if (text.IsWordEdge(i)) edges.push_back(i);
    }
    EXPECT_EQ(edges, c.edges) << c.text;
  }
}

TEST(FoldLiteralTest, FoldsLikeTextButKeepsSpaces) {
  EXPECT_EQ(FoldLiteral("沒 辦　法ＯＫ", FoldMode::kFolded), U"没 办 法ok");
  EXPECT_EQ(FoldLiteral(" a \t b ", FoldMode::kFolded), U" a b ");
  EXPECT_EQ(FoldLiteral("搞搞*定", FoldMode::kTolerant), U"搞定");
  EXPECT_EQ(FoldLiteral("OK", FoldMode::kExact), U"OK");
  EXPECT_EQ(FoldLiteral("", FoldMode::kFolded), U"");
  const std::u32string altered = {U'q' | kAltered, U'\u0301'};
  EXPECT_EQ(FoldLiteral("Q\u0301", FoldMode::kFolded), altered);
}

std::string Repeated(std::string_view part, size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += part;
  return text;
}

// What would be quadratic takes minutes here, and linear time milliseconds.
TEST(FoldedTextTest, HostileTextCostsLinearTime) {
  constexpr size_t kBytes = 256 * 1024;
  std::vector<std::string> texts = {
      "a" + Repeated("\u0301", kBytes),
      // Marks in descending order of their classes, all to be sorted.
      "a" + Repeated("\u0301", kBytes) + Repeated("\u0323", kBytes),
      "a" + Repeated("\u0301\u0323\u0334", kBytes),
      // Marks only after compatibility folding.
      "カ" + Repeated("\u0301\uFF9E", kBytes),
      Repeated("e\u0301", kBytes),
      Repeated("\u1161", kBytes),
      Repeated("\u200B", kBytes) + "\u0301",
      Repeated("a\u200B", kBytes) + "\u0301",
      Repeated("\uFDFA", kBytes),
      Repeated("。", kBytes),
      "好" + Repeated(" ", kBytes) + "好",
  };
  for (std::string_view part :
       {"[",    "{",       "{{",    "\"",   "“",        "「",        "“a",
        "”",    "`",       "``` `", "%",    "%1",       "@",         "a@",
        "a@b.", "http://", "://",   "www.", "http://(", "http://a)", "[a",
        "{a",   "[a]",     "'",     "‘",    "a.",       "1,",        ": "}) {
    texts.push_back(Repeated(part, kBytes));
  }
  // Backtick runs of all lengths, none of which finds its like.
  std::string runs;
  for (size_t length = 1; runs.size() < kBytes; ++length) {
    runs += std::string(length, '`') + "x";
  }
  texts.push_back(runs);
  for (const std::string& text : texts) {
    const std::clock_t start = std::clock();
    FoldedText::Fold(text);
    FoldedText::Fold(text, FoldMode::kTolerant);
    EXPECT_LT(std::clock() - start, 5 * CLOCKS_PER_SEC)
        << testing::PrintToString(text.substr(0, 20));
  }
}

}  // namespace
}  // namespace wanyan
