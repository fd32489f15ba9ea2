#include "api/phrasebook_calls.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_format.h"
#include "api/error_details.h"
#include "api/phrasebook_messages.h"
#include "engine/test_library.h"
#include "google/rpc/error_details.pb.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

constexpr std::string_view kWording = R"(phrasebook: zh-wording
language: zh
title: 用语
inputs: [time]
sets:
  agent: ["我[们]"]
contexts:
  meant:
    before: ["不是"]
rules:
  - id: helpless
    norm: wording.helpless
    message: 不要说没办法
    severity: error
    forbid:
      - {match: "<agent>没[有]办法{task}", id: bare, rewrite: ["我会尽力{task}", {sentence: "我{time}答复您。"}]}
      - {regex: "别无他[法途]"}
    rewrite: ["会尽力"]
    except: ["没办法不"]
    unless: [quoted]
    only_if: [meant]
    when: {labels: [vip], channels: [phone, chat]}
    over: [soft]
    locales: [zh-TW]
    match: tolerant
    examples:
      flags: [{text: "我没办法", rewrite: "我会尽力", match: "我没办法", locale: zh-TW}]
      allows: ["好的"]
  - id: soft
    norm: wording.soft
    message: 语气
    forbid: ["办法"]
    examples: {flags: ["办法"], allows: ["好"]}
)";

std::shared_ptr<const Library> Wording(const std::string& profile = "") {
  std::vector<std::string> documents{std::string(kWording)};
  if (!profile.empty()) documents.push_back(profile);
  return MakeLibrary(documents);
}

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

v1::Rule MustGetRule(const Library& library, const std::string& name) {
  v1::GetRuleRequest request;
  request.set_name(name);
  const auto rule = GetRule(library, request);
  EXPECT_THAT(rule, IsOk());
  return rule.ok() ? *rule : v1::Rule();
}

// The resource that an error says is missing, "type name".
std::string MissingIn(const absl::Status& error) {
  const google::rpc::Status status = ErrorDetails(error);
  google::rpc::ResourceInfo resource;
  for (const auto& detail : status.details()) {
    if (detail.UnpackTo(&resource)) break;
  }
  return resource.resource_type() + " " + resource.resource_name();
}

TEST(PhrasebookCallsTest, APhrasebookSaysWhatIsInIt) {
  const auto library = MakeLibrary({BookText(
      "zh-a",
      {RuleText("b", R"(forbid: ["乙"])"), RuleText("a", R"(forbid: ["甲"])")},
      "scenes: {opening: [\"您好\"], closing: [\"再见\"]}")});
  v1::GetPhrasebookRequest request;
  for (const char* name : {"phrasebooks/zh-a", "zh-a"}) {
    request.set_name(name);
    auto book = GetPhrasebook(*library, request);
    ASSERT_THAT(book, IsOk());
    EXPECT_THAT(book->revision(), MatchesRegex("[0-9a-f]{16}"));
    book->clear_revision();
    EXPECT_EQ(book->DebugString(), FromText<v1::Phrasebook>(R"pb(
                                     name: "phrasebooks/zh-a"
                                     title: "a book of a test"
                                     language: "zh"
                                     rule_count: 2
                                     scenes: "closing"
                                     scenes: "opening"
                                     norms: "test.a"
                                     norms: "test.b"
                                     file: "document-1.yaml")pb")
                                       .DebugString());
  }
}

TEST(PhrasebookCallsTest, TheRevisionOfABookIsThatOfItsContent) {
  const std::string first =
      BookText("zh-a", {RuleText("a", "forbid: [\"甲\"]")});
  const std::string second =
      BookText("zh-b", {RuleText("b", "forbid: [\"乙\"]")});
  const auto alone = ListPhrasebooks(*MakeLibrary({first}), {});
  const auto both = ListPhrasebooks(*MakeLibrary({second, first}), {});
  ASSERT_THAT(both, IsOk());
  ASSERT_EQ(both->phrasebooks_size(), 2);
  EXPECT_EQ(alone->phrasebooks(0).revision(), both->phrasebooks(1).revision());
  EXPECT_NE(both->phrasebooks(0).revision(), both->phrasebooks(1).revision());
  EXPECT_NE(alone->revision(), both->revision());
}

