#include "phrasebook/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <re2/re2.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/pattern_text.h"
#include "support/data_dir.h"

namespace wanyan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

// Parses what has no mistakes.
Phrasebook Parsed(std::string_view yaml) {
  std::vector<Diagnostic> diagnostics;
  auto book = ParsePhrasebook("book.yaml", yaml, &diagnostics);
  for (const Diagnostic& one : diagnostics) {
    ADD_FAILURE() << FormatDiagnostic(one);
  }
  return book.value_or(Phrasebook{});
}

std::vector<std::string> Sources(const std::vector<Template>& templates) {
  std::vector<std::string> sources;
  for (const Template& one : templates) sources.push_back(one.source);
  return sources;
}

std::vector<std::string> RewritesOf(const ForbidEntry& entry) {
  std::vector<std::string> sources;
  for (const RewriteTemplate& one : entry.rewrites) {
    sources.push_back(one.source);
  }
  return sources;
}

TEST(ParsePhrasebook, Head) {
  const std::string yaml =
      "phrasebook: zh-a\nlanguage: ZH\ntitle: 甲\n"
      "inputs: [centre, 时间]\nparticles: [了, 啊]\n"
      "maps: {polite: {查: 查询, ＯＫ: 好的}}\n";
  const Phrasebook book = Parsed(yaml);
  EXPECT_EQ(book.id, "zh-a");
  EXPECT_EQ(book.position, (SourcePosition{1, 13}));
  EXPECT_EQ(book.file, "book.yaml");
  EXPECT_EQ(book.content, yaml);
  EXPECT_EQ(book.language, "zh");
  EXPECT_EQ(book.title, "甲");
  EXPECT_THAT(book.inputs, ElementsAre("centre", "时间"));
  EXPECT_THAT(book.particles, ElementsAre("了", "啊"));
  EXPECT_THAT(book.maps.at("polite"),
              UnorderedElementsAre(Pair("查", "查询"), Pair("ok", "好的")));
}

TEST(ParsePhrasebook, RulesTakeTheDefaults) {
  const Phrasebook book = Parsed(R"(
phrasebook: zh-a
language: zh
title: 甲
defaults: {severity: info, unless: [quoted], locales: [zh-TW], match: tolerant}
rules:
  - id: one
    norm: wording.one
    message: 一
    forbid: ["甲"]
    examples: {flags: [甲], allows: [乙]}
  - id: two
    norm: wording.two
    message: 二
    severity: error
    unless: [question]
    locales: [zh-CN]
    match: exact
    forbid: ["甲"]
    examples: {flags: [甲], allows: [乙]}
)");
  ASSERT_EQ(book.rules.size(), 2u);
  const Rule& one = book.rules[0];
  EXPECT_EQ(one.severity, Severity::kInfo);
  EXPECT_THAT(one.unless, ElementsAre("quoted"));
  EXPECT_THAT(one.locales, ElementsAre("zh-Hant-TW"));
  EXPECT_EQ(one.match, FoldMode::kTolerant);
  const Rule& two = book.rules[1];
  EXPECT_EQ(two.severity, Severity::kError);
  EXPECT_THAT(two.unless, ElementsAre("question"));
  EXPECT_THAT(two.locales, ElementsAre("zh-Hans-CN"));
  EXPECT_EQ(two.match, FoldMode::kExact);
}

