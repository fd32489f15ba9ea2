#ifndef WANYAN_TEXT_INTERNAL_FOLD_TABLE_H_
#define WANYAN_TEXT_INTERNAL_FOLD_TABLE_H_

#include <cstdint>
#include <string_view>

#include "text/internal/fold_entry.h"

// The fold table that generate_fold_table.cc makes while wanyan is built. All
// code points passed in are Unicode scalar values.

namespace wanyan::internal {

extern const uint16_t kFoldBlockIndex[];
extern const uint32_t kFoldBlocks[];
extern const char32_t kFoldExpansions[];

inline FoldEntry FoldEntryOf(char32_t code_point) {
  const uint32_t block = kFoldBlockIndex[code_point >> kFoldBlockBits];
  return FoldEntry(
      kFoldBlocks[block * kFoldBlockSize + code_point % kFoldBlockSize]);
}

// The one character that `code_point` folds to; `entry` is its entry and
// neither expands nor is dropped.
inline char32_t FoldedValue(char32_t code_point, FoldEntry entry) {
  return code_point + static_cast<char32_t>(entry.Distance());
}

// The characters that an expanding entry stands for.
inline std::u32string_view ExpansionOf(FoldEntry entry) {
  const char32_t* expansion = kFoldExpansions + entry.Expansion();
  return {expansion + 1, expansion[0]};
}

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_FOLD_TABLE_H_
