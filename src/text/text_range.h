#ifndef WANYAN_TEXT_TEXT_RANGE_H_
#define WANYAN_TEXT_TEXT_RANGE_H_

#include <cstdint>

namespace wanyan {

// A half-open stretch [begin, end) of a text. The unit is UTF-8 bytes of the
// text as it was sent, unless the owner of the range names another.
struct TextRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool empty() const { return begin == end; }
  uint32_t size() const { return end - begin; }
  // Whether the two share at least one unit.
  bool Overlaps(TextRange other) const {
    return begin < other.end && other.begin < end;
  }
  bool Contains(TextRange other) const {
    return begin <= other.begin && other.end <= end;
  }
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

}  // namespace wanyan

#endif  // WANYAN_TEXT_TEXT_RANGE_H_