TEST(ParsePhrasebook, EveryKeyOfARule) {
  const Phrasebook book = Parsed(R"(
phrasebook: en-a
language: en
title: A
contexts: {we_speak: {clause_has: ["we"]}}
rules:
  - {id: later, norm: n, message: m, forbid: ["no"],
     examples: {flags: ["no"], allows: ["yes"]}}
  - id: full
    norm: wording.full
    message: why
    forbid: ["you must {task}", {match: "do {task}", rewrite: ["try {task}"], id: do}]
    rewrite: ["could you {task}", {sentence: "Please."}]
    except: ["must not"]
    unless: [quoted]
    only_if: [we_speak]
    when: {labels: [vip], channels: [chat, mail]}
    over: [later]
    examples:
      flags: [you must go, {text: do it, rewrite: try it, match: do, locale: en-GB}]
      allows: [{text: fine, locale: en}]
)");
  ASSERT_EQ(book.rules.size(), 2u);
  const Rule& rule = book.rules[1];
  EXPECT_EQ(rule.id, "full");
  EXPECT_EQ(rule.position, (SourcePosition{9, 9}));
  EXPECT_EQ(rule.norm, "wording.full");
  EXPECT_EQ(rule.message, "why");
  ASSERT_EQ(rule.forbid.size(), 2u);
  EXPECT_EQ(rule.forbid[0].id, "");
  EXPECT_EQ(rule.forbid[0].match.source, "you must {task}");
  EXPECT_EQ(rule.forbid[0].match.position, (SourcePosition{12, 15}));
  EXPECT_THAT(rule.forbid[0].match.slots, ElementsAre("task"));
  EXPECT_THAT(RewritesOf(rule.forbid[0]),
              ElementsAre("could you {task}", "Please."));
  EXPECT_EQ(rule.forbid[0].rewrites[1].kind, RewriteKind::kSentence);
  EXPECT_EQ(rule.forbid[1].id, "do");
  EXPECT_THAT(RewritesOf(rule.forbid[1]), ElementsAre("try {task}"));
  EXPECT_THAT(Sources(rule.except), ElementsAre("must not"));
  EXPECT_THAT(rule.only_if, ElementsAre("we_speak"));
  EXPECT_THAT(rule.when_labels, ElementsAre("vip"));
  EXPECT_THAT(rule.when_channels, ElementsAre("chat", "mail"));
  EXPECT_THAT(rule.over, ElementsAre("later"));
  ASSERT_EQ(rule.flags.size(), 2u);
  EXPECT_EQ(rule.flags[0].text, "you must go");
  EXPECT_EQ(rule.flags[1].text, "do it");
  EXPECT_EQ(rule.flags[1].rewrite, "try it");
  EXPECT_EQ(rule.flags[1].match, "do");
  EXPECT_EQ(rule.flags[1].locale, "en-GB");
  ASSERT_EQ(rule.allows.size(), 1u);
  EXPECT_EQ(rule.allows[0].text, "fine");
  EXPECT_EQ(rule.allows[0].locale, "en");
}

TEST(ParsePhrasebook, SetsStandInThePlaceOfTheirNames) {
  const Phrasebook book = Parsed(R"(
phrasebook: zh-a
language: zh
title: 甲
sets:
  all: ["<agent>", "客服"]
  agent: ["我[们]"]
rules:
  - {id: a, norm: n, message: m, forbid: ["<all>不"],
     examples: {flags: [我不], allows: [乙]}}
)");
  EXPECT_THAT(Sources(book.sets.at("agent")), ElementsAre("我[们]"));
  const auto& sequence =
      std::get<SequenceNode>(book.rules[0].forbid[0].match.pattern->node);
  const auto& all = std::get<ChoiceNode>(sequence.parts[0]->node);
  EXPECT_EQ(all.set, "all");
  EXPECT_EQ(PatternText(all.options[0]), "<agent>");
  // One tree, however often it is used.
  EXPECT_EQ(all.options[0], book.sets.at("all")[0].pattern);
}

TEST(ParsePhrasebook, SetsAreFoldedAsTheRuleThatUsesThem) {
  const Phrasebook book = Parsed(R"(
phrasebook: zh-a
language: zh
title: 甲
sets: {ok: ["ＯＫ"]}
rules:
  - {id: a, norm: n, message: m, forbid: ["<ok>"],
     examples: {flags: [ok], allows: [乙]}}
  - {id: b, norm: n, message: m, match: exact, forbid: ["<ok>"],
     examples: {flags: [ＯＫ], allows: [乙]}}
)");
  const auto first_of = [&](size_t rule) {
    const Pattern& pattern = book.rules[rule].forbid[0].match.pattern;
    return PatternText(std::get<ChoiceNode>(pattern->node).options[0]);
  };
  EXPECT_EQ(first_of(0), "ok");
  EXPECT_EQ(first_of(1), "ＯＫ");
}

