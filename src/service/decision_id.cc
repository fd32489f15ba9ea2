#include "service/decision_id.h"

#include <cstdint>
#include <random>

#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

// The operating system's generator: never the same again, whatever restarts or
// forks.
uint64_t Random64(std::random_device* source) {
  static_assert(std::random_device::min() == 0 &&
                std::random_device::max() == UINT32_MAX);
  const uint64_t high = (*source)();
  return high << 32 | (*source)();
}

}  // namespace

std::string NewDecisionId() {
  thread_local std::random_device source;
  const uint64_t high = Random64(&source);
  return absl::StrFormat("%016x%016x", high, Random64(&source));
}

}  // namespace wanyan
