#include "phrasebook/parser.h"

#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/internal/context_reader.h"
#include "phrasebook/internal/parse_file.h"
#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/rewrite_reader.h"
#include "phrasebook/internal/rule_reader.h"
#include "phrasebook/internal/template_reader.h"
#include "text/folded_text.h"
#include "text/locale.h"
#include "text/utf8.h"
#include "yaml/tree.h"

// A book is read section by section, each after those that it can name: slots,
// sets, contexts, rules. The sections' readers are in internal/.

namespace wanyan {
namespace {

using internal::Reader;
using internal::RewriteReader;
using internal::RuleReader;
using internal::TemplateReader;

std::string FoldedWord(std::string_view word) {
  std::string folded;
  for (char32_t c : FoldLiteral(word, FoldMode::kFolded)) {
    AppendUtf8(c & ~kAltered, &folded);
  }
  return folded;
}

class BookReader {
 public:
  explicit BookReader(Reader* reader) : reader_(*reader), templates_(reader) {}

  Phrasebook Read(const yaml::Node& root);

 private:
  void ReadHead(yaml::MappingReader* book);
  void ReadLanguage(const yaml::Node& node);
  void ReadInputs(const yaml::Node& node);
  void ReadMaps(const yaml::Node& node);
  void ReadMap(const yaml::Node& node, const std::string& name);
  void ReadRules(yaml::MappingReader* book);
  void ReadScenes(const yaml::Node& node, RewriteReader* rewrites);

  Reader& reader_;
  TemplateReader templates_;
  Phrasebook book_;
};

Phrasebook BookReader::Read(const yaml::Node& root) {
  yaml::MappingReader book(root, "a book", &reader_);
  ReadHead(&book);
  if (const yaml::Node* inputs = book.Find("inputs")) ReadInputs(*inputs);
  if (const yaml::Node* slots = book.Find("slots"))
    templates_.ReadSlots(*slots);
  if (const yaml::Node* sets = book.Find("sets")) templates_.ReadSets(*sets);
  if (const yaml::Node* contexts = book.Find("contexts")) {
    book_.contexts = ReadContexts(*contexts, &templates_, &reader_);
  }
  if (const yaml::Node* maps = book.Find("maps")) ReadMaps(*maps);
  if (const yaml::Node* particles = book.Find("particles")) {
    book_.particles = reader_.Texts(*particles, "particles");
  }
  ReadRules(&book);
  book.RefuseOtherKeys();
  book_.sets = std::move(templates_).TakeSets();
  return std::move(book_);
}

void BookReader::ReadHead(yaml::MappingReader* book) {
  if (const yaml::Node* id = book->Require("phrasebook")) {
    book_.id = reader_.Id(*id, "phrasebook id").value_or("");
    book_.position = reader_.PositionOf(*id);
  }
  if (const yaml::Node* language = book->Require("language")) {
    ReadLanguage(*language);
  }
  if (const yaml::Node* title = book->Require("title")) {
    book_.title = reader_.Text(*title, "title").value_or("");
  }
}

void BookReader::ReadLanguage(const yaml::Node& node) {
  const auto locale = reader_.Locale(node, "language", "");
  if (!locale.has_value()) return;
  book_.language = std::string(LanguageOf(*locale));
  if (book_.language == *locale) return;
  reader_.Error(node, code::kBadLocale,
                absl::StrFormat("%s is more than a language", node.text),
                absl::StrFormat("write `language: %s`, and narrow rules by "
                                "`locales`",
                                book_.language));
}

void BookReader::ReadInputs(const yaml::Node& node) {
  for (const yaml::Node* item : reader_.TextItems(node, "inputs")) {
    if (auto name = reader_.Name(*item, "an input")) {
      book_.inputs.push_back(*std::move(name));
    }
  }
}

void BookReader::ReadMaps(const yaml::Node& node) {
  if (!reader_.ExpectMapping(node, "maps")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const auto name = reader_.Name(node.key(i), "a map");
    ReadMap(node.value(i), name.value_or(std::string(node.key(i).text)));
  }
}

void BookReader::ReadMap(const yaml::Node& node, const std::string& name) {
  const std::string what = absl::StrFormat("the map %s", name);
  auto& words = book_.maps[name];
  if (!reader_.ExpectMapping(node, what)) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const yaml::Node& key = node.key(i);
    if (!reader_.Text(key, absl::StrFormat("a word of %s", what))) continue;
    const auto replacement = reader_.Text(
        node.value(i), absl::StrFormat("%s for %s", what, key.text));
    const bool is_new =
        words.emplace(FoldedWord(key.text), replacement.value_or("")).second;
    if (is_new) continue;
    reader_.report().Warning(
        reader_.PositionOf(key), code::kDuplicateItem,
        absl::StrFormat("%s stands twice in %s, folded", key.text, what),
        "remove one of them; the first counts");
  }
}

void BookReader::ReadRules(yaml::MappingReader* book) {
  RewriteReader rewrites(book_, &templates_, &reader_);
  RuleReader rules(book_, &templates_, &rewrites, &reader_);
  if (const yaml::Node* defaults = book->Find("defaults")) {
    rules.ReadDefaults(*defaults);
  }
  if (const yaml::Node* list = book->Find("rules")) {
    book_.rules = rules.ReadRules(*list);
  }
  if (const yaml::Node* scenes = book->Find("scenes")) {
    ReadScenes(*scenes, &rewrites);
  }
}

void BookReader::ReadScenes(const yaml::Node& node, RewriteReader* rewrites) {
  if (!reader_.ExpectMapping(node, "scenes")) return;
  for (size_t i = 0; i < node.entry_count(); ++i) {
    const auto name = reader_.Name(node.key(i), "a scene");
    std::vector<ScenePhrase> phrases =
        rewrites->ReadScene(node.value(i), node.key(i).text);
    if (name.has_value()) book_.scenes[*name] = std::move(phrases);
  }
}

}  // namespace

std::optional<Phrasebook> ParsePhrasebook(
    std::string_view file, std::string_view yaml,
    std::vector<Diagnostic>* diagnostics) {
  return internal::ParseFile<Phrasebook, BookReader>(file, yaml, diagnostics);
}

}  // namespace wanyan
