#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "phrasebook/parser.h"
#include "support/data_dir.h"
#include "yaml/diagnostic.h"

// Broken books, and what is said about each: tests/cases/diagnostics/*.yaml.
//
// A case says in its leading comments what is wrong with it, and then, one line
// each, every diagnostic, in order:
//
//   # A misspelt key of a rule.
//   # expect: 12:5 unknown-key
//   # expect: 14:9 warning duplicate-item
//   # shown:
//   #   unknown_key.yaml:12:5: error: a rule has no key `sevrity`
//   #   …
//
// Where there is "shown:", FormatDiagnostic must give that text. Files named
// profile_* are profiles of a folder that holds kBookOfProfiles.

namespace wanyan {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBookOfProfiles = R"(
phrasebook: zh-first
language: zh
title: 第一本
inputs: [centre]
rules:
  - id: helpless
    norm: wording.helpless
    message: 请说明您会尽力做什么。
    forbid: [{match: "没办法", id: plain}]
    examples: {flags: [没办法], allows: [好]}
)";

struct Case {
  std::string name;
  std::string content;
  std::string expected;  // the lines behind "expect: "
  std::optional<std::string> shown;
};

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Case ReadCase(const fs::path& path) {
  constexpr std::string_view kExpect = "# expect: ";
  constexpr std::string_view kShown = "# shown:";
  constexpr std::string_view kIndent = "#   ";
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  Case result{path.filename().string(), ReadAll(path), "", std::nullopt};
  std::string_view rest = result.content;
  if (rest.starts_with(kByteOrderMark)) {
    rest.remove_prefix(kByteOrderMark.size());
  }
  while (rest.starts_with('#')) {
    std::string line(rest.substr(0, rest.find('\n')));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with(kExpect)) {
      result.expected += line.substr(kExpect.size()) + "\n";
    } else if (line == kShown) {
      result.shown = "";
    } else if (result.shown.has_value() && line.starts_with(kIndent)) {
      *result.shown += line.substr(kIndent.size()) + "\n";
    }
  }
  return result;
}

std::vector<Case> AllCases() {
  std::vector<fs::path> paths;
  for (const auto& entry :
       fs::directory_iterator(SourceDir() + "/tests/cases/diagnostics")) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  for (const fs::path& path : paths) cases.push_back(ReadCase(path));
  return cases;
}

std::vector<Diagnostic> DiagnosticsOf(const Case& one) {
  std::vector<Diagnostic> diagnostics;
  if (!one.name.starts_with("profile_")) {
    ParsePhrasebook(one.name, one.content, &diagnostics);
    return diagnostics;
  }
  const auto profile = ParseProfile(one.name, one.content, &diagnostics);
  if (profile.has_value()) {
    const auto book =
        ParsePhrasebook("zh-first.yaml", kBookOfProfiles, &diagnostics);
    CheckFolder({*book}, {*profile}, &diagnostics);
  }
  return diagnostics;
}

std::string Listed(const std::vector<Diagnostic>& diagnostics) {
  std::string lines;
  for (const Diagnostic& one : diagnostics) {
    const bool is_warning = one.severity == Diagnostic::Severity::kWarning;
    lines +=
        absl::StrFormat("%d:%d %s%s\n", one.position.line, one.position.column,
                        is_warning ? "warning " : "", one.code);
  }
  return lines;
}

std::string Formatted(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const Diagnostic& one : diagnostics) text += FormatDiagnostic(one);
  return text;
}

class BrokenBook : public testing::TestWithParam<Case> {};

TEST_P(BrokenBook, HasExactlyTheseDiagnostics) {
  const std::vector<Diagnostic> diagnostics = DiagnosticsOf(GetParam());
  EXPECT_EQ(Listed(diagnostics), GetParam().expected) << "which are:\n"
                                                      << Formatted(diagnostics);
  if (GetParam().shown.has_value()) {
    EXPECT_EQ(Formatted(diagnostics), *GetParam().shown);
  }
}

TEST_P(BrokenBook, SaysTheWayOutOfEachMistake) {
  for (const Diagnostic& one : DiagnosticsOf(GetParam())) {
    EXPECT_NE(one.message, "");
    EXPECT_NE(one.hint, "");
    EXPECT_EQ(one.file, GetParam().name);
    if (one.position.line > 0) {
      EXPECT_GT(one.position.column, 0);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, BrokenBook, testing::ValuesIn(AllCases()),
                         [](const auto& one) {
                           return one.param.name.substr(
                               0, one.param.name.rfind('.'));
                         });

// Limits that no file for people reaches; limits_test.cc has them.
const std::set<std::string> kCodesOfLimits = {
    "file-too-large",    "too-many-mistakes",  "yaml-too-large",
    "template-too-long", "template-too-large", "book-too-large",
    "too-many-rules",    "regexes-too-large",  "sets-too-deep",
    "over-too-deep",     "context-too-large",
};

TEST(DiagnosticCodes, EachHasABrokenBook) {
  std::set<std::string> seen = kCodesOfLimits;
  for (const Case& one : AllCases()) {
    for (const Diagnostic& diagnostic : DiagnosticsOf(one)) {
      seen.insert(diagnostic.code);
    }
  }
  const std::string header =
      ReadAll(SourceDir() + "/src/yaml/diagnostic_codes.h") +
      ReadAll(SourceDir() + "/src/phrasebook/diagnostic_codes.h");
  const std::regex quoted("\"([a-z0-9-]+)\"");
  std::set<std::string> codes;
  for (std::sregex_iterator it(header.begin(), header.end(), quoted), end;
       it != end; ++it) {
    codes.insert((*it)[1]);
  }
  EXPECT_THAT(codes, testing::SizeIs(testing::Gt(60u)));
  EXPECT_EQ(seen, codes);
}

}  // namespace
}  // namespace wanyan
