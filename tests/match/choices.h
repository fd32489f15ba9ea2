#ifndef WANYAN_TESTS_MATCH_CHOICES_H_
#define WANYAN_TESTS_MATCH_CHOICES_H_

#include <cstdint>
#include <random>
#include <span>

namespace wanyan {

// Where the choices of a generator come from: a seeded generator of random
// numbers, or the bytes of a fuzzer, which then decides what is generated.
// Behind the last byte every choice is 0, the simplest one.
class Choices {
 public:
  explicit Choices(uint64_t seed) : random_(seed), from_bytes_(false) {}
  explicit Choices(std::span<const uint8_t> bytes)
      : bytes_(bytes), from_bytes_(true) {}

  // A number in [0, limit), 0 < limit <= 256.
  uint32_t Below(uint32_t limit) {
    if (!from_bytes_) return static_cast<uint32_t>(random_() % limit);
    if (bytes_.empty()) return 0;
    const uint32_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte % limit;
  }

  // True in `percent` of 100 cases.
  bool Chance(uint32_t percent) { return Below(100) >= 100 - percent; }

  template <typename Container>
  const auto& OneOf(const Container& container) {
    return container[Below(static_cast<uint32_t>(std::size(container)))];
  }

 private:
  std::mt19937_64 random_;
  std::span<const uint8_t> bytes_;
  bool from_bytes_;
};

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_CHOICES_H_
