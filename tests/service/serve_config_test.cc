#include "service/serve_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// "line:column code" of each mistake.
std::vector<std::string> MistakesIn(std::string_view yaml) {
  std::vector<Diagnostic> diagnostics;
  const bool is_good =
      ParseServeConfig("etc/wanyan.yaml", yaml, &diagnostics).has_value();
  EXPECT_EQ(is_good, diagnostics.empty());
  std::vector<std::string> mistakes;
  for (const Diagnostic& one : diagnostics) {
    EXPECT_EQ(one.file, "etc/wanyan.yaml");
    EXPECT_NE(one.hint, "") << one.message;
    mistakes.push_back(absl::StrFormat("%d:%d %s", one.position.line,
                                       one.position.column, one.code));
  }
  return mistakes;
}

// The hint of the only mistake.
std::string HintFor(std::string_view yaml) {
  std::vector<Diagnostic> diagnostics;
  ParseServeConfig("a.yaml", yaml, &diagnostics);
  EXPECT_THAT(diagnostics, SizeIs(1));
  return diagnostics.empty() ? "" : diagnostics.front().hint;
}

TEST(ParseServeConfig, ReadsEveryKey) {
  std::vector<Diagnostic> diagnostics;
  const auto config = ParseServeConfig("etc/wanyan.yaml", R"(
listen: "[::1]:1"
http: {listen: "0.0.0.0:2", cors_origins: ["https://a.example:8443"]}
phrasebooks: ../books
default_locale: zh-TW
tls: {certificate: c.pem, key: /k.pem, client_ca: ca.pem}
tokens: tokens.txt
admission: {workers: 3, max_waiting: 4, max_wait: 5ms}
drain: 1m30s
decision_log:
  file: d.jsonl
  max_file_size: 6MB
  max_files: 7
  max_queued: 8
  with_text: true
log: {level: warning, format: json}
)",
                                       &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  ASSERT_TRUE(config.has_value());
  EXPECT_EQ(config->phrasebooks_directory, "etc/../books");
  EXPECT_EQ(config->default_locale, "zh-Hant-TW");
  const ServerOptions& server = config->server;
  EXPECT_EQ(server.listen, "[::1]:1");
  EXPECT_EQ(server.http_listen, "0.0.0.0:2");
  EXPECT_THAT(server.cors_origins, ElementsAre("https://a.example:8443"));
  EXPECT_EQ(server.tls.certificate_file, "etc/c.pem");
  EXPECT_EQ(server.tls.key_file, "/k.pem");
  EXPECT_EQ(server.tls.client_ca_file, "etc/ca.pem");
  EXPECT_EQ(server.tokens_file, "etc/tokens.txt");
  EXPECT_EQ(server.admission.workers, 3);
  EXPECT_EQ(server.admission.max_waiting, 4);
  EXPECT_EQ(server.admission.max_wait, absl::Milliseconds(5));
  EXPECT_EQ(server.drain, absl::Seconds(90));
  EXPECT_EQ(server.decision_log.file, "etc/d.jsonl");
  EXPECT_EQ(server.decision_log.max_file_bytes, size_t{6} << 20);
  EXPECT_EQ(server.decision_log.max_files, 7);
  EXPECT_EQ(server.decision_log.max_queued, 8u);
  EXPECT_TRUE(server.decision_log.with_text);
  EXPECT_EQ(server.log.level, LogLevel::kWarning);
  EXPECT_EQ(server.log.format, LogFormat::kJson);
}

TEST(ParseServeConfig, WhatIsLeftOutHasItsDefault) {
  std::vector<Diagnostic> diagnostics;
  const auto config =
      ParseServeConfig("a.yaml", "log: {level: error}\n", &diagnostics);
  ASSERT_TRUE(config.has_value());
  const ServerOptions defaults;
  EXPECT_EQ(config->phrasebooks_directory, "");
  EXPECT_EQ(config->server.listen, defaults.listen);
  EXPECT_EQ(config->server.http_listen, defaults.http_listen);
  EXPECT_EQ(config->server.drain, defaults.drain);
  EXPECT_FALSE(config->server.tls.enabled());
}

TEST(ParseServeConfig, TheDefaultsMayBeTheCallers) {
  std::vector<Diagnostic> diagnostics;
  ServeConfig defaults;
  defaults.server.log.format = LogFormat::kJson;
  const auto config = ParseServeConfig("a.yaml", "log: {level: error}\n",
                                       &diagnostics, defaults);
  ASSERT_TRUE(config.has_value());
  EXPECT_EQ(config->server.log.format, LogFormat::kJson);
  EXPECT_EQ(config->server.log.level, LogLevel::kError);
}

TEST(ParseServeConfig, CommentsAloneLeaveAllToTheDefaults) {
  for (const char* text : {"", "# listen: 1\n\n  # drain: 5s", "\r\n"}) {
    EXPECT_THAT(MistakesIn(text), IsEmpty()) << text;
  }
  EXPECT_THAT(MistakesIn("# a comment\nlisen: x"), SizeIs(1));
}

TEST(ParseServeConfig, TheHttpPortMayBeOff) {
  std::vector<Diagnostic> diagnostics;
  const auto config =
      ParseServeConfig("a.yaml", "http: {listen: off}\n", &diagnostics);
  ASSERT_TRUE(config.has_value());
  EXPECT_EQ(config->server.http_listen, "");
  EXPECT_THAT(MistakesIn("listen: off\n"), ElementsAre("1:9 bad-address"));
}

