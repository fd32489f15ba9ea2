#include "phrasebook/template_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "match/regex.h"
#include "phrasebook/limits.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// ---- A pattern as text, with every node told apart ----

std::string Shown(const Pattern& pattern);

std::string ShownAll(const std::vector<Pattern>& patterns,
                     std::string_view separator) {
  std::string text;
  for (size_t i = 0; i < patterns.size(); ++i) {
    if (i > 0) text += separator;
    text += Shown(patterns[i]);
  }
  return text;
}

struct Printer {
  std::string operator()(const LiteralNode& literal) const {
    std::string text;
    for (char32_t c : literal.chars) {
      AppendUtf8(c & ~kAltered, &text);
      if ((c & kAltered) != 0) text += '!';
    }
    return "'" + text + "'";
  }
  std::string operator()(const SpaceNode&) const { return "_"; }
  std::string operator()(const WordEndingNode&) const { return "*"; }
  std::string operator()(const SequenceNode& sequence) const {
    return "(" + ShownAll(sequence.parts, " ") + ")";
  }
  std::string operator()(const ChoiceNode& choice) const {
    return choice.set + "{" + ShownAll(choice.options, " | ") + "}";
  }
  std::string operator()(const GapNode& gap) const {
    std::string text = absl::StrFormat(
        "%s<=%d", gap.crosses_clauses ? "sentence-gap" : "gap", gap.max_chars);
    if (gap.without != nullptr) text += " without " + Shown(gap.without);
    return text;
  }
  std::string operator()(const SlotNode& slot) const {
    return slot.name + (slot.type == nullptr ? ":any" : ":typed");
  }
  std::string operator()(const AnchorNode& anchor) const {
    constexpr std::string_view kNames[] = {"clause-start", "clause-end",
                                           "text-start", "text-end"};
    return std::string(kNames[anchor.place]);
  }
  std::string operator()(const RegexNode&) const { return "regex"; }
};

std::string Shown(const Pattern& pattern) {
  return pattern == nullptr ? "nothing" : std::visit(Printer{}, pattern->node);
}

TemplateNames Names() {
  TemplateNames names;
  names.known_sets = {"we"};
  names.set = [](std::string_view name) -> Pattern {
    if (name != "we") return nullptr;
    return MakePattern(
        ChoiceNode{.options = {MakePattern(LiteralNode{U"we"})}, .set = "we"});
  };
  names.slot = [](std::string_view name) {
    return name == "code" ? *CompileRegex("[0-9]{4}") : nullptr;
  };
  return names;
}

std::string Parsed(std::string_view source, FoldMode mode = FoldMode::kFolded) {
  std::vector<TemplateError> errors;
  return Shown(ParseTemplate(source, mode, Names(), &errors));
}

// ---- What each construct says ----

struct TestCase {
  std::string_view source;
  std::string_view pattern;
};

