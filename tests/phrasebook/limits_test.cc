#include "phrasebook/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "phrasebook/parser.h"

// Each limit of a book at its edge: the last that is taken, the first that is
// not. Those of a single template are in template_parser_test.cc.

namespace wanyan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kHead = "phrasebook: zh-a\nlanguage: zh\ntitle: t\n";

std::set<std::string> CodesOf(const std::string& yaml) {
  std::vector<Diagnostic> diagnostics;
  ParsePhrasebook("a.yaml", yaml, &diagnostics);
  std::set<std::string> codes;
  for (const Diagnostic& one : diagnostics) codes.insert(one.code);
  return codes;
}

std::set<std::string> CodesOfBook(const std::string& rest) {
  return CodesOf(std::string(kHead) + rest);
}

std::string Repeated(std::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string Rule(size_t id, std::string_view extra,
                 std::string_view forbid = "\"x\"") {
  return absl::StrFormat(
      "- {id: r%d, norm: n, message: m, %sforbid: [%s], "
      "examples: {flags: [a], allows: [b]}}\n",
      id, extra, forbid);
}

TEST(PhrasebookLimits, Bytes) {
  const std::string book(kHead);
  std::string full =
      book + "#" + std::string(kMaxPhrasebookBytes - book.size() - 1, ' ');
  EXPECT_THAT(CodesOf(full), IsEmpty());
  full += " ";
  EXPECT_THAT(CodesOf(full), ElementsAre("file-too-large"));
}

TEST(PhrasebookLimits, YamlDepth) {
  // The book itself is one level.
  const auto nested = [](size_t depth) {
    return absl::StrFormat("%sinputs: %s%s", kHead, std::string(depth, '['),
                           std::string(depth, ']'));
  };
  EXPECT_THAT(CodesOf(nested(yaml::kMaxDepth - 1)),
              testing::Not(testing::Contains("yaml-too-deep")));
  EXPECT_THAT(CodesOf(nested(yaml::kMaxDepth)),
              testing::Contains("yaml-too-deep"));
}

TEST(PhrasebookLimits, YamlValues) {
  // The book, its six texts, the key and the list itself.
  const size_t others = 9;
  const auto with_values = [](size_t count) {
    return std::string(kHead) + "title2:\n" + Repeated("-\n", count);
  };
  EXPECT_THAT(CodesOf(with_values(yaml::kMaxNodes - others)),
              ElementsAre("unknown-key"));
  EXPECT_THAT(CodesOf(with_values(yaml::kMaxNodes - others + 1)),
              ElementsAre("yaml-too-large"));
}

TEST(PhrasebookLimits, YamlSeparators) {
  const std::string book(kHead);
  EXPECT_THAT(CodesOf(book + "#" + std::string(yaml::kMaxSeparators, ',')),
              IsEmpty());
  EXPECT_THAT(CodesOf(book + "#" + std::string(yaml::kMaxSeparators + 1, ',')),
              ElementsAre("yaml-too-large"));
}

TEST(PhrasebookLimits, Diagnostics) {
  const auto with_mistakes = [](size_t count) {
    std::vector<Diagnostic> diagnostics;
    ParsePhrasebook(
        "a.yaml",
        std::string(kHead) + "sets:\n  a:\n" + Repeated("  - \")\"\n", count),
        &diagnostics);
    return diagnostics;
  };
  EXPECT_EQ(with_mistakes(yaml::kMaxDiagnostics).size(), yaml::kMaxDiagnostics);
  const auto more = with_mistakes(yaml::kMaxDiagnostics + 1);
  EXPECT_EQ(more.size(), yaml::kMaxDiagnostics + 1);
  EXPECT_EQ(more.back().code, "too-many-mistakes");
}

TEST(PhrasebookLimits, ShownLines) {
  const auto line_of = [](size_t bytes) {
    std::vector<Diagnostic> diagnostics;
    const std::string book = std::string(kHead) + "inputs: 1 #";
    const size_t line = book.size() - book.rfind('\n') - 1;
    ParsePhrasebook("a.yaml", book + std::string(bytes - line, '-'),
                    &diagnostics);
    return diagnostics.at(0).source_line.size();
  };
  EXPECT_EQ(line_of(yaml::kMaxShownLineBytes), yaml::kMaxShownLineBytes);
  EXPECT_EQ(line_of(yaml::kMaxShownLineBytes + 1), 0u);
}

TEST(PhrasebookLimits, SizeOfATemplateWithItsSets) {
  // A set of one literal of n characters measures n + 2, the template that is
  // nothing else the same; two of them in a sequence, with it, 2n + 5.
  const auto doubled = [](int64_t of_set) {
    std::string templates;
    // A literal of 998 characters measures 999.
    for (int64_t left = of_set - 1; left > 0; left -= 999) {
      const auto chars = static_cast<size_t>(std::min<int64_t>(left, 999) - 1);
      templates += "\"" + std::string(chars, 'a') + "\",";
    }
    return "sets: {s: [" + templates + "]}\nrules:\n" +
           Rule(1, "", "\"<s><s>\"");
  };
  EXPECT_THAT(CodesOfBook(doubled((kMaxTemplateExpansion - 1) / 2)), IsEmpty());
  EXPECT_THAT(CodesOfBook(doubled((kMaxTemplateExpansion - 1) / 2 + 1)),
              ElementsAre("template-too-large"));
}

TEST(PhrasebookLimits, NestedOrdersMultiply) {
  std::string nested = "(a;b;c;d)";
  for (int i = 1; i < kMaxTemplateNesting; ++i) {
    nested = "(a;b;c;" + nested + ")";
  }
  EXPECT_THAT(CodesOfBook("sets: {s: [\"" + nested + "\"]}"),
              ElementsAre("template-too-large"));
}

TEST(PhrasebookLimits, SizeOfTheBookWithItsSets) {
  // The set is measured with its literal and itself, each rule likewise.
  const size_t chars = 9'998;
  const int64_t each = static_cast<int64_t>(chars) + 2;
  const auto with_rules = [&](int64_t rules) {
    std::string book =
        "sets: {s: [\"" + std::string(chars, 'a') + "\"]}\nrules:\n";
    for (int64_t i = 0; i < rules; ++i) {
      book += Rule(static_cast<size_t>(i), "", "\"<s>\"");
    }
    return book;
  };
  // The set's template and the set itself are measured as well.
  const int64_t fitting = (kMaxBookExpansion - (each - 1) - each) / each;
  EXPECT_THAT(CodesOfBook(with_rules(fitting)), IsEmpty());
  EXPECT_THAT(CodesOfBook(with_rules(fitting + 1)),
              ElementsAre("book-too-large"));
}

TEST(PhrasebookLimits, SetsInSets) {
  const auto chain = [](int sets) {
    std::string book = "sets:\n  s1: [\"x\"]\n";
    for (int i = 2; i <= sets; ++i) {
      book += absl::StrFormat("  s%d: [\"<s%d>\"]\n", i, i - 1);
    }
    return book;
  };
  EXPECT_THAT(CodesOfBook(chain(kMaxSetNesting)), IsEmpty());
  EXPECT_THAT(CodesOfBook(chain(kMaxSetNesting + 1)),
              ElementsAre("sets-too-deep"));
}

TEST(PhrasebookLimits, Rules) {
  const auto with_rules = [](size_t count) {
    std::string book = "rules:\n";
    for (size_t i = 0; i < count; ++i) book += Rule(i, "");
    return book;
  };
  EXPECT_THAT(CodesOfBook(with_rules(kMaxRules)), IsEmpty());
  EXPECT_THAT(CodesOfBook("rules:\n" + Repeated("- x\n", kMaxRules + 1)),
              testing::Contains("too-many-rules"));
}

TEST(PhrasebookLimits, RegularExpressions) {
  const auto with_slots = [](int count) {
    std::string book = "slots:\n";
    for (int i = 0; i < count; ++i) {
      book += absl::StrFormat("  s%d: \"a{1000}\"\n", i);
    }
    return book;
  };
  const int fitting = kMaxRegexInstructions / 1'010;
  EXPECT_THAT(CodesOfBook(with_slots(fitting)), IsEmpty());
  EXPECT_THAT(CodesOfBook(with_slots(fitting + 10)),
              ElementsAre("regexes-too-large"));
}

TEST(PhrasebookLimits, ChainsOfOver) {
  const auto chain = [](int rules) {
    std::string book = "rules:\n" + Rule(1, "");
    for (int i = 2; i <= rules; ++i) {
      book +=
          Rule(static_cast<size_t>(i), absl::StrFormat("over: [r%d], ", i - 1));
    }
    return book;
  };
  EXPECT_THAT(CodesOfBook(chain(kMaxOverChain)), IsEmpty());
  EXPECT_THAT(CodesOfBook(chain(kMaxOverChain + 1)),
              ElementsAre("over-too-deep"));
}

TEST(PhrasebookLimits, ContextsThatContextsAsk) {
  const auto asking = [](int64_t contexts) {
    std::string book = "contexts:\n";
    std::string names;
    for (int64_t i = 1; i < contexts; ++i) {
      book += absl::StrFormat("  c%d: {before: [\"x\"]}\n", i);
      names += absl::StrFormat("c%d,", i);
    }
    return book + "  all: {any_of: [" + names + "]}\n";
  };
  EXPECT_THAT(CodesOfBook(asking(kMaxContextExpansion)), IsEmpty());
  EXPECT_THAT(CodesOfBook(asking(kMaxContextExpansion + 1)),
              ElementsAre("context-too-large"));
}

TEST(PhrasebookLimits, NamesAndIds) {
  const auto with = [](size_t size) {
    const std::string name(size, 'a');
    return absl::StrFormat(
        "phrasebook: %s\nlanguage: zh\ntitle: t\n"
        "inputs: [%s]\n",
        name, name);
  };
  EXPECT_THAT(CodesOf(with(kMaxNameLength)), IsEmpty());
  EXPECT_THAT(CodesOf(with(kMaxNameLength + 1)),
              ElementsAre("bad-id", "bad-name"));
}

}  // namespace
}  // namespace wanyan
