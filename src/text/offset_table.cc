#include "text/offset_table.h"

namespace wanyan {
namespace {

uint32_t UnitsOf(char32_t code_point, OffsetUnit unit) {
  return unit == OffsetUnit::kUtf16 && code_point > 0xFFFF ? 2 : 1;
}

}  // namespace

OffsetTable::OffsetTable(std::string_view utf8, OffsetUnit unit) {
  if (unit == OffsetUnit::kUtf8) return;
  offsets_.resize(utf8.size() + 1);
  uint32_t units = 0;
  for (size_t offset = 0; offset < utf8.size();) {
    offsets_[offset] = units;
    units += UnitsOf(DecodeUtf8(utf8, &offset), unit);
  }
  offsets_[utf8.size()] = units;
}

TextRange OffsetTable::Convert(TextRange range) const {
  if (offsets_.empty()) return range;
  return {offsets_[range.begin], offsets_[range.end]};
}

}  // namespace wanyan