TEST(ParseTemplate, EachConstruct) {
  const TestCase cases[] = {
      // Literal text, folded.
      {"没办法", "'没办法'"},
      {"沒辦法ＯＫ", "'没办法ok'"},
      {"Don’t", "'don't'"},
      {"e\u0301\u0302", "'é!\u0302'"},
      {"a\u200Bb", "'ab'"},
      // Folding may bring white space.
      {"\uFDFA", "('صلى' _ 'الله' _ 'عليه' _ 'وسلم')"},
      // White space.
      {"can not", "('can' _ 'not')"},
      {"can \t\u3000 not", "('can' _ 'not')"},
      {"  can  ", "'can'"},
      {"turn on[ the] light", "('turn' _ 'on' {(_ 'the') | ()} _ 'light')"},
      // Alternatives and options.
      {"(a|b)c", "({'a' | 'b'} 'c')"},
      {"[a]", "{'a' | ()}"},
      {"[a|b]c", "({'a' | 'b' | ()} 'c')"},
      {"(a)", "'a'"},
      {"(a[b(c|d)]|e)", "{('a' {('b' {'c' | 'd'}) | ()}) | 'e'}"},
      // Any order.
      {"(a;b)", "{('a' _ 'b') | ('b' _ 'a')}"},
      {"( a ; b )", "{('a' _ 'b') | ('b' _ 'a')}"},
      {"(a;b;c)",
       "{('a' _ 'b' _ 'c') | ('a' _ 'c' _ 'b') | ('b' _ 'a' _ 'c') | "
       "('b' _ 'c' _ 'a') | ('c' _ 'a' _ 'b') | ('c' _ 'b' _ 'a')}"},
      // Sets.
      {"<we> can", "(we{'we'} _ 'can')"},
      {"<we>", "we{'we'}"},
      // Word endings.
      {"complain*", "('complain' *)"},
      {"(refund*|return*) now", "({('refund' *) | ('return' *)} _ 'now')"},
      {"õ*", "('õ' *)"},
      // Places.
      {"^no$", "(clause-start 'no' clause-end)"},
      {"^^no$$", "(text-start 'no' text-end)"},
      {"(^|but )no", "({clause-start | ('but' _)} 'no')"},
      // Gaps.
      {"a{...}b", "('a' gap<=12 'b')"},
      {"a{...8}b", "('a' gap<=8 'b')"},
      {"a{...!<we>}b", "('a' gap<=12 without we{'we'} 'b')"},
      {"a{...200!<we>}b", "('a' gap<=200 without we{'we'} 'b')"},
      {"a{..}b", "('a' sentence-gap<=200 'b')"},
      {"a{..20}b", "('a' sentence-gap<=20 'b')"},
      {"a{..!<we>}b", "('a' sentence-gap<=200 without we{'we'} 'b')"},
      // Slots.
      {"do {task}", "('do' _ task:any)"},
      {"请{事项}吧", "('请' 事项:any '吧')"},
      {"pay {money}", "('pay' _ money:typed)"},
      {"code {code}", "('code' _ code:typed)"},
      // Escapes.
      {"\\(a\\|b\\)", "'(a|b)'"},
      {"\\{x\\} \\<y\\> \\[z\\] \\;\\*\\^\\$\\\\",
       "('{x}' _ '<y>' _ '[z]' _ ';*^$\\')"},
      {"50% off, ok?", "('50%' _ 'off,' _ 'ok?')"},
  };
  for (const TestCase& one : cases) {
    EXPECT_EQ(Parsed(one.source), one.pattern) << one.source;
  }
}

TEST(ParseTemplate, FoldsForTheModeOfTheRule) {
  EXPECT_EQ(Parsed("沒ＯＫ", FoldMode::kExact), "'沒ＯＫ'");
  EXPECT_EQ(Parsed("搞-搞定~", FoldMode::kTolerant), "'搞定'");
}

TEST(ParseTemplate, TellsAllMistakesWithTheirColumns) {
  std::vector<TemplateError> errors;
  EXPECT_EQ(
      ParseTemplate("没)办(法|)<us>", FoldMode::kFolded, Names(), &errors),
      nullptr);
  std::vector<std::string> found;
  for (const TemplateError& error : errors) {
    found.push_back(absl::StrFormat("%d %s", error.column, error.code));
  }
  EXPECT_THAT(found, ElementsAre("1 stray-bracket", "6 empty-alternative",
                                 "7 undefined-set"));
}

TEST(ParseTemplate, MistakesOfAnotherTemplateDoNotCount) {
  std::vector<TemplateError> errors;
  ParseTemplate(")", FoldMode::kFolded, Names(), &errors);
  EXPECT_NE(ParseTemplate("ok", FoldMode::kFolded, Names(), &errors), nullptr);
  EXPECT_EQ(ParseTemplate("()", FoldMode::kFolded, Names(), &errors), nullptr);
}

TEST(ParseTemplate, WarningsDoNotSpoilThePattern) {
  std::vector<TemplateError> errors, warnings;
  EXPECT_NE(
      ParseTemplate("(a|A)", FoldMode::kFolded, Names(), &errors, &warnings),
      nullptr);
  EXPECT_THAT(errors, IsEmpty());
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].code, "repeated-alternative");
  EXPECT_EQ(warnings[0].column, 3);
}

TEST(ParseTemplate, CaseIsADifferenceInExactMode) {
  std::vector<TemplateError> errors, warnings;
  ParseTemplate("(a|A)", FoldMode::kExact, Names(), &errors, &warnings);
  EXPECT_THAT(warnings, IsEmpty());
}

