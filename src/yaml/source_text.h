#ifndef WANYAN_YAML_SOURCE_TEXT_H_
#define WANYAN_YAML_SOURCE_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "yaml/diagnostic.h"

namespace wanyan::yaml {

// The text of a file with its lines counted, so that a place costs the same
// wherever it is. Immutable.
class SourceText {
 public:
  // `utf8` is well formed, has no byte order mark, and outlives this.
  explicit SourceText(std::string_view utf8);

  std::string_view utf8() const { return utf8_; }

  // The offset of a byte by its line and its place there, both from 0; within
  // the text whatever is asked.
  size_t OffsetOf(size_t line, size_t byte_column) const;

  SourcePosition PositionAt(size_t byte_offset) const;

  // Line `line` (from 1) without its line break; empty where there is none.
  std::string_view Line(int line) const;

 private:
  // Code points before `byte_offset`.
  size_t CodePointsBefore(size_t byte_offset) const;

  std::string_view utf8_;
  std::vector<uint32_t> line_starts_;
  // Code points before each block of kBlockBytes.
  std::vector<uint32_t> code_points_;
};

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_SOURCE_TEXT_H_
