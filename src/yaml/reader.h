#ifndef WANYAN_YAML_READER_H_
#define WANYAN_YAML_READER_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yaml/diagnostic_codes.h"
#include "yaml/nearest_name.h"
#include "yaml/report.h"
#include "yaml/tree.h"

// Nodes to values. What is not as expected is reported, and nothing (an
// empty list) is returned; the caller goes on with the next value. `what` names
// the value in messages, mostly by its key.

namespace wanyan::yaml {

template <typename T>
using NamedValues = std::vector<std::pair<std::string, T>>;

class Reader {
 public:
  // Both outlive this.
  Reader(const Tree& yaml, Report* report) : yaml_(yaml), report_(*report) {}

  const Tree& yaml() const { return yaml_; }
  Report& report() { return report_; }

  SourcePosition PositionOf(const Node& node) const {
    return yaml_.PositionOf(node);
  }
  void Error(const Node& node, std::string_view code, std::string message,
             std::string hint) {
    report_.Error(PositionOf(node), code, std::move(message), std::move(hint));
  }

  // Whether `node` is a mapping.
  bool ExpectMapping(const Node& node, std::string_view what);

  // A text, not empty.
  std::optional<std::string> Text(const Node& node, std::string_view what);
  // The items of a list, not empty.
  std::vector<const Node*> Items(const Node& node, std::string_view what);
  // The texts of a list; one that stands there twice is a warning.
  std::vector<const Node*> TextItems(const Node& node, std::string_view what);
  std::vector<std::string> Texts(const Node& node, std::string_view what);
  // A number between `min` and `max`.
  std::optional<double> Number(const Node& node, std::string_view what,
                               double min, double max);
  // One of a few words.
  template <typename T>
  std::optional<T> Word(const Node& node, std::string_view what,
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
  void WrongType(const Node& node, std::string_view what,
                 std::string_view expected, std::string hint);
  void UnknownWord(const Node& node, std::string_view what,
                   const std::string& word,
                   const std::vector<std::string>& known);

  const Tree& yaml_;
  Report& report_;
};

// Reads a mapping key by key. Keys that nobody asked for are mistakes:
//
//   MappingReader rule(node, "a rule", &reader);
//   if (const Node* id = rule.Require("id")) …
//   if (const Node* over = rule.Find("over")) …
//   rule.RefuseOtherKeys();
class MappingReader {
 public:
  // Where `node` is no mapping, that is reported and no key is found.
  MappingReader(const Node& node, std::string what, Reader* reader);

  bool is_mapping() const { return is_mapping_; }

  // The value of a key; null where it is absent.
  const Node* Find(std::string_view key);
  // The same; its absence is a mistake.
  const Node* Require(std::string_view key);

  void RefuseOtherKeys();

 private:
  const Node& node_;
  const std::string what_;
  Reader& reader_;
  bool is_mapping_;
  std::vector<std::string> known_;
};

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_READER_H_
