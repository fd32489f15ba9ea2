#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "engine/checker.h"
#include "engine/test_library.h"

// "Cost: linear in the text, whatever the phrasebook holds": replies made to
// cost, of 16 and 64 kB, against books made to cost. Four times the text takes
// four times the time where cost is linear and sixteen times where it is
// quadratic; the bound lies so far from both that a busy machine decides
// nothing.

namespace wanyan {
namespace {

constexpr size_t kSmallest = 16 << 10;
constexpr double kMaxRatio = 9.0;
// Below, the clock and the machine decide more than the text.
constexpr double kNegligibleSeconds = 0.002;
// Above, one run is enough to tell.
constexpr double kPlainSeconds = 0.1;
constexpr int kRuns = 3;

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * 1e-9;
}

// `unit` over and over, as often as it fits into `bytes`.
std::string Repeated(std::string_view unit, size_t bytes) {
  std::string text;
  while (text.size() + unit.size() <= bytes) text += unit;
  return text;
}

// The least CPU time that one check took.
double SecondsFor(const Library& library, const std::string& reply) {
  CheckRequest request;
  request.reply = reply;
  request.locale = "zh-Hans";
  double best = 1e9;
  for (int run = 0; run < kRuns; ++run) {
    const double begin = CpuSeconds();
    const auto result = CheckReply(library, request);
    best = std::min(best, CpuSeconds() - begin);
    EXPECT_TRUE(result.ok()) << result.status();
    if (best < kNegligibleSeconds || best > kPlainSeconds) break;
  }
  return best;
}

struct HostileBook {
  std::string name;
  std::vector<std::string> rules;
  std::string more_keys = "";
};

std::vector<HostileBook> HostileBooks() {
  return {
      {"phrase", {RuleText("r", R"(forbid: ["你好"], rewrite: ["您好"])")}},
      {"one_character", {RuleText("r", R"(forbid: ["你"], rewrite: ["您"])")}},
      {"over",
       {RuleText("under", R"(forbid: ["你"])"),
        RuleText("over", R"(over: [under], forbid: ["你"])")}},
      {"overlapping",
       {RuleText("a", R"(severity: info, forbid: ["你你你"])"),
        RuleText("b", R"(forbid: ["你你"])"),
        RuleText("c", R"(severity: error, forbid: ["你"])")}},
      {"gap", {RuleText("r", R"(forbid: ["你{...}好"])")}},
      {"sentence_gap", {RuleText("r", R"(forbid: ["你{..}好"])")}},
      {"sentence_gaps", {RuleText("r", R"(forbid: ["你{..}你{..}你"])")}},
      {"without",
       {RuleText("r", R"(forbid: ["你{..!<deny>}好"])")},
       R"(sets: {deny: ["不{...}不"]})"},
      {"slots",
       {RuleText("r", R"(forbid: ["你{x}好{y}"], rewrite: ["{y}{x}"])")}},
      {"leading_slot",
       {RuleText("r", R"(forbid: ["{x}你"], rewrite: ["您{x}"])")}},
      {"same_slot", {RuleText("r", R"(forbid: ["{x}你{x}好"])")}},
      {"typed_slot", {RuleText("r", R"(forbid: ["{number}你"])")}},
      {"anchors", {RuleText("r", R"(forbid: ["^你", "你$", "^^你", "你$$"])")}},
      {"words", {RuleText("r", R"(forbid: ["a* a*", "a [a] [a] b"])")}},
      {"regex",
       {RuleText("r", R"(forbid: [{regex: "你+"}, {regex: "a.*b"}])")}},
      {"before",
       {RuleText("r", R"(forbid: ["你"], unless: [c])")},
       R"(contexts: {c: {before: ["好{...}不"]}})"},
      {"before_sentence",
       {RuleText("r", R"(forbid: ["你"], unless: [c])")},
       R"(contexts: {c: {before: ["你{x}"]}})"},
      {"after",
       {RuleText("r", R"(forbid: ["你"], unless: [c])")},
       R"(contexts: {c: {after: ["{...}不你"]}})"},
      {"nearest",
       {RuleText("r", R"(forbid: ["你"], unless: [c, d])")},
       R"(contexts: {c: {nearest_before: {of: ["你", "好"], is: "好", in: reply}},)"
       R"( d: {nearest_after: {of: ["你", "好"], is: "好"}}})"},
      {"has",
       {RuleText("r", R"(forbid: ["你"], only_if: [c, d])")},
       R"(contexts: {c: {clause_has: {none: ["好{...}不"]}},)"
       R"( d: {sentence_has: {none: ["不好"]}}})"},
      {"exceptions",
       {RuleText("r", R"(forbid: ["你"], except: ["好{..}你"])")}},
      {"quoted",
       {RuleText("r", R"(forbid: ["你"], unless: [quoted, question])")}},
      {"clause_rewrites",
       {RuleText("r", R"(forbid: ["你"], rewrite: [{clause: "您"}])")}},
      {"reply_rewrites",
       {RuleText(
           "r",
           R"(forbid: ["你"], rewrite: [{sentence: "您"}, {reply: "好"}])")}},
      {"rewrite_cycle",
       {RuleText("a", R"(forbid: ["你"], rewrite: ["好", "不"])"),
        RuleText("b", R"(forbid: ["好"], rewrite: ["不", "你"])"),
        RuleText("c", R"(forbid: ["不"], rewrite: ["你", "好"])")}},
      {"exact_and_tolerant",
       {RuleText("a", R"(match: exact, forbid: ["你"], unless: [quoted])"),
        RuleText("b",
                 R"(match: tolerant, forbid: ["你好"], unless: [quoted])")}},
  };
}

struct HostileReply {
  std::string name;
  std::function<std::string(size_t bytes)> make;
};

std::function<std::string(size_t)> Repeats(const std::string& unit) {
  return [unit](size_t bytes) { return Repeated(unit, bytes); };
}

std::vector<HostileReply> HostileReplies() {
  return {
      {"one character", Repeats("你")},
      {"a phrase", Repeats("你好")},
      {"with digits", Repeats("你好1不")},
      {"clauses", Repeats("你不好，")},
      {"sentences", Repeats("你好。")},
      {"lines", Repeats("你\n")},
      {"words", Repeats("a ")},
      {"one word", Repeats("a")},
      {"white space", Repeats(" ")},
      {"line breaks", [](size_t n) { return Repeated("\n", n - 3) + "你"; }},
      {"combining marks",
       [](size_t n) { return "你" + Repeated("\u0301", n - 3); }},
      {"invisible", Repeats("\u200B你")},
      {"quotation marks", Repeats("“你")},
      {"nested quotations",
       [](size_t n) {
         return Repeated("“「", n / 2) + Repeated("」”", n / 2);
       }},
      {"question marks", Repeats("你？")},
      {"digits", Repeats("1,")},
      {"almost URLs", Repeats("http://你")},
      {"a URL",
       [](size_t n) { return "http://a.cn/" + Repeated("a", n - 16); }},
      {"almost addresses", Repeats("a@你")},
      {"almost placeholders", Repeats("{你")},
      {"backticks", Repeats("`你")},
      {"emoji", Repeats("👨‍👩你你")},
      {"flags", Repeats("🇨🇳")},
  };
}

class ComplexityTest : public testing::TestWithParam<HostileBook> {};

TEST_P(ComplexityTest, CostIsLinear) {
  const HostileBook& book = GetParam();
  const auto library =
      MakeLibrary({BookText("zh-hostile", book.rules, book.more_keys)});
  for (const HostileReply& reply : HostileReplies()) {
    SCOPED_TRACE(reply.name);
    const double before = SecondsFor(*library, reply.make(kSmallest));
    const double now = SecondsFor(*library, reply.make(kMaxReplyBytes));
    EXPECT_LT(now, kMaxRatio * std::max(before, kNegligibleSeconds))
        << "a quarter of the text took " << before << " s";
    RecordProperty(reply.name, absl::StrFormat("%.1f ms", now * 1e3));
  }
}

INSTANTIATE_TEST_SUITE_P(, ComplexityTest, testing::ValuesIn(HostileBooks()),
                         [](const auto& book) { return book.param.name; });

}  // namespace
}  // namespace wanyan
