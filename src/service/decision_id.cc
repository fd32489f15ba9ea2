#include "service/decision_id.h"

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_format.h"

namespace wanyan {

std::string NewDecisionId() {
  // The operating system's generator, which no restart or fork repeats. It
  // never fails for so few bytes.
  std::array<uint64_t, 2> bits;
  if (getentropy(bits.data(), sizeof(bits)) != 0) std::abort();
  return absl::StrFormat("%016x%016x", bits[0], bits[1]);
}

}  // namespace wanyan
