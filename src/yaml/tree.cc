#include "yaml/tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <utility>

#include "absl/strings/str_format.h"
#include "text/utf8.h"
#include "yaml/diagnostic_codes.h"
#include "yaml/internal/syntax_hints.h"
#include "yaml/limits.h"

// The only file that knows yaml-cpp. Its nodes take cycles and bombs of aliases
// for data, so the tree is built here from its events, and the limits are
// checked while they come.
//
// Its events leave three things open, which the source text answers: whether a
// text was quoted, whether a null was written (`~`, `null`) or is nothing at
// all, and whether a quoted text was ever closed.

namespace wanyan::yaml {
namespace {

// Thrown out of an event, the only way to stop the parser; caught in Parse.
struct StopParsing {};

class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // never written to
    setg(begin, begin, begin + bytes.size());
  }
};

size_t CountSeparators(std::string_view yaml) {
  return static_cast<size_t>(
      std::count_if(yaml.begin(), yaml.end(),
                    [](char c) { return c == '[' || c == '{' || c == ','; }));
}

bool IsQuotationMark(char c) { return c == '"' || c == '\''; }

// The bytes of an escape sequence in a text in double quotation marks.
size_t EscapeLength(std::string_view text) {
  if (text.size() < 2) return text.size();
  switch (text[1]) {
    case 'x':
      return 4;
    case 'u':
      return 6;
    case 'U':
      return 10;
    default:
      return 2;
  }
}

// Walks through a text as it is written, from one character to the next.
class WrittenText {
 public:
  // `source` begins where the node does.
  explicit WrittenText(std::string_view source) : source_(source) {
    if (!source.empty() && IsQuotationMark(source[0])) {
      quote_ = source[0];
      offset_ = 1;
    }
  }

  // Bytes from the node's start.
  size_t offset() const { return offset_; }
  char front() const { return source_[offset_]; }
  bool AtEnd() const {
    return offset_ >= source_.size() || (quote_ != 0 && AtClosingQuote());
  }

  void Next() {
    if (quote_ == '"' && front() == '\\') {
      offset_ += EscapeLength(source_.substr(offset_));
    } else if (quote_ == '\'' && front() == '\'') {
      offset_ += 2;
    } else {
      DecodeUtf8(source_, &offset_);
    }
  }

 private:
  bool AtClosingQuote() const {
    if (front() != quote_) return false;
    const bool is_doubled =
        offset_ + 1 < source_.size() && source_[offset_ + 1] == quote_;
    return quote_ == '"' || !is_doubled;
  }