TEST(SetReferencesOf, AreThoseOutsideOfEscapes) {
  const auto references = SetReferencesOf("我<a>\\<b>{...!<c>}<d e><f");
  std::vector<std::string> found;
  for (const SetReference& one : references) {
    found.push_back(absl::StrFormat("%d %s", one.column, one.name));
  }
  EXPECT_THAT(found, ElementsAre("1 a", "13 c"));
}

TEST(SlotsOf, AreInTheOrderOfTheirFirstPlace) {
  std::vector<TemplateError> errors;
  const Pattern pattern = ParseTemplate("a{y}(b{x}|c[{z}])d{y}",
                                        FoldMode::kFolded, Names(), &errors);
  EXPECT_THAT(SlotsOf(pattern), ElementsAre("y", "x", "z"));
}

TEST(CanMatchWithoutLiteral, LooksAtEveryAlternative) {
  const auto can = [](std::string_view source) {
    std::vector<TemplateError> errors;
    return CanMatchWithoutLiteral(
        ParseTemplate(source, FoldMode::kFolded, Names(), &errors));
  };
  EXPECT_TRUE(can("[a]{x}{...}"));
  EXPECT_TRUE(can("(a|[b])"));
  EXPECT_TRUE(can("^ $"));
  EXPECT_FALSE(can("(a|b)"));
  EXPECT_FALSE(can("[a]b"));
  EXPECT_FALSE(can("{x}<we>"));
  EXPECT_TRUE(CanMatchWithoutLiteral(MakePattern(SequenceNode{})));
  EXPECT_FALSE(
      CanMatchWithoutLiteral(MakePattern(RegexNode{*CompileRegex("a")})));
}

TEST(IsName, HasLettersOfAnyScript) {
  EXPECT_TRUE(IsName("task"));
  EXPECT_TRUE(IsName("时间"));
  EXPECT_TRUE(IsName("_a-1"));
  EXPECT_TRUE(IsName("päev"));
  EXPECT_FALSE(IsName(""));
  EXPECT_FALSE(IsName("1a"));
  EXPECT_FALSE(IsName("-a"));
  EXPECT_FALSE(IsName("a b"));
  EXPECT_FALSE(IsName("a.b"));
  EXPECT_TRUE(IsName(std::string(kMaxNameLength, 'a')));
  EXPECT_FALSE(IsName(std::string(kMaxNameLength + 1, 'a')));
}

// ---- Limits ----

std::string Repeated(std::string_view text, size_t times) {
  std::string repeated;
  for (size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::vector<std::string> CodesOf(std::string_view source) {
  std::vector<TemplateError> errors;
  ParseTemplate(source, FoldMode::kFolded, Names(), &errors);
  std::vector<std::string> codes;
  for (const TemplateError& error : errors) codes.push_back(error.code);
  return codes;
}

TEST(TemplateLimits, Length) {
  EXPECT_THAT(CodesOf(Repeated("好", kMaxTemplateLength)), IsEmpty());
  EXPECT_THAT(CodesOf(Repeated("好", kMaxTemplateLength + 1)),
              ElementsAre("template-too-long"));
}

TEST(TemplateLimits, Nesting) {
  const auto nested = [](size_t depth) {
    return Repeated("[", depth) + "a" + Repeated("]", depth);
  };
  EXPECT_THAT(CodesOf(nested(kMaxTemplateNesting)), IsEmpty());
  EXPECT_THAT(CodesOf(nested(kMaxTemplateNesting + 1)),
              ElementsAre("template-too-deep"));
}

TEST(TemplateLimits, PartsInAnyOrder) {
  EXPECT_THAT(CodesOf("(a;b;c;d)"), IsEmpty());
  EXPECT_THAT(CodesOf("(a;b;c;d;e)"), ElementsAre("too-many-parts"));
}

TEST(TemplateLimits, WidthOfAGap) {
  EXPECT_THAT(CodesOf("a{...1}b"), IsEmpty());
  EXPECT_THAT(CodesOf("a{...200}b"), IsEmpty());
  EXPECT_THAT(CodesOf("a{...0}b"), ElementsAre("bad-gap"));
  EXPECT_THAT(CodesOf("a{...201}b"), ElementsAre("bad-gap"));
  EXPECT_THAT(CodesOf("a{...99999999999999999999}b"), ElementsAre("bad-gap"));
}

}  // namespace
}  // namespace wanyan
