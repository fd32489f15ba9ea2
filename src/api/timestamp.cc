#include "api/timestamp.h"

#include <cstdint>

namespace wanyan {
namespace {

using google::protobuf::Timestamp;

// The years 1 and 9999; absl::Time takes any.
constexpr int64_t kMinSeconds = -62135596800;
constexpr int64_t kMaxSeconds = 253402300799;

}  // namespace

Timestamp ToMessage(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  Timestamp message;
  message.set_seconds(seconds);
  message.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return message;
}

std::optional<absl::Time> FromMessage(const Timestamp& time) {
  const bool is_valid = time.seconds() >= kMinSeconds &&
                        time.seconds() <= kMaxSeconds && time.nanos() >= 0 &&
                        time.nanos() <= 999'999'999;
  if (!is_valid) return std::nullopt;
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

}  // namespace wanyan
