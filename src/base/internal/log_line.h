#ifndef WANYAN_BASE_INTERNAL_LOG_LINE_H_
#define WANYAN_BASE_INTERNAL_LOG_LINE_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "base/log.h"

namespace wanyan::internal {

// Bytes of a text that a line shows; the rest becomes "…". Far above any
// message of ours, so that the lines that wait have a bounded size.
inline constexpr size_t kMaxLogTextBytes = 4096;

// The line of base/log.h for one event, with its line feed. Whatever bytes the
// values hold, it is one line of well-formed UTF-8 without control characters.
// Pure.
std::string FormatLogLine(LogFormat format, absl::Time time, LogLevel level,
                          std::string_view event,
                          std::span<const LogField> fields);

}  // namespace wanyan::internal

#endif  // WANYAN_BASE_INTERNAL_LOG_LINE_H_
