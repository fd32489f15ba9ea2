#ifndef WANYAN_PHRASEBOOK_INTERNAL_READER_H_
#define WANYAN_PHRASEBOOK_INTERNAL_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/internal/nearest_name.h"
#include "phrasebook/internal/report.h"
#include "phrasebook/internal/yaml_tree.h"

// YAML nodes to values. What is not as expected is reported, and nothing (an
// empty list) is returned; the caller goes on with the next value. `what` names
// the value in messages, mostly by its key.

namespace wanyan::internal {

template <typename T>
using NamedValues = std::vector<std::pair<std::string, T>>;

class Reader {
 public:
  // Both outlive this.
  Reader(const YamlTree& yaml, Report* report)
      : yaml_(yaml), report_(*report) {}

  const YamlTree& yaml() const { return yaml_; }
  Report& report() { return report_; }

  SourcePosition PositionOf(const YamlNode& node) const {
    return yaml_.PositionOf(node);
  }
  void Error(const YamlNode& node, std::string_view code, std::string message,
             std::string hint) {
    report_.Error(PositionOf(node), code, std::move(message), std::move(hint));
  }

  // Whether `node` is a mapping.
  bool ExpectMapping(const YamlNode& node, std::string_view what);

  // A text, not empty.
  std::optional<std::string> Text(const YamlNode& node, std::string_view what);
  // The items of a list, not empty.
  std::vector<const YamlNode*> Items(const YamlNode& node,
                                     std::string_view what);
  // The texts of a list; one that stands there twice is a warning.
  std::vector<const YamlNode*> TextItems(const YamlNode& node,
                                         std::string_view what);
  std::vector<std::string> Texts(const YamlNode& node, std::string_view what);
  // [a-z0-9-]+.
  std::optional<std::string> Id(const YamlNode& node, std::string_view what);
  // IsName() of template_parser.h.
  std::optional<std::string> Name(const YamlNode& node, std::string_view what);
  // A number between `min` and `max`.
  std::optional<double> Number(const YamlNode& node, std::string_view what,
                               double min, double max);
  // A locale in normal form, of `language`; of any where that is empty.
  std::optional<std::string> Locale(const YamlNode& node, std::string_view what,
                                    std::string_view language);
  std::vector<std::string> Locales(const YamlNode& node, std::string_view what,
                                   std::string_view language);

  // One of a few words.
  template <typename T>
  std::optional<T> Word(const YamlNode& node, std::string_view what,
                        const NamedValues<T>& values) {
    const std::optional<std::string> text = Text(node, what);
    if (!text.has_value()) return std::nullopt;
    std::vector<std::string> names;
    for (const auto& [name, value] : values) {
      if (name == *text) return value;
      names.push_back(name);
    }
    UnknownWord(node, what, *text, names);
    return std::nullopt;
  }

 private:
  void WrongType(const YamlNode& node, std::string_view what,
                 std::string_view expected, std::string hint);
  void UnknownWord(const YamlNode& node, std::string_view what,
                   const std::string& word,
                   const std::vector<std::string>& known);

  const YamlTree& yaml_;
  Report& report_;
};

// Reads a mapping key by key. Keys that nobody asked for are mistakes:
//
//   MappingReader rule(node, "a rule", &reader);
//   if (const YamlNode* id = rule.Require("id")) …
//   if (const YamlNode* over = rule.Find("over")) …
//   rule.RefuseOtherKeys();
class MappingReader {
 public:
  // Where `node` is no mapping, that is reported and no key is found.
  MappingReader(const YamlNode& node, std::string what, Reader* reader);

  bool is_mapping() const { return is_mapping_; }

  // The value of a key; null where it is absent.
  const YamlNode* Find(std::string_view key);
  // The same; its absence is a mistake.
  const YamlNode* Require(std::string_view key);

  void RefuseOtherKeys();

 private:
  const YamlNode& node_;
  const std::string what_;
  Reader& reader_;
  bool is_mapping_;
  std::vector<std::string> known_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_READER_H_
