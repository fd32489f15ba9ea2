#ifndef WANYAN_YAML_TREE_H_
#define WANYAN_YAML_TREE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yaml/diagnostic.h"
#include "yaml/file_hints.h"
#include "yaml/report.h"
#include "yaml/source_text.h"

// YAML as the files of wanyan have it: a tree of text, lists and mappings,
// each with its place. Every plain value is text; there are no anchors, aliases
// or tags, no second document, no key twice.

namespace wanyan::yaml {

struct Node {
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
  std::vector<Node> children;

  bool IsText() const { return kind == Kind::kText && !is_absent; }
  bool IsList() const { return kind == Kind::kList; }
  bool IsMapping() const { return kind == Kind::kMapping; }

  // Of a mapping; its keys are text.
  size_t entry_count() const { return children.size() / 2; }
  const Node& key(size_t i) const { return children[2 * i]; }
  const Node& value(size_t i) const { return children[2 * i + 1]; }
};

// A document with the text that it came from.
class Tree {
 public:
  // `source` outlives this.
  Tree(const SourceText& source, const FileHints& hints)
      : source_(source), hints_(hints) {}
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;

  // Reads the document, reporting what is wrong with it as YAML. False where
  // there is no tree: nothing more can be said about the file.
  bool Parse(Report* report);

  const Node& root() const { return root_; }

  SourcePosition PositionOf(const Node& node) const {
    return source_.PositionAt(node.offset);
  }

  // The place of a code point (from 0) of a node's text; where the text is
  // spread over several lines, the place of the node.
  SourcePosition PositionInText(const Node& node, int code_point) const;

 private:
  friend class TreeBuilder;

  const SourceText& source_;
  const FileHints hints_;
  Node root_;
  // Texts that are written otherwise than they read: quoted with escapes,
  // folded lines. All others point into the source.
  std::deque<std::string> texts_;
};

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_TREE_H_
