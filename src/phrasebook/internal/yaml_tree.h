#ifndef WANYAN_PHRASEBOOK_INTERNAL_YAML_TREE_H_
#define WANYAN_PHRASEBOOK_INTERNAL_YAML_TREE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/diagnostic.h"
#include "phrasebook/internal/report.h"
#include "phrasebook/internal/source_text.h"

// YAML as phrasebooks/README.md allows it: a tree of text, lists and mappings,
// each with its place. Every plain value is text; there are no anchors, aliases
// or tags, no second document, no key twice.

namespace wanyan::internal {

struct YamlNode {
  enum class Kind : uint8_t { kText, kList, kMapping };

  Kind kind = Kind::kText;
  // Text without quotation marks, on one line or several.
  bool is_plain = false;
  // Nothing stands there, as behind "key:" at the end of a line.
  bool is_absent = false;
  // Where it begins, in bytes of the source.
  uint32_t offset = 0;
  std::string_view text;
  // The items of a list; of a mapping its keys, each followed by its value.
  std::vector<YamlNode> children;

  bool IsText() const { return kind == Kind::kText && !is_absent; }
  bool IsList() const { return kind == Kind::kList; }
  bool IsMapping() const { return kind == Kind::kMapping; }

  // Of a mapping; its keys are text.
  size_t entry_count() const { return children.size() / 2; }
  const YamlNode& key(size_t i) const { return children[2 * i]; }
  const YamlNode& value(size_t i) const { return children[2 * i + 1]; }
};

// A document with the text that it came from.
class YamlTree {
 public:
  // `source` outlives this.
  explicit YamlTree(const SourceText& source) : source_(source) {}
  YamlTree(const YamlTree&) = delete;
  YamlTree& operator=(const YamlTree&) = delete;

  // Reads the document, reporting what is wrong with it as YAML. False where
  // there is no tree: nothing more can be said about the file.
  bool Parse(Report* report);

  const YamlNode& root() const { return root_; }

  SourcePosition PositionOf(const YamlNode& node) const {
    return source_.PositionAt(node.offset);
  }

  // The place of a code point (from 0) of a node's text; where the text is
  // spread over several lines, the place of the node.
  SourcePosition PositionInText(const YamlNode& node, int code_point) const;

 private:
  friend class TreeBuilder;

  const SourceText& source_;
  YamlNode root_;
  // Texts that are written otherwise than they read: quoted with escapes,
  // folded lines. All others point into the source.
  std::deque<std::string> texts_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_YAML_TREE_H_
