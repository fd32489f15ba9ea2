#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "phrasebook/parser.h"

// Books that mean harm: each is refused, at a cost linear in its size.

namespace wanyan {
namespace {

using testing::Contains;

std::string Repeated(std::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string NestedBlockMappings(int depth) {
  std::string yaml;
  for (int i = 0; i < depth; ++i) {
    yaml += std::string(static_cast<size_t>(i), ' ') + "a:\n";
  }
  return yaml;
}

std::string BillionLaughs() {
  std::string yaml = "a: &a [x]\n";
  for (char c = 'b'; c < 'l'; ++c) {
    const std::string alias = absl::StrFormat("*%c,", c - 1);
    yaml += absl::StrFormat("%c: &%c [%s]\n", c, c, Repeated(alias, 9));
  }
  return yaml;
}

std::string ManyKeys(int count) {
  std::string yaml;
  for (int i = 0; i < count; ++i) yaml += absl::StrFormat("k%d: v\n", i);
  return yaml;
}

std::string DoublingSets(int sets) {
  std::string yaml =
      "phrasebook: a\nlanguage: en\ntitle: A\nsets:\n  s0: [\"ab\"]\n";
  for (int i = 1; i <= sets; ++i) {
    yaml += absl::StrFormat("  s%d: [\"<s%d><s%d>\"]\n", i, i - 1, i - 1);
  }
  return yaml;
}

std::string ChainOfSets(int sets) {
  std::string yaml =
      "phrasebook: a\nlanguage: en\ntitle: A\nsets:\n  s0: [\"ab\"]\n";
  for (int i = 1; i <= sets; ++i) {
    yaml += absl::StrFormat("  s%d: [\"<s%d>x\"]\n", i, i - 1);
  }
  return yaml;
}

std::string ManyRegexes(int count) {
  std::string yaml = "phrasebook: a\nlanguage: en\ntitle: A\nslots:\n";
  for (int i = 0; i < count; ++i) {
    yaml += absl::StrFormat("  s%d: \"(a{500}b{400})|[\\\\p{L}]{50}\"\n", i);
  }
  return yaml;
}

struct HostileFile {
  std::string what;
  std::string yaml;
  std::string code;
};

std::vector<HostileFile> HostileFiles() {
  const std::string head = "phrasebook: a\nlanguage: en\ntitle: A\n";
  return {
      {"open brackets", std::string(100'000, '['), "yaml-too-deep"},
      {"closed brackets", std::string(100'000, '[') + std::string(100'000, ']'),
       "yaml-too-deep"},
      {"open braces", Repeated("{a: ", 100'000), "yaml-too-deep"},
      {"dashes", Repeated("- ", 100'000), "yaml-too-deep"},
      {"question marks", Repeated("? ", 100'000), "yaml-too-deep"},
      {"nested block mappings", NestedBlockMappings(5'000), "yaml-too-deep"},
      {"billion laughs", BillionLaughs(), "yaml-alias"},
      {"an alias of itself", "a: &a [*a]\n", "yaml-alias"},
      {"50,000 aliases", "a: &x 1\nb: [" + Repeated("*x,", 50'000) + "]\n",
       "yaml-alias"},
      {"50,000 keys", ManyKeys(50'000), "unknown-key"},
      {"one key 50,000 times", Repeated("k: v\n", 50'000), "duplicate-key"},
      {"two million lists", "[" + Repeated("[],", 2'000'000) + "]",
       "yaml-too-large"},
      {"a million quotation marks", "a: " + Repeated("''", 1'000'000),
       "unknown-key"},
      {"a million escapes", "a: \"" + Repeated("\\\"", 1'000'000) + "\n",
       "unclosed-quote"},
      {"a text of 8 MB",
       head + "sets: {a: [\"" + std::string(8'000'000, 'a') + "\"]}\n",
       "template-too-long"},
      {"mistakes on one line",
       head + "sets: {a: [" + Repeated("\"x(\",", 300'000) + "]}\n",
       "too-many-mistakes"},
      {"templates of < alone",
       head + "sets: {a: [" +
           Repeated("\"" + std::string(9'999, '<') + "\",", 300) + "]}\n",
       "too-many-mistakes"},
      {"sets that double", DoublingSets(40), "sets-too-deep"},
      {"a chain of sets", ChainOfSets(50'000), "sets-too-deep"},
      {"regular expressions", ManyRegexes(3'000), "regexes-too-large"},
      {"NUL", head + std::string(1, '\0'), "control-character"},
      {"UTF-16", std::string("\xFF\xFE") + "a\0:\0", "ill-formed-utf8"},
  };
}

// A bound on processor time that a quadratic cost would miss by far, on any
// machine and under sanitizers.
constexpr double kMaxSeconds = 10;

TEST(HostileFile, CostsTimeLinearInItsSize) {
  for (const HostileFile& file : HostileFiles()) {
    std::vector<Diagnostic> diagnostics;
    const std::clock_t start = std::clock();
    EXPECT_FALSE(
        ParsePhrasebook("a.yaml", file.yaml, &diagnostics).has_value());
    const double seconds =
        static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds, kMaxSeconds) << file.what;
    std::vector<std::string> codes;
    for (const Diagnostic& one : diagnostics) codes.push_back(one.code);
    EXPECT_THAT(codes, Contains(file.code)) << file.what;
  }
}

}  // namespace
}  // namespace wanyan
