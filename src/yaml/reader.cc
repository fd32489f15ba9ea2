#include "yaml/reader.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>

#include "absl/strings/str_format.h"

namespace wanyan::yaml {
namespace {

std::string_view TypeOf(const Node& node) {
  if (node.IsList()) return "a list";
  if (node.IsMapping()) return "a mapping";
  return node.is_absent ? "empty" : "a text";
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void Reader::WrongType(const Node& node, std::string_view what,
                       std::string_view expected, std::string hint) {
  Error(node, code::kWrongType,
        absl::StrFormat("%s is %s; expected %s", what, TypeOf(node), expected),
        std::move(hint));
}

bool Reader::ExpectMapping(const Node& node, std::string_view what) {
  if (node.IsMapping()) return true;
  WrongType(node, what, "a mapping", "write `key: value` pairs");
  return false;
}

std::optional<std::string> Reader::Text(const Node& node,
                                        std::string_view what) {
  if (node.IsList() || node.IsMapping()) {
    WrongType(node, what, "a text",
              "put a text that begins with [ or { in quotation marks");
    return std::nullopt;
  }
  if (node.is_absent || IsBlank(node.text)) {
    Error(node, code::kEmptyText, absl::StrFormat("%s is empty", what),
          "write a text, or remove the key");
    return std::nullopt;
  }
  return std::string(node.text);
}

std::vector<const Node*> Reader::Items(const Node& node,
                                       std::string_view what) {
  std::vector<const Node*> items;
  if (!node.IsList()) {
    WrongType(node, what, "a list",
              "write [one, two], or a line for each, beginning with `- `");
  } else if (node.children.empty()) {
    Error(node, code::kEmptyList, absl::StrFormat("the list %s is empty", what),
          "write what belongs into it, or remove the key");
  }
  if (node.IsList()) {
    for (const Node& item : node.children) items.push_back(&item);
  }
  return items;
}

std::vector<const Node*> Reader::TextItems(const Node& node,
                                           std::string_view what) {
  std::set<std::string_view> seen;
  std::vector<const Node*> texts;
  for (const Node* item : Items(node, what)) {
    if (!Text(*item, absl::StrFormat("an item of %s", what)).has_value()) {
      continue;
    }
    if (seen.insert(item->text).second) {
      texts.push_back(item);
    } else {
      report_.Warning(
          PositionOf(*item), code::kDuplicateItem,
          absl::StrFormat("%s stands twice in %s", item->text, what),
          "remove one of them");
    }
  }
  return texts;
}

std::vector<std::string> Reader::Texts(const Node& node,
                                       std::string_view what) {
  std::vector<std::string> texts;
  for (const Node* item : TextItems(node, what)) {
    texts.emplace_back(item->text);
  }
  return texts;
}

std::optional<double> Reader::Number(const Node& node, std::string_view what,
                                     double min, double max) {
  const std::optional<std::string> text = Text(node, what);
  if (!text.has_value()) return std::nullopt;
  double value = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  if (error == std::errc() && stop == end && value >= min && value <= max) {
    return value;
  }
  Error(node, code::kBadNumber,
        absl::StrFormat("%s is %s; expected a number", what, *text),
        absl::StrFormat("write a number from %g to %g", min, max));
  return std::nullopt;
}

void Reader::UnknownWord(const Node& node, std::string_view what,
                         const std::string& word,
                         const std::vector<std::string>& known) {
  Error(node, code::kUnknownValue,
        absl::StrFormat("%s is %s; expected %s", what, word, OneOf(known)),
        DidYouMean(word, known, absl::StrFormat("write %s", OneOf(known))));
}

MappingReader::MappingReader(const Node& node, std::string what, Reader* reader)
    : node_(node),
      what_(std::move(what)),
      reader_(*reader),
      is_mapping_(reader->ExpectMapping(node, what_)) {}

const Node* MappingReader::Find(std::string_view key) {
  if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
    known_.emplace_back(key);
  }
  if (!is_mapping_) return nullptr;
  for (size_t i = 0; i < node_.entry_count(); ++i) {
    if (node_.key(i).text == key) return &node_.value(i);
  }
  return nullptr;
}

const Node* MappingReader::Require(std::string_view key) {
  const Node* value = Find(key);
  if (value == nullptr && is_mapping_) {
    reader_.Error(node_, code::kMissingKey,
                  absl::StrFormat("%s has no `%s`", what_, key),
                  absl::StrFormat("add `%s: …`", key));
  }
  return value;
}

void MappingReader::RefuseOtherKeys() {
  if (!is_mapping_) return;
  for (size_t i = 0; i < node_.entry_count(); ++i) {
    const std::string key(node_.key(i).text);
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    reader_.Error(
        node_.key(i), code::kUnknownKey,
        absl::StrFormat("%s has no key `%s`", what_, key),
        DidYouMean(key, known_,
                   absl::StrFormat("it may have %s", OneOf(known_)), "`", "`"));
  }
}

}  // namespace wanyan::yaml
