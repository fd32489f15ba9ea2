#ifndef WANYAN_SERVICE_UNITS_H_
#define WANYAN_SERVICE_UNITS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

// Durations and sizes as operators write them, in flags and configuration
// files.

namespace wanyan {

// "200ms", "5s", "1m30s", "1h"; not negative, not over `max`. InvalidArgument
// otherwise, with the way out.
absl::StatusOr<absl::Duration> ParseWait(std::string_view text,
                                         absl::Duration max);

// "512B", "64kB", "100MB", "2GB" in bytes: a kB has 1,024 of them.
// InvalidArgument otherwise, with the way out.
absl::StatusOr<size_t> ParseSize(std::string_view text);

// The largest unit that leaves a whole number: "100MB", "1500B".
std::string FormatSize(size_t bytes);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_UNITS_H_
