#ifndef WANYAN_SERVICE_INTERNAL_DECISION_LINE_H_
#define WANYAN_SERVICE_INTERNAL_DECISION_LINE_H_

#include <string>
#include <string_view>

#include "service/decision_log.h"

namespace wanyan::internal {

// How every line begins: what is left of one can be told from other files.
inline constexpr std::string_view kDecisionLineStart = "{\"time\":\"";

// The line of service/decision_log.h, with its line feed; `with_text` adds the
// masked reply. Pure.
std::string DecisionLine(const Decision& decision, bool with_text);

}  // namespace wanyan::internal

#endif  // WANYAN_SERVICE_INTERNAL_DECISION_LINE_H_
