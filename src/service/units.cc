#include "service/units.h"

#include <charconv>
#include <cstdint>
#include <limits>
#include <system_error>

#include "absl/strings/str_format.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

struct SizeUnit {
  std::string_view name;
  size_t bytes;
};

// From the largest down.
constexpr SizeUnit kSizeUnits[] = {{"GB", size_t{1} << 30},
                                   {"MB", size_t{1} << 20},
                                   {"kB", size_t{1} << 10},
                                   {"B", 1}};

// 0 for what is no unit.
size_t BytesOfUnit(std::string_view name) {
  for (const SizeUnit& unit : kSizeUnits) {
    if (unit.name == name) return unit.bytes;
  }
  return 0;
}

}  // namespace

absl::StatusOr<absl::Duration> ParseWait(std::string_view text,
                                         absl::Duration max) {
  absl::Duration duration;
  if (!absl::ParseDuration(ToAbsl(text), &duration) ||
      duration < absl::ZeroDuration() || duration == absl::InfiniteDuration()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "\"%s\" is no duration; write a number with its unit: 200ms, 5s, 1m30s",
        text));
  }
  if (duration <= max) return duration;
  return absl::InvalidArgumentError(absl::StrFormat(
      "\"%s\" is too long; write %s or less", text, absl::FormatDuration(max)));
}

absl::StatusOr<size_t> ParseSize(std::string_view text) {
  const absl::Status malformed = absl::InvalidArgumentError(absl::StrFormat(
      "\"%s\" is no size; write a whole number with its unit: 64kB, 100MB, 2GB",
      text));
  size_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc()) return malformed;
  const size_t unit =
      BytesOfUnit(std::string_view(stop, static_cast<size_t>(end - stop)));
  if (unit == 0) return malformed;
  if (number > std::numeric_limits<size_t>::max() / unit) return malformed;
  return number * unit;
}

std::string FormatSize(size_t bytes) {
  for (const SizeUnit& unit : kSizeUnits) {
    if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
      return absl::StrFormat("%d%s", bytes / unit.bytes, unit.name);
    }
  }
  return "0B";
}

}  // namespace wanyan