TEST(PhrasebookCallsTest, AMissingPhrasebookIsNamed) {
  v1::GetPhrasebookRequest request;
  request.set_name("phrasebooks/nope");
  const auto book = GetPhrasebook(*Wording(), request);
  EXPECT_THAT(book, StatusIs(absl::StatusCode::kNotFound, HasSubstr("name: ")));
  EXPECT_EQ(MissingIn(book.status()), "wanyan.v1/Phrasebook phrasebooks/nope");
  EXPECT_THAT(GetPhrasebook(*Wording(), {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("name: it is empty; send phrasebooks/")));
}

TEST(PhrasebookCallsTest, PhrasebooksAreListedInPages) {
  std::vector<std::string> documents;
  for (int i = 0; i < 5; ++i) {
    documents.push_back(BookText(absl::StrFormat("zh-%d", i),
                                 {RuleText("a", "forbid: [\"甲\"]")}));
  }
  const auto library = MakeLibrary(documents);
  std::vector<std::string> names;
  v1::ListPhrasebooksRequest request;
  request.set_page_size(2);
  do {
    const auto page = ListPhrasebooks(*library, request);
    ASSERT_THAT(page, IsOk());
    EXPECT_EQ(page->revision(), library->revision());
    for (const auto& book : page->phrasebooks()) names.push_back(book.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("phrasebooks/zh-0", "phrasebooks/zh-1",
                                 "phrasebooks/zh-2", "phrasebooks/zh-3",
                                 "phrasebooks/zh-4"));
}

TEST(PhrasebookCallsTest, ARuleHasAllThatItsBookSays) {
  const auto library = Wording();
  v1::Rule rule =
      MustGetRule(*library, "phrasebooks/zh-wording/rules/helpless");
  EXPECT_EQ(rule.revision(),
            library->PhrasebookRevision(library->phrasebooks()[0]));
  rule.clear_revision();
  EXPECT_EQ(
      rule.DebugString(),
      FromText<v1::Rule>(R"pb(
        name: "phrasebooks/zh-wording/rules/helpless"
        message: "不要说没办法"
        norm: "wording.helpless"
        severity: SEVERITY_ERROR
        locales: "zh-Hant-TW"
        match_mode: MATCH_MODE_TOLERANT
        labels: "vip"
        channels: "phone"
        channels: "chat"
        over: "phrasebooks/zh-wording/rules/soft"
        forbid {
          entries {
            id: "bare"
            pattern { text: "<agent>没[有]办法{task}" }
            severity: SEVERITY_ERROR
            rewrites { text: "我会尽力{task}" kind: REWRITE_KIND_PHRASE }
            rewrites { text: "我{time}答复您。" kind: REWRITE_KIND_SENTENCE }
          }
          entries {
            pattern { text: "别无他[法途]" is_regex: true }
            severity: SEVERITY_ERROR
            rewrites { text: "会尽力" kind: REWRITE_KIND_PHRASE }
          }
          entry_count: 2
          exceptions { text: "没办法不" }
          unless: "quoted"
          only_if: "meant"
          exception_count: 1
        }
        flags {
          text: "我没办法"
          rewrite: "我会尽力"
          matched_text: "我没办法"
          locale: "zh-Hant-TW"
        }
        allows { text: "好的" }
        source { file: "document-1.yaml" line: 11 column: 9 }
        flag_count: 1
        allow_count: 1)pb")
          .DebugString());
}

TEST(PhrasebookCallsTest, RulesAreFoundByTheNamesThatFindingsHave) {
  const auto library = Wording();
  EXPECT_EQ(MustGetRule(*library, "zh-wording/soft").name(),
            "phrasebooks/zh-wording/rules/soft");
}

TEST(PhrasebookCallsTest, AMissingRuleIsNamed) {
  const auto library = Wording();
  v1::GetRuleRequest request;
  for (const char* name :
       {"phrasebooks/zh-wording/rules/nope", "phrasebooks/nope/rules/soft",
        "phrasebooks/zh-wording", "phrasebooks/zh-wording/rules/", "soft", "/",
        "zh-wording/rules/soft", "phrasebooks/zh-wording/rules/soft/"}) {
    request.set_name(name);
    const auto rule = GetRule(*library, request);
    EXPECT_THAT(rule,
                StatusIs(absl::StatusCode::kNotFound, HasSubstr("name: ")));
    EXPECT_EQ(MissingIn(rule.status()), std::string("wanyan.v1/Rule ") + name);
  }
  EXPECT_THAT(GetRule(*library, {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("name: it is empty; send phrasebooks/")));
}

TEST(PhrasebookCallsTest, SeveritiesAreThoseOfTheDefaultProfile) {
  const auto library = Wording(R"(profile: default
phrasebooks: all
severity:
  wording.helpless: hint
  zh-wording/helpless#bare: off
  zh-wording/soft: off
)");
  const v1::Rule helpless = MustGetRule(*library, "zh-wording/helpless");
  EXPECT_EQ(helpless.severity(), v1::SEVERITY_HINT);
  EXPECT_FALSE(helpless.disabled());
  EXPECT_TRUE(helpless.forbid().entries(0).disabled());
  EXPECT_EQ(helpless.forbid().entries(0).severity(), v1::SEVERITY_ERROR);
  EXPECT_FALSE(helpless.forbid().entries(1).disabled());
  EXPECT_EQ(helpless.forbid().entries(1).severity(), v1::SEVERITY_HINT);
  const v1::Rule soft = MustGetRule(*library, "zh-wording/soft");
  EXPECT_TRUE(soft.disabled());
  EXPECT_EQ(soft.severity(), v1::SEVERITY_WARNING);
  EXPECT_TRUE(soft.forbid().entries(0).disabled());
}

TEST(PhrasebookCallsTest, ARuleIsAsGraveAsItsGravestEntry) {
  const auto library = Wording(R"(profile: default
phrasebooks: all
severity: {"zh-wording/helpless#bare": info, zh-wording/helpless: warning}
)");
  EXPECT_EQ(MustGetRule(*library, "zh-wording/helpless").severity(),
            v1::SEVERITY_WARNING);
}

TEST(PhrasebookCallsTest, ABookThatTheDefaultProfileDoesNotHaveIsDisabled) {
  const auto library =
      MakeLibrary({std::string(kWording),
                   BookText("zh-b", {RuleText("b", "forbid: [\"乙\"]")}),
                   "profile: default\nphrasebooks: [zh-b]\n"});
  const v1::Rule rule = MustGetRule(*library, "zh-wording/helpless");
  EXPECT_TRUE(rule.disabled());
  EXPECT_EQ(rule.severity(), v1::SEVERITY_ERROR);
  EXPECT_FALSE(MustGetRule(*library, "zh-b/b").disabled());
}

// Two books of three rules each; every third has the norm test.n.
std::shared_ptr<const Library> SixRules() {
  std::vector<std::string> documents;
  for (const char* id : {"zh-a", "en-b"}) {
    std::vector<std::string> rules;
    for (const char* rule : {"x", "y", "n"}) {
      rules.push_back(RuleText(rule, "forbid: [\"没办法\"]"));
    }
    documents.push_back(BookText(id, rules));
  }
  return MakeLibrary(documents);
}

std::vector<std::string> ListAll(const Library& library,
                                 v1::ListRulesRequest request) {
  std::vector<std::string> names;
  do {
    const auto page = ListRules(library, request);
    EXPECT_THAT(page, IsOk());
    if (!page.ok()) break;
    EXPECT_EQ(page->revision(), library.revision());
    for (const v1::Rule& rule : page->rules()) names.push_back(rule.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return names;
}

TEST(PhrasebookCallsTest, RulesAreListedByBookOrOfAllBooks) {
  const auto library = SixRules();
  v1::ListRulesRequest request;
  for (const int page_size : {1, 2, 3, 4, 0}) {
    request.set_page_size(page_size);
    request.set_parent("phrasebooks/en-b");
    EXPECT_THAT(
        ListAll(*library, request),
        ElementsAre("phrasebooks/en-b/rules/x", "phrasebooks/en-b/rules/y",
                    "phrasebooks/en-b/rules/n"));
    request.set_parent("phrasebooks/-");
    EXPECT_THAT(
        ListAll(*library, request),
        ElementsAre("phrasebooks/zh-a/rules/x", "phrasebooks/zh-a/rules/y",
                    "phrasebooks/zh-a/rules/n", "phrasebooks/en-b/rules/x",
                    "phrasebooks/en-b/rules/y", "phrasebooks/en-b/rules/n"));
  }
}

TEST(PhrasebookCallsTest, RulesAreFilteredByNorm) {
  const auto library = SixRules();
  v1::ListRulesRequest request;
  request.set_parent("phrasebooks/-");
  request.set_norm("test.n");
  request.set_page_size(1);
  EXPECT_THAT(
      ListAll(*library, request),
      ElementsAre("phrasebooks/zh-a/rules/n", "phrasebooks/en-b/rules/n"));
  request.set_norm("test.nothing");
  EXPECT_THAT(ListAll(*library, request), IsEmpty());
}

TEST(PhrasebookCallsTest, AListOfRulesNeedsAParent) {
  v1::ListRulesRequest request;
  EXPECT_THAT(ListRules(*Wording(), request),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("parent: it is empty; send phrasebooks/")));
  request.set_parent("phrasebooks/nope");
  const auto rules = ListRules(*Wording(), request);
  EXPECT_THAT(rules,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("parent: ")));
  EXPECT_EQ(MissingIn(rules.status()), "wanyan.v1/Phrasebook phrasebooks/nope");
}

TEST(PhrasebookCallsTest, ATokenIsGoodForOneRequestAndRevision) {
  const auto library = SixRules();
  v1::ListRulesRequest request;
  request.set_parent("phrasebooks/zh-a");
  request.set_page_size(1);
  request.set_page_token(ListRules(*library, request)->next_page_token());
  EXPECT_THAT(ListRules(*library, request), IsOk());
  // Another server with the same books goes on where this one stopped.
  EXPECT_THAT(ListRules(*SixRules(), request), IsOk());

  const auto is_refused =
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_token: "));
  v1::ListRulesRequest other = request;
  other.set_parent("phrasebooks/en-b");
  EXPECT_THAT(ListRules(*library, other), is_refused);
  other = request;
  other.set_norm("test.x");
  EXPECT_THAT(ListRules(*library, other), is_refused);
  const auto reloaded =
      MakeLibrary({BookText("zh-a", {RuleText("x", "forbid: [\"没办法\"]")})});
  EXPECT_THAT(ListRules(*reloaded, request), is_refused);
  v1::ListPhrasebooksRequest phrasebooks;
  phrasebooks.set_page_token(request.page_token());
  EXPECT_THAT(ListPhrasebooks(*library, phrasebooks), is_refused);
}

TEST(PhrasebookCallsTest, NegativePageSizesAreRefused) {
  v1::ListRulesRequest rules;
  rules.set_parent("phrasebooks/-");
  rules.set_page_size(-1);
  EXPECT_THAT(
      ListRules(*Wording(), rules),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_size: ")));
  v1::ListPhrasebooksRequest phrasebooks;
  phrasebooks.set_page_size(-1);
  EXPECT_THAT(
      ListPhrasebooks(*Wording(), phrasebooks),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("page_size: ")));
}

TEST(PhrasebookCallsTest, AThousandEntriesOfARuleAreShown) {
  for (const int count : {1000, 1001}) {
    std::string entries;
    for (int i = 0; i < count; ++i) {
      entries += absl::StrFormat("%s\"词%d号\"", i == 0 ? "" : ", ", i);
    }
    const auto library = MakeLibrary(
        {BookText("zh-a", {RuleText("words", "forbid: [" + entries + "]")})});
    const v1::Rule rule = MustGetRule(*library, "zh-a/words");
    EXPECT_EQ(rule.forbid().entries_size(), 1000);
    EXPECT_EQ(rule.forbid().entry_count(), count);
  }
}

// A list of `count` quoted texts of about `characters` Chinese characters.
std::string ListOf(int count, size_t characters) {
  std::string filling;
  for (size_t i = 0; i < characters; ++i) filling += "词";
  std::string list;
  for (int i = 0; i < count; ++i) {
    list += absl::StrFormat("%s\"%s%d号\"", i == 0 ? "" : ", ", filling, i);
  }
  return "[" + list + "]";
}

TEST(PhrasebookCallsTest, AThousandExamplesAndExceptionsAreShown) {
  const std::string text = absl::StrFormat(
      "{id: words, norm: n, message: m, forbid: [没办法], except: %s, "
      "examples: {flags: %s, allows: %s}}",
      ListOf(1001, 1), ListOf(1002, 1), ListOf(1003, 1));
  const auto library = MakeLibrary({BookText("zh-a", {text})});
  const v1::Rule rule = MustGetRule(*library, "zh-a/words");
  EXPECT_EQ(rule.forbid().exceptions_size(), 1000);
  EXPECT_EQ(rule.forbid().exception_count(), 1001);
  EXPECT_EQ(rule.flags_size(), 1000);
  EXPECT_EQ(rule.flag_count(), 1002);
  EXPECT_EQ(rule.allows_size(), 1000);
  EXPECT_EQ(rule.allow_count(), 1003);
}

// What gRPC's clients take without being told to take more.
constexpr size_t kGrpcMessageBytes = 4 << 20;

TEST(PhrasebookCallsTest, LongRulesFitTheMessagesThatClientsTake) {
  std::vector<std::string> rules;
  for (int i = 0; i < 3; ++i) {
    rules.push_back(absl::StrFormat(
        "{id: r%d, norm: n, message: m, forbid: %s, "
        "examples: {flags: %s, allows: %s}}",
        i, ListOf(200, 300), ListOf(900, 1000), ListOf(900, 1000)));
  }
  const auto library = MakeLibrary({BookText("zh-a", rules)});
  const v1::Rule rule = MustGetRule(*library, "zh-a/r1");
  EXPECT_LE(rule.ByteSizeLong(), kMaxBytesShown + 1000);
  EXPECT_EQ(rule.forbid().entries_size(), 200);
  EXPECT_LT(rule.flags_size(), 900);
  EXPECT_EQ(rule.flag_count(), 900);

  v1::ListRulesRequest request;
  request.set_parent("zh-a");
  std::vector<std::string> names;
  do {
    const auto page = ListRules(*library, request);
    ASSERT_THAT(page, IsOk());
    EXPECT_LT(page->ByteSizeLong(), kGrpcMessageBytes);
    for (const v1::Rule& listed : page->rules()) names.push_back(listed.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, SizeIs(3));
}

}  // namespace
}  // namespace wanyan
