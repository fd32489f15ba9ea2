#include "yaml/tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"

namespace wanyan::yaml {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// A node with the place of each part: 1:1{1:1 a: 1:4 "b"}.
std::string Shown(const Tree& tree, const Node& node) {
  const SourcePosition position = tree.PositionOf(node);
  std::string text = absl::StrFormat("%d:%d", position.line, position.column);
  if (node.IsList()) {
    text += "[";
    for (const Node& item : node.children) text += Shown(tree, item);
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
  Tree tree(source, FileHints{});
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

TEST(Tree, HasThePlaceOfEveryNode) {
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

TEST(Tree, PlainValuesAreText) {
  EXPECT_EQ(Parsed("[no, yes, true, 0o17, 1_000, 12:30:45, 1e3, .inf, ~, null, "
                   "Null, NULL]")
                .tree,
            "1:1[1:2'no'1:6'yes'1:11'true'1:17'0o17'1:23'1_000'1:30'12:30:45'"
            "1:40'1e3'1:45'.inf'1:51'~'1:54'null'1:60'Null'1:66'NULL']");
}

TEST(Tree, NothingIsNotNull) {
  EXPECT_EQ(Parsed("a:\nnull: x\nb: null\n").tree,
            "1:1{1:1'a':1:1-2:1'null':2:7'x'3:1'b':3:4'null'}");
  EXPECT_EQ(Parsed("a:\n  -\n  - null\n").tree,
            "1:1{1:1'a':2:3[3:3-3:5'null']}");
  EXPECT_EQ(Parsed("{a, b: }").tree, "1:1{1:2'a':1:2-1:5'b':1:5-}");
}

TEST(Tree, AQuotedEmptyTextIsThere) {
  EXPECT_EQ(Parsed("a: \"\"").tree, "1:1{1:1'a':1:4\"\"}");
}

TEST(Tree, KeepsTheFirstOfEqualKeys) {
  const Outcome outcome = Parsed("{a: 1, b: 2, a: 3, \"a\": 4}");
  EXPECT_EQ(outcome.tree, "1:1{1:2'a':1:5'1'1:8'b':1:11'2'}");
  EXPECT_THAT(outcome.mistakes,
              ElementsAre("1:14 duplicate-key", "1:20 duplicate-key"));
}

TEST(Tree, RefusesWhatHidesMeaning) {
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

TEST(Tree, MarksInsideOfTextAreText) {
  EXPECT_THAT(Parsed("a: b & c * d ! e\n").mistakes, IsEmpty());
  EXPECT_THAT(Parsed("a: \"&b *c !d\"\n").mistakes, IsEmpty());
}

TEST(Tree, AFileWithoutAValueIsEmpty) {
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
  Tree tree(source, FileHints{});
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

}  // namespace
}  // namespace wanyan::yaml
