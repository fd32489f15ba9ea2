#ifndef WANYAN_REPORT_JSONL_H_
#define WANYAN_REPORT_JSONL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/checker.h"
#include "text/utf8.h"

// A result as JSON. Every door's answer put through these functions gives the
// same bytes for the same result: names in snake_case, enums without prefix,
// every field present, in a fixed order. All functions are pure.

namespace wanyan {

// Which reply a result belongs to, and how it is to be printed.
struct CheckedReply {
  // Comes back as "id", as the caller gave it.
  std::string_view id;
  std::string_view reply;
  OffsetUnit unit = OffsetUnit::kUtf8;
};

// {"id":…,"verdict":…,…} on one line, without its line break.
std::string FormatJsonLine(const CheckedReply& checked,
                           const CheckResult& result);

// The same object over several lines, for reading.
std::string FormatJson(const CheckedReply& checked, const CheckResult& result);

// {"line":…,"error":…}: what stands in the place of a line that could not be
// checked. `line` counts from 1; `error` is UTF-8.
std::string FormatErrorLine(int64_t line, std::string_view error);

}  // namespace wanyan

#endif  // WANYAN_REPORT_JSONL_H_