TEST(ParsePhrasebook, SlotsOfTheBookAreTyped) {
  const Phrasebook book = Parsed(R"(
phrasebook: zh-a
language: zh
title: 甲
slots: {code: "[a-z]{2}", number: "[0-9]{6}"}
rules:
  - {id: a, norm: n, message: m, forbid: ["编号{code}{x}", "共{number}"],
     examples: {flags: [编号ab], allows: [乙]}}
)");
  const auto slot_of = [&](size_t entry, size_t part) {
    const Pattern& pattern = book.rules[0].forbid[entry].match.pattern;
    return std::get<SlotNode>(
        std::get<SequenceNode>(pattern->node).parts[part]->node);
  };
  EXPECT_NE(slot_of(0, 1).type, nullptr);
  EXPECT_EQ(slot_of(0, 2).type, nullptr);
  ASSERT_NE(slot_of(1, 1).type, nullptr);
  EXPECT_EQ(slot_of(1, 1).type->pattern(), "[0-9]{6}") << "before the built-in";
}

TEST(ParsePhrasebook, EveryKeyOfAContext) {
  const Phrasebook book = Parsed(R"(
phrasebook: zh-a
language: zh
title: 甲
contexts:
  a: {before: ["不"], after: ["吗"]}
  b: {nearest_before: {of: ["我", "您"], is: "您", in: sentence}}
  c: {nearest_after: {of: ["我", "您", "他"], is: ["您", "他"]}}
  d: {clause_has: ["甲"], reply_has: {any: ["乙"], all: ["丙", "丁"], none: ["戊"]}}
  e: {any_of: [a, quoted], not: b}
)");
  const Context& a = book.contexts.at("a");
  EXPECT_EQ(a.name, "a");
  EXPECT_EQ(a.position, (SourcePosition{6, 3}));
  EXPECT_THAT(Sources(a.before), ElementsAre("不"));
  EXPECT_THAT(Sources(a.after), ElementsAre("吗"));
  const Context& b = book.contexts.at("b");
  ASSERT_TRUE(b.nearest_before.has_value());
  EXPECT_THAT(Sources(b.nearest_before->of), ElementsAre("我", "您"));
  EXPECT_EQ(b.nearest_before->is.source, "您");
  EXPECT_EQ(b.nearest_before->in, TextScope::kSentence);
  const Context& c = book.contexts.at("c");
  ASSERT_TRUE(c.nearest_after.has_value());
  EXPECT_EQ(c.nearest_after->in, TextScope::kClause);
  EXPECT_EQ(PatternText(c.nearest_after->is.pattern), "(您|他)");
  const Context& d = book.contexts.at("d");
  ASSERT_EQ(d.has.size(), 2u);
  EXPECT_EQ(d.has[0].in, TextScope::kClause);
  EXPECT_THAT(Sources(d.has[0].any), ElementsAre("甲"));
  EXPECT_EQ(d.has[1].in, TextScope::kReply);
  EXPECT_THAT(Sources(d.has[1].all), ElementsAre("丙", "丁"));
  EXPECT_THAT(Sources(d.has[1].none), ElementsAre("戊"));
  const Context& e = book.contexts.at("e");
  EXPECT_THAT(e.any_of, ElementsAre("a", "quoted"));
  EXPECT_EQ(e.negation, "b");
}

TEST(ParsePhrasebook, Scenes) {
  const Phrasebook book = Parsed(R"(
phrasebook: zh-a
language: zh
title: 甲
inputs: [centre]
scenes:
  opening: ["您好，这里是{centre}", "您好，{称呼|贵客}"]
)");
  const auto& opening = book.scenes.at("opening");
  ASSERT_EQ(opening.size(), 2u);
  EXPECT_EQ(opening[0].position, (SourcePosition{7, 14}));
  ASSERT_EQ(opening[0].text.pieces.size(), 2u);
  EXPECT_EQ(opening[0].text.pieces[1].slot, "centre");
  EXPECT_EQ(opening[1].text.pieces[1].default_text, "贵客");
}