TEST(ParseServeConfig, SaysAllMistakesAtOnceWithTheirPlaces) {
  EXPECT_THAT(
      MistakesIn(R"(lisen: 127.0.0.1:1
http: {listen: here, cors_origins: ["https://a.example/", "*"]}
default_locale: chinese!
tls: {certificate: c.pem}
admission: {workers: many, max_waiting: -1, max_wait: 5}
drain: 2h
decision_log: {max_file_size: 1kB, with_text: yes}
log: [info]
)"),
      ElementsAre("1:1 unknown-key", "2:16 bad-address", "2:37 bad-origin",
                  "2:59 bad-origin", "3:17 bad-locale", "4:6 missing-key",
                  "5:22 bad-number", "5:41 bad-number", "5:55 bad-duration",
                  "6:8 bad-duration", "7:15 missing-key", "7:31 bad-size",
                  "7:47 unknown-value", "8:6 wrong-type"));
}

// The browser's origin has lower case; a page of any other would be refused.
TEST(ParseServeConfig, AnOriginIsWhatBrowsersSend) {
  for (const std::string_view origin :
       {"https://Desk.example.com", "https://a.example/", "*", "a.example"}) {
    EXPECT_THAT(
        MistakesIn(absl::StrFormat("http: {cors_origins: [\"%s\"]}\n", origin)),
        ElementsAre("1:23 bad-origin"));
  }
}

TEST(LoadServeConfig, ParentsOfALinkedFolderAreThoseOfItsTarget) {
  const TempDir dir;
  std::filesystem::create_directories(dir.path() + "/real/etc");
  dir.Write("real/tokens.txt", "x");
  std::filesystem::create_directory_symlink(dir.path() + "/real/etc",
                                            dir.path() + "/etc");
  dir.Write("etc/wanyan.yaml", "tokens: ../tokens.txt\n");
  std::vector<Diagnostic> diagnostics;
  const auto config =
      LoadServeConfig(dir.path() + "/etc/wanyan.yaml", &diagnostics);
  ASSERT_THAT(config, IsOk());
  EXPECT_TRUE(std::filesystem::exists(config->server.tokens_file));
}

TEST(ParseServeConfig, HintsTellTheWayOut) {
  EXPECT_EQ(HintFor("lisen: a\n"), "did you mean `listen`?");
  EXPECT_EQ(HintFor("tls: {certificate: a, key: b, clientca: c}\n"),
            "did you mean `client_ca`?");
  EXPECT_EQ(HintFor("log: {level: warn}\n"),
            "write debug, info, warning or error");
  EXPECT_EQ(HintFor("log: {level: inof}\n"), "did you mean info?");
  EXPECT_EQ(HintFor("drain: 5\n"),
            "write a number with its unit: 200ms, 5s, 1m30s");
  EXPECT_EQ(HintFor("drain: 61m\n"), "write 1h or less");
  EXPECT_EQ(HintFor("decision_log: {file: a, max_file_size: 1B}\n"),
            "write a size from 4kB to 1024GB");
  EXPECT_EQ(HintFor("listen: 8080\n"),
            "write host:port, such as 127.0.0.1:50051");
  EXPECT_THAT(HintFor("--- # nothing\n"), HasSubstr("listen: 127.0.0.1:50051"));
  EXPECT_THAT(HintFor("a: [b\n"), HasSubstr("quote a text"));
}

TEST(ParseServeConfig, TheLimitsAreTheirOwnEdges) {
  EXPECT_THAT(MistakesIn("admission: {workers: 1024}\n"), IsEmpty());
  EXPECT_THAT(MistakesIn("admission: {workers: 1025}\n"), SizeIs(1));
  EXPECT_THAT(MistakesIn("admission: {max_waiting: 100000}\n"), IsEmpty());
  EXPECT_THAT(MistakesIn("admission: {max_waiting: 100001}\n"), SizeIs(1));
  EXPECT_THAT(MistakesIn("admission: {max_wait: 1m}\n"), IsEmpty());
  EXPECT_THAT(MistakesIn("admission: {max_wait: 61s}\n"), SizeIs(1));
  EXPECT_THAT(MistakesIn("drain: 1h\n"), IsEmpty());
  EXPECT_THAT(MistakesIn("decision_log: {file: a, max_file_size: 4kB}\n"),
              IsEmpty());
  EXPECT_THAT(MistakesIn("decision_log: {file: a, max_file_size: 1024GB}\n"),
              IsEmpty());
  EXPECT_THAT(MistakesIn("decision_log: {file: a, max_file_size: 1025GB}\n"),
              SizeIs(1));
  EXPECT_THAT(MistakesIn("decision_log: {file: a, max_queued: 1000000}\n"),
              IsEmpty());
  EXPECT_THAT(MistakesIn("decision_log: {file: a, max_queued: 0}\n"),
              SizeIs(1));
}

TEST(LoadServeConfig, ReadsAFile) {
  const TempDir dir;
  const std::string path = dir.Write("wanyan.yaml", "phrasebooks: books\n");
  std::vector<Diagnostic> diagnostics;
  const auto config = LoadServeConfig(path, &diagnostics);
  ASSERT_THAT(config, IsOk());
  EXPECT_EQ(config->phrasebooks_directory, dir.path() + "/books");
}

TEST(LoadServeConfig, AFileThatIsMissingOrBrokenIsRefused) {
  const TempDir dir;
  std::vector<Diagnostic> diagnostics;
  EXPECT_THAT(LoadServeConfig(dir.path() + "/none.yaml", &diagnostics),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("none.yaml: no such file")));
  EXPECT_THAT(diagnostics, IsEmpty());
  EXPECT_THAT(LoadServeConfig(dir.Write("a.yaml", "b: c\n"), &diagnostics),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("mend what is shown above")));
  EXPECT_THAT(diagnostics, SizeIs(1));
}

}  // namespace
}  // namespace wanyan
