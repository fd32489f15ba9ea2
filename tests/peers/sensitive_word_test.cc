#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/pattern.h"
#include "match/pattern_set.h"
#include "match/regex.h"
#include "match/text_scan.h"
#include "phrasebook/template_parser.h"
#include "support/data_dir.h"

// The unit tests of houbb's sensitive-word. A word of its lists is a template
// of ours; of matches that overlap the leftmost longest counts. Addresses and
// links are what we mask.

namespace wanyan {
namespace {

using nlohmann::json;
using ::testing::ElementsAreArray;

// How a case is ours, or why it is not.
struct CaseKind {
  enum How { kWords, kMask, kRegex, kNotOurs };
  How how;
  std::string expression_or_reason;
};

const std::map<std::string, CaseKind>& Kinds() {
  using How = CaseKind;
  static const auto* kinds = new std::map<std::string, CaseKind>{
      {"editWordTest", {How::kWords, ""}},
      {"editWordAllowTest", {How::kWords, ""}},
      {"emailEnglishTest", {How::kMask, ""}},
      {"ipv4CheckTest", {How::kRegex, "[0-9]{1,3}(\\.[0-9]{1,3}){3}"}},
      {"findAllTest", {How::kRegex, "[0-9]{8,}"}},
      {"ignoreNumStyleTest",
       {How::kNotOurs,
        "Chinese numerals and dingbat digits are no digits to "
        "NFKC case folding"}},
      {"englishWordMatchTest5", {How::kWords, ""}},
      {"englishWordNumMatchTest1",
       {How::kNotOurs, "69 is wanted in 695: to us a digit belongs to a word"}},
      {"englishWordNumMatchTest2", {How::kWords, ""}},
      {"englishWordNumMatchTest3", {How::kWords, ""}},
      {"commonUrlTest", {How::kMask, ""}},
      {"imageUrlTest", {How::kMask, ""}},
      {"allowAndDenyTest",
       {How::kNotOurs, "the word list is not part of the case"}},
      {"fallOverTest2", {How::kWords, ""}},
      {"fallOverTest3", {How::kWords, ""}},
      {"test", {How::kNotOurs, "the word list is not part of the case"}},
  };
  return *kinds;
}

// The strings in double quotes of a piece of Java: `"a", "b"`.
std::vector<std::string> QuotedIn(const std::string& java) {
  std::vector<std::string> words;
  size_t open = java.find('"');
  while (open != std::string::npos) {
    const size_t close = java.find('"', open + 1);
    words.push_back(java.substr(open + 1, close - open - 1));
    open = java.find('"', close + 1);
  }
  return words;
}

// The words of `"[a, b]", wordList.toString()`, of
// `Arrays.asList("a", "b"), textList`, or none of `isEmpty(textList)`.
std::vector<std::string> ExpectedWords(const std::string& assertion) {
  if (assertion.find("isEmpty") != std::string::npos) return {};
  const std::vector<std::string> quoted = QuotedIn(assertion);
  if (assertion.find("asList") != std::string::npos) return quoted;
  std::vector<std::string> words;
  const std::string list = quoted[0].substr(1, quoted[0].size() - 2);
  for (size_t begin = 0; begin < list.size();) {
    const size_t end = std::min(list.find(", ", begin), list.size());
    words.push_back(list.substr(begin, end - begin));
    begin = end + 2;
  }
  return words;
}

std::set<std::string> DenyWords(const json& test) {
  std::set<std::string> words;
  for (const json& list : test["deny"]) {
    for (const std::string& word : QuotedIn(list.get<std::string>())) {
      words.insert(word);
    }
  }
  return words;
}

// The leftmost-longest matches of all patterns, as they stand in `text`.
std::vector<std::string> FindAll(const std::vector<Pattern>& patterns,
                                 const std::string& text) {
  PatternSetBuilder builder;
  for (const Pattern& pattern : patterns) builder.Add(pattern, {});
  const auto set = *std::move(builder).Build();
  const FoldedText folded = FoldedText::Fold(text);
  const TextScan scan(*set, folded);
  std::vector<TextRange> cores;
  for (const Candidate& c : scan.candidates()) cores.push_back(c.core);
  std::sort(cores.begin(), cores.end(), [](TextRange a, TextRange b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<std::string> found;
  uint32_t free_from = 0;
  for (TextRange core : cores) {
    if (core.begin < free_from) continue;
    free_from = core.end;
    const TextRange bytes = folded.OriginalRange(core);
    found.push_back(text.substr(bytes.begin, bytes.size()));
  }
  return found;
}

std::vector<std::string> FindWords(const std::set<std::string>& words,
                                   const std::string& text) {
  std::vector<Pattern> patterns;
  for (const std::string& word : words) {
    std::vector<TemplateError> errors;
    patterns.push_back(ParseTemplate(word, FoldMode::kFolded, {}, &errors));
  }
  return FindAll(patterns, text);
}

// What is masked in `text`, each stretch by itself.
std::vector<std::string> Masked(const std::string& text) {
  const FoldedText folded = FoldedText::Fold(text);
  std::vector<std::string> masked;
  for (uint32_t i = 0; i < folded.size(); ++i) {
    if (!folded[i].Is(kMaskedChar)) continue;
    const TextRange bytes = folded[i].original;
    const bool goes_on = i > 0 && folded[i - 1].Is(kMaskedChar);
    if (!goes_on) masked.emplace_back();
    masked.back() += text.substr(bytes.begin, bytes.size());
  }
  return masked;
}

// A word list is edited while the test runs, and a case shows only what is
// found: an empty list finds nothing, and else the list is what is named.
std::set<std::string> ListAt(const json& test,
                             const std::vector<std::string>& expected) {
  const std::set<std::string> deny = DenyWords(test);
  const bool is_edited =
      test["test"].get<std::string>().starts_with("editWord") ||
      test["test"] == "fallOverTest2";
  if (!is_edited) return deny;
  std::set<std::string> named(expected.begin(), expected.end());
  EXPECT_TRUE(
      std::includes(deny.begin(), deny.end(), named.begin(), named.end()));
  return named;
}

std::vector<std::string> Find(const json& test, const CaseKind& kind,
                              const std::vector<std::string>& expected) {
  const auto text = test["text"].get<std::string>();
  switch (kind.how) {
    case CaseKind::kWords:
      return FindWords(ListAt(test, expected), text);
    case CaseKind::kMask:
      return Masked(text);
    case CaseKind::kRegex:
      return FindAll(
          {MakePattern(RegexNode{*CompileRegex(kind.expression_or_reason)})},
          text);
    case CaseKind::kNotOurs:
      break;
  }
  return {};
}

TEST(SensitiveWordTest, AgreesOnAllThatIsOurs) {
  WANYAN_SKIP_WITHOUT_DATA("peers/sensitive-word");
  std::ifstream cases(DataDir() + "/peers/sensitive-word/cases.dev.jsonl");
  int ours = 0;
  int not_ours = 0;
  for (std::string line; std::getline(cases, line);) {
    const json test = json::parse(line);
    const auto name = test["test"].get<std::string>();
    const CaseKind& kind = Kinds().at(name);
    if (kind.how == CaseKind::kNotOurs) {
      ++not_ours;
      continue;
    }
    ++ours;
    for (const json& assertion : test["asserts"]) {
      const auto java = assertion[1].get<std::string>();
      // Asterisks in a word's place are another product's way of mending.
      if (java.find("replace(text)") != std::string::npos) continue;
      const std::vector<std::string> expected = ExpectedWords(java);
      EXPECT_THAT(Find(test, kind, expected), ElementsAreArray(expected))
          << name << ": " << java;
    }
  }
  EXPECT_EQ(ours, 12);
  EXPECT_EQ(not_ours, 4);
}

}  // namespace
}  // namespace wanyan
