#include "api/enums.h"

#include <array>
#include <utility>

namespace wanyan {
namespace {

// One table an enum serves both ways.
template <typename Ours, typename Message, size_t kSize>
using Pairs = std::array<std::pair<Ours, Message>, kSize>;

constexpr Pairs<Verdict, v1::Verdict, 4> kVerdicts = {{
    {Verdict::kAllow, v1::VERDICT_ALLOW},
    {Verdict::kWarn, v1::VERDICT_WARN},
    {Verdict::kUnchecked, v1::VERDICT_UNCHECKED},
    {Verdict::kBlock, v1::VERDICT_BLOCK},
}};

constexpr Pairs<Severity, v1::Severity, 4> kSeverities = {{
    {Severity::kHint, v1::SEVERITY_HINT},
    {Severity::kInfo, v1::SEVERITY_INFO},
    {Severity::kWarning, v1::SEVERITY_WARNING},
    {Severity::kError, v1::SEVERITY_ERROR},
}};

constexpr Pairs<RewriteKind, v1::RewriteKind, 6> kRewriteKinds = {{
    {RewriteKind::kPhrase, v1::REWRITE_KIND_PHRASE},
    {RewriteKind::kClause, v1::REWRITE_KIND_CLAUSE},
    {RewriteKind::kSentence, v1::REWRITE_KIND_SENTENCE},
    {RewriteKind::kReply, v1::REWRITE_KIND_REPLY},
    {RewriteKind::kStart, v1::REWRITE_KIND_START},
    {RewriteKind::kEnd, v1::REWRITE_KIND_END},
}};

constexpr Pairs<RewriteReason, v1::RewriteReason, 7> kRewriteReasons = {{
    {RewriteReason::kNone, v1::REWRITE_REASON_UNSPECIFIED},
    {RewriteReason::kNotWanted, v1::REWRITE_REASON_NOT_WANTED},
    {RewriteReason::kNoSuggestion, v1::REWRITE_REASON_NO_SUGGESTION},
    {RewriteReason::kNeedsInput, v1::REWRITE_REASON_NEEDS_INPUT},
    {RewriteReason::kLosesFact, v1::REWRITE_REASON_LOSES_FACT},
    {RewriteReason::kNotSafe, v1::REWRITE_REASON_NOT_SAFE},
    {RewriteReason::kNotClean, v1::REWRITE_REASON_NOT_CLEAN},
}};

constexpr Pairs<Role, v1::Role, 3> kRoles = {{
    {Role::kAgent, v1::ROLE_AGENT},
    {Role::kCustomer, v1::ROLE_CUSTOMER},
    {Role::kSystem, v1::ROLE_SYSTEM},
}};

constexpr Pairs<OffsetUnit, v1::OffsetUnit, 4> kOffsetUnits = {{
    {OffsetUnit::kUtf8, v1::OFFSET_UNIT_UNSPECIFIED},
    {OffsetUnit::kUtf8, v1::OFFSET_UNIT_UTF8},
    {OffsetUnit::kUtf16, v1::OFFSET_UNIT_UTF16},
    {OffsetUnit::kCodePoint, v1::OFFSET_UNIT_CODE_POINT},
}};

// Every value of our enums stands in its table; the last line is never reached.
template <typename Ours, typename Message, size_t kSize>
Message Forth(const Pairs<Ours, Message, kSize>& pairs, Ours value) {
  for (const auto& [ours, message] : pairs) {
    if (ours == value) return message;
  }
  return Message{};
}

template <typename Ours, typename Message, size_t kSize>
std::optional<Ours> Back(const Pairs<Ours, Message, kSize>& pairs,
                         Message value) {
  for (const auto& [ours, message] : pairs) {
    if (message == value) return ours;
  }
  return std::nullopt;
}

}  // namespace

v1::Verdict ToMessage(Verdict verdict) { return Forth(kVerdicts, verdict); }
v1::Severity ToMessage(Severity severity) {
  return Forth(kSeverities, severity);
}
v1::RewriteKind ToMessage(RewriteKind kind) {
  return Forth(kRewriteKinds, kind);
}
v1::RewriteReason ToMessage(RewriteReason reason) {
  return Forth(kRewriteReasons, reason);
}
v1::Role ToMessage(Role role) { return Forth(kRoles, role); }

std::optional<Verdict> FromMessage(v1::Verdict verdict) {
  return Back(kVerdicts, verdict);
}
std::optional<Severity> FromMessage(v1::Severity severity) {
  return Back(kSeverities, severity);
}
std::optional<RewriteKind> FromMessage(v1::RewriteKind kind) {
  return Back(kRewriteKinds, kind);
}
std::optional<RewriteReason> FromMessage(v1::RewriteReason reason) {
  return Back(kRewriteReasons, reason);
}
std::optional<Role> FromMessage(v1::Role role) { return Back(kRoles, role); }
std::optional<OffsetUnit> FromMessage(v1::OffsetUnit unit) {
  return Back(kOffsetUnits, unit);
}

}  // namespace wanyan
