#include "service/trace_context.h"

#include <algorithm>
#include <vector>

#include "service/decision_id.h"

namespace wanyan {
namespace {

constexpr size_t kTraceIdDigits = 32;
constexpr size_t kSpanIdDigits = 16;

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

bool AreHexDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsHexDigit);
}

bool IsId(std::string_view text) {
  return AreHexDigits(text) && text.find_first_not_of('0') != text.npos;
}

std::string NewSpanId() {
  while (true) {
    std::string id = NewDecisionId().substr(0, kSpanIdDigits);
    if (IsId(id)) return id;
  }
}

bool IsSaneRequestId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxRequestIdBytes &&
         std::all_of(id.begin(), id.end(),
                     [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::optional<Traceparent> ParseTraceparent(std::string_view header) {
  // version "-" trace-id "-" parent-id "-" flags, of fixed lengths; what a
  // later version adds comes behind another "-".
  constexpr size_t kTraceId = 3;
  constexpr size_t kSpanId = kTraceId + kTraceIdDigits + 1;
  constexpr size_t kFlags = kSpanId + kSpanIdDigits + 1;
  constexpr size_t kSize = kFlags + 2;

  if (header.size() < kSize) return std::nullopt;
  const std::string_view version = header.substr(0, 2);
  const Traceparent parsed{header.substr(kTraceId, kTraceIdDigits),
                           header.substr(kSpanId, kSpanIdDigits)};
  if (!AreHexDigits(version) || version == "ff" || header[2] != '-' ||
      !IsId(parsed.trace_id) || header[kSpanId - 1] != '-' ||
      !IsId(parsed.parent_span_id) || header[kFlags - 1] != '-' ||
      !AreHexDigits(header.substr(kFlags, 2))) {
    return std::nullopt;
  }
  const bool ends_here = header.size() == kSize;
  const bool may_go_on = version != "00" && !ends_here && header[kSize] == '-';
  if (!ends_here && !may_go_on) return std::nullopt;
  return parsed;
}

TraceContext MakeTraceContext(std::string_view traceparent,
                              std::string_view request_id) {
  TraceContext context;
  if (const auto parent = ParseTraceparent(traceparent)) {
    context.trace_id = parent->trace_id;
    context.parent_span_id = parent->parent_span_id;
  } else {
    // 128 random bits are all zero once in the lifetime of many universes.
    context.trace_id = NewDecisionId();
  }
  context.span_id = NewSpanId();
  context.request_id =
      IsSaneRequestId(request_id) ? std::string(request_id) : NewDecisionId();
  return context;
}

void Log(const TraceContext& context, LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields) {
  if (!IsLogged(level)) return;
  std::vector<LogField> all = {{"request_id", context.request_id},
                               {"trace_id", context.trace_id}};
  all.insert(all.end(), fields.begin(), fields.end());
  LogFields(level, event, all);
}

}  // namespace wanyan
