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
void ExpectMasks(const Case (&cases)[n]) {
  for (const Case& c : cases) {
    EXPECT_EQ(Marked(FoldedText::Fold(c.text), kMaskedChar), c.marked)
        << c.text;
  }
}

TEST(MasksTest, Urls) {
  ExpectMasks({
      {"看https://a.com/x?b=1#c吧", "看[[https://a.com/x?b=1#c]]吧"},
      {"HTTP://A.com", "[[http://a.com]]"},
      {"https://a.com，好", "[[https://a.com]],好"},
      {"https://a.com。", "[[https://a.com]]。"},
      {"See http://a.com/x.", "see [[http://a.com/x]]."},
      {"(http://a.com/x), http://b", "([[http://a.com/x]]), [[http://b]]"},
      {"https://et.wikipedia.org/wiki/Õun_(x)",
       "[[https://et.wikipedia.org/wiki/õun_(x)]]"},
      {"\"http://a.com\" <http://b.com>",
       "\"[[http://a.com]]\" <[[http://b.com]]>"},
      {"weixin://dl/x", "[[weixin://dl/x]]"},
      {"www.a.com: 好", "[[www.a.com]]: 好"},
      {"awww.no", "awww.no"},
      {"http:// a", "http:// a"},
      {"://a", "://a"},
      {"中://a", "中://a"},
      {"ｈｔｔｐ：//a.com", "http://a.com"},
      {"http://a.com http://b.com", "[[http://a.com]] [[http://b.com]]"},
      {"http://", "http://"},
      {"www.", "www."},
  });
}

TEST(MasksTest, EmailAddresses) {
  ExpectMasks({
      {"发到a.b+c@mail.example.com吧", "发到[[a.b+c@mail.example.com]]吧"},
      {"to a@b.ee.", "to [[a@b.ee]]."},
      {"a@b.com, c@d.org", "[[a@b.com]], [[c@d.org]]"},
      {"@customer hi", "@customer hi"},
      {"a@b", "a@b"},
      {"a@.com", "a@.com"},
      {"5 @ 3.50", "5 @ 3.50"},
      {"a＠b.com", "a@b.com"},
      {"@", "@"},
  });
}

TEST(MasksTest, CodeInBackticks) {
  ExpectMasks({
      {"用`rm -rf`吧", "用[[`rm -rf`]]吧"},
      {"``a`b`` c", "[[``a`b``]] c"},
      {"`a`b`c`", "[[`a`]]b[[`c`]]"},
      {"`open", "`open"},
      {"`a\nb`", "`a\nb`"},
      {"``", "``"},
  });
}

TEST(MasksTest, Placeholders) {
  ExpectMasks({
      {"您好{name}，{{order.id}}", "您好[[{name}]],[[{{order.id}}]]"},
      {"{count, number}件", "[[{count, number}]]件"},
      {"{{{x}}}y", "[[{{{x}}}]]y"},
      {"{} {x", "{} {x"},
      {"{好吗？}", "{好吗?}"},
      {"{a\nb}", "{a\nb}"},
      {"%s %d %1$s %.2f %ld %@",
       "[[%s]] [[%d]] [[%1$s]] [[%.2f]] [[%ld]] [[%@]]"},
      {"您%s好", "您[[%s]]好"},
      {"50%discount 100% sure %something", "50%discount 100% sure %something"},
      {"您的[订单号]已发", "您的[[[订单号]]]已发"},
      {"［订单号］", "[[[订单号]]]"},
      {"Dear [customer name], [DATE]", "dear [[[customer name]]], [[[date]]]"},
      {"[your order_no #]", "[[[your order_no #]]]"},
  });
}

// Brackets hold prose as well: citations, remarks, links.
TEST(MasksTest, BracketedProseIsNoPlaceholder) {
  ExpectMasks({
      {"so [1] and [12]", "so [1] and [12]"},
      {"[we really cannot help]", "[we really cannot help]"},
      {"[没办法，真的]", "[没办法,真的]"},
      {"[我们真的没有办法给您处理]", "[我们真的没有办法给您处理]"},
      {"[没办法](http://a.com)", "[没办法]([[http://a.com]])"},
      {"【没办法】", "【没办法】"},
      {"[]", "[]"},
      {"[a\nb]", "[a\nb]"},
      // A remark of one word cannot be told from a label.
      {"it were [sic] done", "it were [[[sic]]] done"},
  });
}

TEST(MasksTest, ExactTextHasTheSameMasks) {
  const auto exact = [](const std::string& text) {
    return Marked(FoldedText::Fold(text, FoldMode::kExact), kMaskedChar);
  };
  EXPECT_EQ(exact("看HTTPS://A.com，{X}"), "看[[HTTPS://A.com]]，[[{X}]]");
}

}  // namespace
}  // namespace wanyan
