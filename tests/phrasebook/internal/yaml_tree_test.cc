#include "phrasebook/internal/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "phrasebook/parser.h"

namespace wanyan::internal {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// A node with the place of each part: 1:1{1:1 a: 1:4 "b"}.
std::string Shown(const YamlTree& tree, const YamlNode& node) {
  const SourcePosition position = tree.PositionOf(node);
  std::string text = absl::StrFormat("%d:%d", position.line, position.column);
  if (node.IsList()) {
    text += "[";
    for (const YamlNode& item : node.children) text += Shown(tree, item);
    return text + "]";
  }
  if (node.IsMapping()) {
    text += "{";
    for (size_t i = 0; i < node.entry_count(); ++i) {
      text += Shown(tree, node.key(i)) + ":" + Shown(tree, node.value(i));
    }
    return text + "}";
  }
  if (node.is_absent) return text + "-";
  const std::string quote = node.is_plain ? "'" : "\"";
  return text + quote + std::string(node.text) + quote;
}

struct Outcome {
  std::string tree;
  std::vector<std::string> mistakes;
};

Outcome Parsed(std::string_view yaml) {
  const SourceText source(yaml);
  Report report("a.yaml", source);
  YamlTree tree(source);
  Outcome outcome;
  if (tree.Parse(&report)) outcome.tree = Shown(tree, tree.root());
  std::vector<Diagnostic> diagnostics;
  std::move(report).Finish(&diagnostics);
  for (const Diagnostic& one : diagnostics) {
    outcome.mistakes.push_back(absl::StrFormat("%d:%d %s", one.position.line,
                                               one.position.column, one.code));
  }
  return outcome;
}

struct TestCase {
  std::string_view yaml;
  std::string_view tree;
};

TEST(YamlTree, HasThePlaceOfEveryNode) {
  const TestCase cases[] = {
      {"a: b", "1:1{1:1'a':1:4'b'}"},
      {"你: 好 啊\n吗: [一, \"二\", '三']",
       "1:1{1:1'你':1:4'好 啊'2:1'吗':2:4[2:5'一'2:8\"二\"2:13\"三\"]}"},
      {"a:\n  - b\n  - {c: d}\n", "1:1{1:1'a':2:3[2:5'b'3:5{3:6'c':3:9'd'}]}"},
      {"a: |\n  b\n  c\n", "1:1{1:1'a':1:4\"b\nc\n\"}"},
      {"a: b\r\nc: d\r\n", "1:1{1:1'a':1:4'b'2:1'c':2:4'd'}"},
      {"---\na: b\n...\n", "2:1{2:1'a':2:4'b'}"},
  };
  for (const TestCase& one : cases) {
    const Outcome outcome = Parsed(one.yaml);
    EXPECT_EQ(outcome.tree, one.tree) << one.yaml;
    EXPECT_THAT(outcome.mistakes, IsEmpty()) << one.yaml;
  }
}

TEST(YamlTree, PlainValuesAreText) {
  EXPECT_EQ(Parsed("[no, yes, true, 0o17, 1_000, 12:30:45, 1e3, .inf, ~, null, "
                   "Null, NULL]")
                .tree,
            "1:1[1:2'no'1:6'yes'1:11'true'1:17'0o17'1:23'1_000'1:30'12:30:45'"
            "1:40'1e3'1:45'.inf'1:51'~'1:54'null'1:60'Null'1:66'NULL']");
}

TEST(YamlTree, NothingIsNotNull) {
  EXPECT_EQ(Parsed("a:\nnull: x\nb: null\n").tree,
            "1:1{1:1'a':1:1-2:1'null':2:7'x'3:1'b':3:4'null'}");
  EXPECT_EQ(Parsed("a:\n  -\n  - null\n").tree,
            "1:1{1:1'a':2:3[3:3-3:5'null']}");
  EXPECT_EQ(Parsed("{a, b: }").tree, "1:1{1:2'a':1:2-1:5'b':1:5-}");
}

TEST(YamlTree, AQuotedEmptyTextIsThere) {
  EXPECT_EQ(Parsed("a: \"\"").tree, "1:1{1:1'a':1:4\"\"}");
}

TEST(YamlTree, KeepsTheFirstOfEqualKeys) {
  const Outcome outcome = Parsed("{a: 1, b: 2, a: 3, \"a\": 4}");
  EXPECT_EQ(outcome.tree, "1:1{1:2'a':1:5'1'1:8'b':1:11'2'}");
  EXPECT_THAT(outcome.mistakes,
              ElementsAre("1:14 duplicate-key", "1:20 duplicate-key"));
}

TEST(YamlTree, RefusesWhatHidesMeaning) {
  EXPECT_THAT(Parsed("a: &x b\n").mistakes, ElementsAre("1:4 yaml-anchor"));
  EXPECT_THAT(Parsed("a: &x b\nc: *x\n").mistakes,
              ElementsAre("1:4 yaml-anchor", "2:4 yaml-alias"));
  EXPECT_THAT(Parsed("a: !!str b\n").mistakes, ElementsAre("1:4 yaml-tag"));
  EXPECT_THAT(Parsed("a: ! b\n").mistakes, ElementsAre("1:4 yaml-tag"));
  EXPECT_THAT(Parsed("a: !x [b]\n").mistakes, ElementsAre("1:4 yaml-tag"));
  EXPECT_THAT(Parsed("a: b\n---\nc: d\n").mistakes,
              ElementsAre("2:1 second-document"));
  EXPECT_THAT(Parsed("? [a]\n: b\n").mistakes, ElementsAre("1:3 complex-key"));
  EXPECT_THAT(Parsed("? {a: b}\n: c\n").mistakes,
              ElementsAre("1:3 complex-key"));
}

TEST(YamlTree, MarksInsideOfTextAreText) {
  EXPECT_THAT(Parsed("a: b & c * d ! e\n").mistakes, IsEmpty());
  EXPECT_THAT(Parsed("a: \"&b *c !d\"\n").mistakes, IsEmpty());
}

TEST(YamlTree, AFileWithoutAValueIsEmpty) {
  for (const std::string_view yaml :
       {"", "\n\n", "# a\n", "---\n", "%YAML 1.2\n"}) {
    EXPECT_THAT(Parsed(yaml).mistakes, ElementsAre("0:0 empty-file")) << yaml;
  }
}

// ---- Places inside of a text ----

// The columns of all code points of the first value, and of its end.
std::vector<std::string> PlacesInText(std::string_view yaml, int code_points) {
  const SourceText source(yaml);
  Report report("a.yaml", source);
  YamlTree tree(source);
  EXPECT_TRUE(tree.Parse(&report));
  std::vector<std::string> places;
  for (int i = 0; i <= code_points; ++i) {
    const SourcePosition position =
        tree.PositionInText(tree.root().value(0), i);
    places.push_back(absl::StrFormat("%d:%d", position.line, position.column));
  }
  return places;
}

TEST(PositionInText, Plain) {
  EXPECT_THAT(PlacesInText("a: 你好", 2), ElementsAre("1:4", "1:5", "1:6"));
}

TEST(PositionInText, InQuotationMarks) {
  EXPECT_THAT(PlacesInText("a: \"你好\"", 2), ElementsAre("1:5", "1:6", "1:7"));
  EXPECT_THAT(PlacesInText("a: '你''s'", 3),
              ElementsAre("1:5", "1:6", "1:8", "1:9"));
}

TEST(PositionInText, EscapesCountAsTheyAreWritten) {
  EXPECT_THAT(PlacesInText("a: \"\\\"\\x41\\u4f60\\U0001F600b\"", 5),
              ElementsAre("1:5", "1:7", "1:11", "1:17", "1:27", "1:28"));
}

TEST(PositionInText, OfSeveralLinesIsThePlaceOfTheText) {
  EXPECT_THAT(PlacesInText("a: b\n  c", 2), ElementsAre("1:4", "1:5", "1:4"));
  EXPECT_THAT(PlacesInText("a: |\n  bc\n", 1), ElementsAre("1:4", "1:4"));
}

// ---- Hostile files ----

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
}  // namespace wanyan::internal
