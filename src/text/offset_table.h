#ifndef WANYAN_TEXT_OFFSET_TABLE_H_
#define WANYAN_TEXT_OFFSET_TABLE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/text_range.h"
#include "text/utf8.h"

namespace wanyan {

// Changes many ranges of one text from bytes into a caller's unit: each costs
// one look-up, where ConvertRange (text/utf8.h) walks through the text. Built
// in time linear in the text; for kUtf8 nothing is built. Immutable.
class OffsetTable {
 public:
  // `utf8` must be well formed; it is not kept.
  OffsetTable(std::string_view utf8, OffsetUnit unit);

  // `range` is in bytes of the text, at borders of code points.
  TextRange Convert(TextRange range) const;

 private:
  // By byte offset; empty where the unit is the byte.
  std::vector<uint32_t> offsets_;
};

}  // namespace wanyan

#endif  // WANYAN_TEXT_OFFSET_TABLE_H_
