#include "cases/properties.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "rewrite/facts.h"
#include "text/folded_text.h"
#include "text/graphemes.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

bool IsCodePointBorder(std::string_view text, size_t offset) {
  return offset == text.size() ||
         (offset < text.size() &&
          (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80);
}

void ExpectPlaced(std::string_view reply, const Finding& finding) {
  const TextRange span = finding.span;
  ASSERT_LT(span.begin, span.end);
  ASSERT_LE(span.end, reply.size());
  EXPECT_EQ(GrowToGraphemes(reply, span), span);
  EXPECT_EQ(finding.matched_text, reply.substr(span.begin, span.size()));
  for (const Suggestion& suggestion : finding.suggestions) {
    ASSERT_LE(suggestion.span.begin, suggestion.span.end);
    ASSERT_LE(suggestion.span.end, reply.size());
    EXPECT_TRUE(IsCodePointBorder(reply, suggestion.span.begin));
    EXPECT_TRUE(IsCodePointBorder(reply, suggestion.span.end));
    EXPECT_EQ(FirstIllFormedByte(suggestion.replacement), std::nullopt);
  }
}

Facts AllFacts(std::string_view text) {
  const FoldedText folded = FoldedText::Fold(text);
  return FactsIn(text, folded, {0, folded.size()});
}

// Those that stand outside of what is forbidden, where a number can be a part
// of the phrase: "100% sure".
Facts FactsToKeep(std::string_view reply,
                  const std::vector<Finding>& findings) {
  Facts facts = AllFacts(reply);
  for (const Finding& finding : findings) {
    for (const auto& [fact, count] : AllFacts(finding.matched_text)) {
      facts[fact] -= std::min(facts[fact], count);
    }
  }
  return facts;
}

void ExpectGoodRewrite(const Library& library, CheckRequest request,
                       const CheckResult& result) {
  const std::string& rewrite = *result.rewrite;
  EXPECT_EQ(FirstIllFormedByte(rewrite), std::nullopt);
  EXPECT_TRUE(KeepsFacts(rewrite, FactsToKeep(request.reply, result.findings)))
      << rewrite;
  // The second check is made in the way of the first.
  request.locale = result.locale;
  request.reply = rewrite;
  const auto again = CheckReply(library, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->verdict, Verdict::kAllow) << rewrite;
  EXPECT_EQ(again->rewrite, std::nullopt) << rewrite;
}

}  // namespace

void ExpectProperties(const Library& library, const CheckRequest& request,
                      const CheckResult& result) {
  for (const Finding& finding : result.findings) {
    ExpectPlaced(request.reply, finding);
  }
  EXPECT_TRUE(std::is_sorted(result.findings.begin(), result.findings.end(),
                             [](const Finding& a, const Finding& b) {
                               return a.span.begin < b.span.begin;
                             }));
  if (result.rewrite.has_value()) {
    EXPECT_EQ(result.rewrite_reason, RewriteReason::kNone);
    ExpectGoodRewrite(library, request, result);
  }
  const auto again = CheckReply(library, request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->findings, result.findings);
  EXPECT_EQ(again->rewrite, result.rewrite);
}

}  // namespace wanyan
