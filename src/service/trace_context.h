#ifndef WANYAN_SERVICE_TRACE_CONTEXT_H_
#define WANYAN_SERVICE_TRACE_CONTEXT_H_

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"

// Who a call belongs to: the ids that tie an operator's logs of several
// programs together. Pure, but for the randomness of new ids; safe to call from
// any thread.

namespace wanyan {

// Names of the headers (gRPC: metadata) that carry them.
inline constexpr std::string_view kTraceparentHeader = "traceparent";
inline constexpr std::string_view kRequestIdHeader = "x-request-id";

// Room for any id in use (a UUID has 36); every log line repeats it.
inline constexpr size_t kMaxRequestIdBytes = 128;

struct TraceContext {
  // 32 hexadecimal digits in lower case, not all zero; the same for all calls
  // that one action of a user caused.
  std::string trace_id;
  // The caller's span, 16 digits; empty where the trace begins with this call.
  std::string parent_span_id;
  // This call's own span, 16 digits.
  std::string span_id;
  // The caller's name of this call, or a new one. Printable ASCII.
  std::string request_id;
};

// The context of a call whose headers are these ("" for those that are
// missing). A traceparent (W3C Trace Context, version 00, or a later one as far
// as 00 goes) is taken over; without one, or with one that is malformed, a new
// trace begins. A request id of 1 to kMaxRequestIdBytes printable ASCII
// characters is taken over; in place of any other comes a new one.
TraceContext MakeTraceContext(std::string_view traceparent,
                              std::string_view request_id);

// A traceparent's two ids; nullopt where it is malformed.
struct Traceparent {
  std::string_view trace_id;
  std::string_view parent_span_id;
};
std::optional<Traceparent> ParseTraceparent(std::string_view header);

// base/log.h's Log for a line about one call: the fields "request_id" and
// "trace_id" come first. Every line about a call is written by this one.
void Log(const TraceContext& context, LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields = {});

}  // namespace wanyan

#endif  // WANYAN_SERVICE_TRACE_CONTEXT_H_