TEST(ParsePhrasebook, AWarningLeavesTheBook) {
  std::vector<Diagnostic> diagnostics;
  const auto book = ParsePhrasebook("a.yaml",
                                    "phrasebook: a\nlanguage: en\ntitle: A\n"
                                    "sets: {we: [\"(we|We)\"]}\n",
                                    &diagnostics);
  EXPECT_TRUE(book.has_value());
  ASSERT_EQ(diagnostics.size(), 1u);
  EXPECT_FALSE(HasErrors(diagnostics));
}

TEST(ParsePhrasebook, AppendsToDiagnostics) {
  std::vector<Diagnostic> diagnostics;
  EXPECT_FALSE(ParsePhrasebook("a.yaml", "{}", &diagnostics).has_value());
  const size_t of_first = diagnostics.size();
  EXPECT_FALSE(ParsePhrasebook("b.yaml", "{}", &diagnostics).has_value());
  EXPECT_EQ(diagnostics.size(), 2 * of_first);
  EXPECT_EQ(diagnostics.back().file, "b.yaml");
}

TEST(ParseProfile, EveryKey) {
  std::vector<Diagnostic> diagnostics;
  const auto profile = ParseProfile("strict.yaml", R"(
profile: strict
title: Strict
phrasebooks: [zh-a, zh-b]
severity: {wording.one: off, zh-a/one: error, "zh-a/one#x": hint}
slots: {centre: 婉言}
weights: {wording.one: 12.5}
pass_mark: 80
fatal: [wording.one]
)",
                                    &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  ASSERT_TRUE(profile.has_value());
  EXPECT_EQ(profile->id, "strict");
  EXPECT_EQ(profile->file, "strict.yaml");
  EXPECT_EQ(profile->title, "Strict");
  EXPECT_FALSE(profile->all_phrasebooks);
  EXPECT_THAT(profile->phrasebooks, ElementsAre("zh-a", "zh-b"));
  EXPECT_THAT(profile->severity,
              UnorderedElementsAre(Pair("wording.one", std::nullopt),
                                   Pair("zh-a/one", Severity::kError),
                                   Pair("zh-a/one#x", Severity::kHint)));
  EXPECT_THAT(profile->slots, UnorderedElementsAre(Pair("centre", "婉言")));
  EXPECT_THAT(profile->weights,
              UnorderedElementsAre(Pair("wording.one", 12.5)));
  EXPECT_EQ(profile->pass_mark, 80);
  EXPECT_THAT(profile->fatal, ElementsAre("wording.one"));
}

TEST(ParseProfile, AllPhrasebooks) {
  std::vector<Diagnostic> diagnostics;
  const auto profile =
      ParseProfile("p.yaml", "profile: p\nphrasebooks: all\n", &diagnostics);
  ASSERT_TRUE(profile.has_value());
  EXPECT_TRUE(profile->all_phrasebooks);
  EXPECT_THAT(profile->phrasebooks, IsEmpty());
}

// ---- The format's page ----

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The fenced blocks of a Markdown page.
std::vector<std::string> YamlBlocks(std::string_view page) {
  constexpr std::string_view kOpen = "```yaml\n";
  constexpr std::string_view kClose = "\n```";
  std::vector<std::string> blocks;
  for (size_t open = page.find(kOpen); open != std::string_view::npos;
       open = page.find(kOpen, open)) {
    open += kOpen.size();
    const size_t close = page.find(kClose, open);
    blocks.emplace_back(page.substr(open, close + 1 - open));
  }
  return blocks;
}

TEST(FormatPage, EveryBlockParses) {
  const auto blocks =
      YamlBlocks(ReadAll(SourceDir() + "/phrasebooks/README.md"));
  EXPECT_GE(blocks.size(), 7u);
  for (const std::string& block : blocks) {
    std::vector<Diagnostic> diagnostics;
    if (block.starts_with("phrasebook:")) {
      EXPECT_TRUE(ParsePhrasebook("README", block, &diagnostics).has_value());
    } else if (block.starts_with("profile:")) {
      EXPECT_TRUE(ParseProfile("README", block, &diagnostics).has_value());
    }
    for (const Diagnostic& one : diagnostics) {
      ADD_FAILURE() << block << FormatDiagnostic(one);
    }
  }
}

}  // namespace
}  // namespace wanyan
