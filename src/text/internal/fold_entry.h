#ifndef WANYAN_TEXT_INTERNAL_FOLD_ENTRY_H_
#define WANYAN_TEXT_INTERNAL_FOLD_ENTRY_H_

#include <cstdint>

#include "text/folded_text.h"

// What the fold table says of one code point, packed into 32 bits: its own
// traits (CharTrait's bits 0-8), the flags below, and above them its folded
// value as a signed distance, or the index of its expansion. Distances rather
// than values, because most blocks of the table are then equal and stored once.
//
// generate_fold_table.cc packs entries, fold_table.h serves them.

namespace wanyan::internal {

class FoldEntry {
 public:
  enum Flag : uint32_t {
    // Default-ignorable: folding drops it.
    kDropped = 1 << 9,
    // Normalization may join or reorder it with what stands before it.
    kInteracts = 1 << 10,
    // Folds to the string at Expansion() in the table of expansions.
    kExpands = 1 << 11,
    // Han characters that only one of the two scripts writes.
    kOnlySimplified = 1 << 12,
    kOnlyTraditional = 1 << 13,
  };
  static constexpr uint32_t kTraitMask = (1 << 9) - 1;
  static constexpr int kOperandShift = 14;
  static constexpr int32_t kMaxDistance = (1 << (31 - kOperandShift)) - 1;

  constexpr explicit FoldEntry(uint32_t bits) : bits_(bits) {}

  constexpr bool Has(Flag flag) const { return (bits_ & flag) != 0; }
  // Traits of the code point itself, not of what it folds to.
  constexpr uint16_t Traits() const {
    return static_cast<uint16_t>(bits_ & kTraitMask);
  }
  // For entries without kExpands: folded value minus code point.
  constexpr int32_t Distance() const {
    return static_cast<int32_t>(bits_) >> kOperandShift;
  }
  // For entries with kExpands.
  constexpr uint32_t Expansion() const { return bits_ >> kOperandShift; }

 private:
  uint32_t bits_;
};

// Code points share an entry block with those that differ in these low bits.
inline constexpr int kFoldBlockBits = 7;
inline constexpr uint32_t kFoldBlockSize = 1 << kFoldBlockBits;

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_FOLD_ENTRY_H_
