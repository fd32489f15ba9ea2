#include "cases/case_file.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/files.h"
#include "cases/annotated_text.h"
#include "engine/test_library.h"
#include "support/data_dir.h"

namespace wanyan {
namespace {

constexpr size_t kMaxCaseFileBytes = 1 << 20;

// A case of the file's last document.
class CaseReader {
 public:
  explicit CaseReader(const YAML::Node& node) : node_(node) {}

  // One case for each reply: `reply` or all of `replies`.
  std::vector<Case> Read() {
    RefuseUnknownKeys();
    Case common;
    common.about = Text("about").value_or("");
    ReadRequest(&common.request);
    ReadExpectations(&common);
    std::vector<Case> cases;
    for (const YAML::Node& reply : Replies()) {
      Case one = common;
      one.line = reply.Mark().line + 1;
      one.annotated = reply.as<std::string>();
      one.request.reply = WithoutMarks(one.annotated);
      cases.push_back(std::move(one));
    }
    return cases;
  }

 private:
  void RefuseUnknownKeys() {
    static const auto& known = *new std::set<std::string>{
        "about",      "reply",   "replies",    "locale",
        "profile",    "books",   "labels",     "channel",
        "slots",      "turns",   "verdict",    "rewrite",
        "no_rewrite", "suggest", "severities", "checked_as"};
    for (const auto& entry : node_) {
      const auto key = entry.first.as<std::string>();
      if (!known.contains(key)) GTEST_LOG_(FATAL) << "unknown key " << key;
    }
  }

  std::vector<YAML::Node> Replies() const {
    if (node_["reply"]) return {node_["reply"]};
    return {node_["replies"].begin(), node_["replies"].end()};
  }

  std::optional<std::string> Text(const char* key) const {
    if (!node_[key]) return std::nullopt;
    return node_[key].as<std::string>();
  }

  std::optional<std::vector<std::string>> Texts(const char* key) const {
    if (!node_[key]) return std::nullopt;
    return node_[key].as<std::vector<std::string>>();
  }

  void ReadRequest(CheckRequest* request) const {
    request->locale = Text("locale").value_or("");
    request->profile = Text("profile").value_or("");
    request->phrasebooks = Texts("books").value_or(std::vector<std::string>());
    request->labels = Texts("labels").value_or(std::vector<std::string>());
    request->channel = Text("channel").value_or("");
    for (const std::string& turn :
         Texts("turns").value_or(std::vector<std::string>())) {
      request->turns.push_back({.role = Role::kCustomer, .text = turn});
    }
    if (node_["slots"]) {
      request->slots = node_["slots"].as<std::map<std::string, std::string>>();
    }
  }

  void ReadExpectations(Case* expected) const {
    expected->verdict = Text("verdict");
    expected->rewrite = Text("rewrite");
    expected->rewrite_reason = Text("no_rewrite");
    expected->suggestions = Texts("suggest");
    expected->severities = Texts("severities");
    expected->checked_as = Text("checked_as");
  }

  const YAML::Node node_;
};

CaseFile ReadCaseFile(const std::string& path, const std::string& content) {
  std::vector<std::string> documents = SplitDocuments(content);
  // Lines of the file, so that a failure can be found in it.
  const auto first_line = static_cast<int>(
      std::count(content.begin(), content.end(), '\n') -
      std::count(documents.back().begin(), documents.back().end(), '\n'));
  const YAML::Node cases = YAML::Load(documents.back())["cases"];
  documents.pop_back();

  CaseFile file;
  file.path = path;
  file.library = MakeLibrary(documents);
  file.names_books = file.library->phrasebooks().size() > 1;
  for (const YAML::Node& node : cases) {
    for (Case& one : CaseReader(node).Read()) {
      one.line += first_line;
      file.cases.push_back(std::move(one));
    }
  }
  return file;
}

}  // namespace

std::vector<std::string> CaseFilesIn(const std::string& folder) {
  const auto paths = ListFiles(SourceDir() + "/tests/cases/" + folder, ".yaml");
  if (!paths.ok()) GTEST_LOG_(FATAL) << paths.status();
  return *paths;
}

CaseFile LoadCaseFile(const std::string& path) {
  const auto content = ReadFile(path, kMaxCaseFileBytes);
  if (!content.ok()) GTEST_LOG_(FATAL) << content.status();
  try {
    return ReadCaseFile(path, *content);
  } catch (const YAML::Exception& error) {
    GTEST_LOG_(FATAL) << path << ": " << error.what();
    return {};
  }
}

}  // namespace wanyan
