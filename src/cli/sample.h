#ifndef WANYAN_CLI_SAMPLE_H_
#define WANYAN_CLI_SAMPLE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace wanyan {

// Keeps `size` of any number of items at random, each with the same chance, in
// the memory that the sample takes (reservoir sampling). One seed keeps the
// same places on every machine.
template <typename Item>
class Sample {
 public:
  Sample(size_t size, uint64_t seed) : size_(size), random_(seed) {}

  void Add(Item item) {
    const uint64_t number = seen_++;
    if (kept_.size() < size_) {
      kept_.emplace_back(number, std::move(item));
      return;
    }
    // The bias of the remainder is less than seen_ / 2^64.
    const uint64_t place = random_() % seen_;
    if (place < size_) kept_[place] = {number, std::move(item)};
  }

  // What was kept, in the order in which it came.
  std::vector<Item> Take() && {
    std::sort(kept_.begin(), kept_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Item> items;
    for (auto& [number, item] : kept_) items.push_back(std::move(item));
    return items;
  }

 private:
  const size_t size_;
  std::mt19937_64 random_;
  uint64_t seen_ = 0;
  std::vector<std::pair<uint64_t, Item>> kept_;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_SAMPLE_H_
