#include "phrasebook/internal/reader.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <system_error>

#include "absl/strings/str_format.h"
#include "phrasebook/limits.h"
#include "phrasebook/template_parser.h"
#include "text/locale.h"

namespace wanyan::internal {
namespace {

std::string_view TypeOf(const YamlNode& node) {
  if (node.IsList()) return "a list";
  if (node.IsMapping()) return "a mapping";
  return node.is_absent ? "empty" : "a text";
}

bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameLength &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
             std::string_view::npos;
}

}  // namespace

void Reader::WrongType(const YamlNode& node, std::string_view what,
                       std::string_view expected, std::string hint) {
  Error(node, code::kWrongType,
        absl::StrFormat("%s is %s; expected %s", what, TypeOf(node), expected),
        std::move(hint));
}

bool Reader::ExpectMapping(const YamlNode& node, std::string_view what) {
  if (node.IsMapping()) return true;
  WrongType(node, what, "a mapping", "write `key: value` pairs");
  return false;
}

std::optional<std::string> Reader::Text(const YamlNode& node,
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

std::vector<const YamlNode*> Reader::Items(const YamlNode& node,
                                           std::string_view what) {
  std::vector<const YamlNode*> items;
  if (!node.IsList()) {
    WrongType(node, what, "a list",
              "write [one, two], or a line for each, beginning with `- `");
  } else if (node.children.empty()) {
    Error(node, code::kEmptyList, absl::StrFormat("the list %s is empty", what),
          "write what belongs into it, or remove the key");
  }
  if (node.IsList()) {
    for (const YamlNode& item : node.children) items.push_back(&item);
  }
  return items;
}

std::vector<const YamlNode*> Reader::TextItems(const YamlNode& node,
                                               std::string_view what) {
  std::set<std::string_view> seen;
  std::vector<const YamlNode*> texts;
  for (const YamlNode* item : Items(node, what)) {
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

std::vector<std::string> Reader::Texts(const YamlNode& node,
                                       std::string_view what) {
  std::vector<std::string> texts;
  for (const YamlNode* item : TextItems(node, what)) {
    texts.emplace_back(item->text);
  }
  return texts;
}

std::optional<std::string> Reader::Id(const YamlNode& node,
                                      std::string_view what) {
  std::optional<std::string> text = Text(node, what);
  if (!text.has_value() || IsId(*text)) return text;
  Error(node, code::kBadId, absl::StrFormat("%s is no valid %s", *text, what),
        absl::StrFormat("it has a-z, 0-9 and - alone, at most %d of them",
                        kMaxNameLength));
  return std::nullopt;
}

std::optional<std::string> Reader::Name(const YamlNode& node,
                                        std::string_view what) {
  std::optional<std::string> text = Text(node, what);
  if (!text.has_value() || IsName(*text)) return text;
  Error(node, code::kBadName,
        absl::StrFormat("%s is no valid name of %s", *text, what),
        absl::StrFormat("a name begins with a letter and has letters, digits, "
                        "_ and - alone, at most %d of them",
                        kMaxNameLength));
  return std::nullopt;
}

std::optional<double> Reader::Number(const YamlNode& node,
                                     std::string_view what, double min,
                                     double max) {
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

std::optional<std::string> Reader::Locale(const YamlNode& node,
                                          std::string_view what,
                                          std::string_view language) {
  const std::optional<std::string> text = Text(node, what);
  if (!text.has_value()) return std::nullopt;
  std::optional<std::string> locale = NormalizeLocale(*text);
  if (!locale.has_value()) {
    Error(node, code::kBadLocale, absl::StrFormat("%s is no locale", *text),
          "write a BCP 47 tag, such as zh, zh-Hant or et-EE");
    return std::nullopt;
  }
  if (!language.empty() && LanguageOf(*locale) != language) {
    Error(node, code::kForeignLocale,
          absl::StrFormat("%s is not of the book's language, %s", *text,
                          language),
          "a book holds one language; put the rule into a book of its own");
    return std::nullopt;
  }
  return locale;
}

std::vector<std::string> Reader::Locales(const YamlNode& node,
                                         std::string_view what,
                                         std::string_view language) {
  std::vector<std::string> locales;
  for (const YamlNode* item : TextItems(node, what)) {
    if (auto locale = Locale(*item, what, language)) {
      locales.push_back(*std::move(locale));
    }
  }
  return locales;
}

void Reader::UnknownWord(const YamlNode& node, std::string_view what,
                         const std::string& word,
                         const std::vector<std::string>& known) {
  Error(node, code::kUnknownValue,
        absl::StrFormat("%s is %s; expected %s", what, word, OneOf(known)),
        DidYouMean(word, known, absl::StrFormat("write %s", OneOf(known))));
}

MappingReader::MappingReader(const YamlNode& node, std::string what,
                             Reader* reader)
    : node_(node),
      what_(std::move(what)),
      reader_(*reader),
      is_mapping_(reader->ExpectMapping(node, what_)) {}

const YamlNode* MappingReader::Find(std::string_view key) {
  known_.emplace_back(key);
  if (!is_mapping_) return nullptr;
  for (size_t i = 0; i < node_.entry_count(); ++i) {
    if (node_.key(i).text == key) return &node_.value(i);
  }
  return nullptr;
}

const YamlNode* MappingReader::Require(std::string_view key) {
  const YamlNode* value = Find(key);
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

}  // namespace wanyan::internal