  std::string_view source_;
  char quote_ = 0;
  size_t offset_ = 0;
};

}  // namespace

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Tree* tree, Report* report)
      : tree_(*tree), source_(tree->source_), report_(*report) {}

  bool has_root() const { return has_root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (!has_root_) return;
    Error(OffsetOf(mark), code::kSecondDocument,
          "a second YAML document begins here",
          "one file holds one document: remove the line `---`, or move what "
          "follows it to a file of its own");
    throw StopParsing{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = MakeNode(Node::Kind::kText, mark);
    node.text = WrittenNull(node.offset);
    node.is_plain = true;
    node.is_absent = node.text.empty();
    Add(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = MakeNode(Node::Kind::kText, mark);
    Error(node.offset, code::kYamlAlias,
          "aliases (`*name`) are not part of the format",
          "write the value again, or quote the text if it begins with `*`");
    node.text = tree_.texts_.emplace_back("alias");
    Add(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    Node node = MakeNode(Node::Kind::kText, mark);
    RefuseTag(node.offset, tag);
    node.is_plain = tag != "!";
    node.text = Keep(node.offset, value);
    CheckClosed(node);
    Add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t, YAML::EmitterStyle::value) override {
    Open(Node::Kind::kList, mark, tag);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag,
                  YAML::anchor_t, YAML::EmitterStyle::value) override {
    Open(Node::Kind::kMapping, mark, tag);
  }
  void OnMapEnd() override {
    CheckKeys(&open_.back());
    Close();
  }

  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    Error(OffsetOf(mark), code::kYamlAnchor,
          absl::StrFormat("anchors (`&%s`) are not part of the format", name),
          "remove the anchor, or quote the text if it begins with `&`");
  }

 private:
  // Reports are made at once, so that a place is looked up once.
  void Error(size_t offset, std::string_view code, std::string message,
             std::string hint) {
    report_.Error(source_.PositionAt(offset), code, std::move(message),
                  std::move(hint));
  }

  size_t OffsetOf(const YAML::Mark& mark) const {
    return source_.OffsetOf(static_cast<size_t>(mark.line),
                            static_cast<size_t>(mark.column));
  }

  Node MakeNode(Node::Kind kind, const YAML::Mark& mark) {
    Node node;
    node.kind = kind;
    node.offset = static_cast<uint32_t>(OffsetOf(mark));
    if (++node_count_ > kMaxNodes) {
      Error(node.offset, code::kYamlTooLarge,
            absl::StrFormat("the file holds more than %d values", kMaxNodes),
            std::string(tree_.hints_.too_large));
      throw StopParsing{};
    }
    return node;
  }

  void Open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag) {
    Node node = MakeNode(kind, mark);
    RefuseTag(node.offset, tag);
    if (open_.size() == kMaxDepth) {
      Error(node.offset, code::kYamlTooDeep,
            absl::StrFormat("lists and mappings stand more than %d deep",
                            kMaxDepth),
            "look for brackets that do not belong here, or a text that is not "
            "quoted");
      throw StopParsing{};
    }
    open_.push_back(std::move(node));
  }

  void Close() {
    Node node = std::move(open_.back());
    open_.pop_back();
    Add(std::move(node));
  }

  void Add(Node node) {
    // A value that is not there has the place of its key.
    const bool is_value =
        !open_.empty() && open_.back().IsMapping() && !ExpectsKey();
    if (node.is_absent && is_value) {
      node.offset = open_.back().children.back().offset;
    }
    if (open_.empty()) {
      tree_.root_ = std::move(node);
      has_root_ = true;
    } else {
      open_.back().children.push_back(std::move(node));
    }
  }

  // `?` and `!` are what the parser itself gives to plain and quoted text.
  void RefuseTag(size_t offset, const std::string& tag) {
    if (tag == "?" || (tag == "!" && !SourceStartsWith(offset, "!"))) return;
    Error(offset, code::kYamlTag, "tags (`!name`) are not part of the format",
          "remove the tag, or quote the text if it begins with `!`");
  }

  bool SourceStartsWith(size_t offset, std::string_view text) const {
    return source_.utf8().substr(offset).starts_with(text);
  }

  std::string_view Keep(size_t offset, const std::string& value) {
    std::string_view written = source_.utf8().substr(offset);
    if (!written.empty() && IsQuotationMark(written[0])) {
      written.remove_prefix(1);
    }
    if (written.starts_with(value)) return written.substr(0, value.size());
    return tree_.texts_.emplace_back(value);
  }

  // A quotation mark that is never closed takes in the rest of the file.
  void CheckClosed(const Node& node) {
    const std::string_view written = source_.utf8().substr(node.offset);
    if (node.is_plain || !IsQuotationMark(written[0])) return;
    WrittenText text(written);
    while (!text.AtEnd()) text.Next();
    if (text.offset() < written.size()) return;
    Error(node.offset, code::kUnclosedQuote,
          "the text that begins here is never closed",
          absl::StrFormat("put %c at its end", written[0]));
    throw StopParsing{};
  }

  bool ExpectsKey() const {
    return !open_.empty() && open_.back().IsMapping() &&
           open_.back().children.size() % 2 == 0;
  }

  // What stands for null at `offset`, if anything does. A null that is nothing
  // has the place of what follows it, which may be a key named null.
  std::string_view WrittenNull(size_t offset) const {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (!SourceStartsWith(offset, word)) continue;
      size_t behind = offset + word.size();
      while (SourceStartsWith(behind, " ")) ++behind;
      if (SourceStartsWith(behind, ":") && !ExpectsKey()) return {};
      return source_.utf8().substr(offset, word.size());
    }
    return {};
  }

  // Keeps the first entry of each key.
  void CheckKeys(Node* mapping) {
    std::unordered_map<std::string_view, uint32_t> places;
    std::vector<Node> kept;
    kept.reserve(mapping->children.size());
    for (size_t i = 0; i < mapping->entry_count(); ++i) {
      if (!IsNewKey(mapping->key(i), &places)) continue;
      kept.push_back(std::move(mapping->children[2 * i]));
      kept.push_back(std::move(mapping->children[2 * i + 1]));
    }
    mapping->children = std::move(kept);
  }

  bool IsNewKey(const Node& key,
                std::unordered_map<std::string_view, uint32_t>* places) {
    if (!key.IsText()) {
      Error(key.offset, code::kComplexKey, "a key must be text",
            "a text that begins with [ or { must stand in quotation marks");
      return false;
    }
    const auto [first, is_new] = places->emplace(key.text, key.offset);
    if (is_new) return true;
    const SourcePosition place = source_.PositionAt(first->second);
    Error(key.offset, code::kDuplicateKey,
          absl::StrFormat("the key %s stands twice: first in line %d, column "
                          "%d",
                          key.text, place.line, place.column),
          "join the two, or remove one of them");
    return false;
  }

  Tree& tree_;
  const SourceText& source_;
  Report& report_;
  std::vector<Node> open_;
  size_t node_count_ = 0;
  bool has_root_ = false;
};

bool Tree::Parse(Report* report) {
  if (CountSeparators(source_.utf8()) > kMaxSeparators) {
    report->Error({}, code::kYamlTooLarge,
                  absl::StrFormat("the file has more than %d brackets and "
                                  "commas",
                                  kMaxSeparators),
                  std::string(hints_.too_large));
    return false;
  }
  TreeBuilder builder(this, report);
  ViewBuffer buffer(source_.utf8());
  std::istream stream(&buffer);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const StopParsing&) {
    return builder.has_root();
  } catch (const YAML::Exception& error) {
    SourcePosition position = source_.PositionAt(
        error.mark.is_null()
            ? 0
            : source_.OffsetOf(static_cast<size_t>(error.mark.line),
                               static_cast<size_t>(error.mark.column)));
    const internal::SyntaxAdvice advice = internal::AdviseOnSyntax(
        error.msg, source_.Line(position.line), hints_.quote);
    if (advice.column != 0) position.column = advice.column;
    report->Error(position, code::kYamlSyntax, advice.message, advice.hint);
    return false;
  }
  if (builder.has_root() && !root_.is_absent) return true;
  report->Error({}, code::kEmptyFile, "the file is empty",
                std::string(hints_.beginning));
  return false;
}

SourcePosition Tree::PositionInText(const Node& node, int code_point) const {
  const std::string_view written = source_.utf8().substr(node.offset);
  const bool is_block = !node.is_plain && !IsQuotationMark(written[0]);
  if (is_block) return PositionOf(node);
  WrittenText text(written);
  for (int i = 0; i < code_point && !text.AtEnd(); ++i) {
    if (text.front() == '\n') return PositionOf(node);
    text.Next();
  }
  return source_.PositionAt(node.offset + text.offset());
}

}  // namespace wanyan::yaml
