#include "engine/test_library.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/parser.h"
#include "yaml/diagnostic.h"

namespace wanyan {
namespace {

constexpr std::string_view kSeparator = "---";

bool IsProfile(std::string_view document) {
  return document.starts_with("profile:") ||
         document.find("\nprofile:") != std::string_view::npos;
}

void RequireNoErrors(const std::vector<Diagnostic>& diagnostics) {
  std::string errors;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::kError) continue;
    errors += FormatDiagnostic(diagnostic) + "\n";
  }
  if (!errors.empty()) GTEST_LOG_(FATAL) << "a book of the test:\n" << errors;
}

}  // namespace

std::vector<std::string> SplitDocuments(std::string_view text) {
  std::vector<std::string> documents(1);
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line == kSeparator) {
      documents.emplace_back();
    } else {
      documents.back().append(line).append("\n");
    }
  }
  return documents;
}

std::shared_ptr<const Library> MakeLibrary(
    const std::vector<std::string>& documents,
    const std::string& default_locale) {
  std::vector<Phrasebook> books;
  std::vector<Profile> profiles;
  std::vector<Diagnostic> diagnostics;
  for (size_t i = 0; i < documents.size(); ++i) {
    const std::string name = absl::StrFormat("document-%d.yaml", i + 1);
    if (IsProfile(documents[i])) {
      auto profile = ParseProfile(name, documents[i], &diagnostics);
      if (profile.has_value()) profiles.push_back(*std::move(profile));
    } else {
      auto book = ParsePhrasebook(name, documents[i], &diagnostics);
      if (book.has_value()) books.push_back(*std::move(book));
    }
  }
  RequireNoErrors(diagnostics);
  CheckFolder(books, profiles, &diagnostics);
  RequireNoErrors(diagnostics);
  auto library =
      Library::Compile(std::move(books), std::move(profiles), default_locale);
  if (!library.ok()) GTEST_LOG_(FATAL) << library.status();
  return *std::move(library);
}

std::string BookText(std::string_view id, const std::vector<std::string>& rules,
                     std::string_view more_keys) {
  std::string text = absl::StrFormat(
      "phrasebook: %s\nlanguage: %s\ntitle: a book of a test\n%s\nrules:\n", id,
      id.substr(0, id.find('-')), more_keys);
  for (const std::string& rule : rules) text += "  - " + rule + "\n";
  return text;
}

std::string RuleText(std::string_view id, std::string_view keys) {
  return absl::StrFormat(
      "{id: %s, norm: test.%s, message: %s, %s, "
      "examples: {flags: [x], allows: [y]}}",
      id, id, id, keys);
}

CheckResult Check(const Library& library, const CheckRequest& request) {
  auto result = CheckReply(library, request);
  if (!result.ok()) GTEST_LOG_(FATAL) << result.status();
  return *std::move(result);
}

CheckResult Check(const Library& library, std::string_view reply) {
  CheckRequest request;
  request.reply = reply;
  return Check(library, request);
}

}  // namespace wanyan
