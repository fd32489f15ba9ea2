#ifndef WANYAN_API_ENUMS_H_
#define WANYAN_API_ENUMS_H_

#include <optional>

#include "conversation/turn.h"
#include "engine/checker.h"
#include "text/utf8.h"
#include "wanyan/v1/check_service.pb.h"

// The engine's enums against those of wanyan.v1, both ways. `FromMessage` gives
// nullopt for a value that is unspecified (where that means nothing) or newer
// than this version.

namespace wanyan {

v1::Verdict ToMessage(Verdict verdict);
v1::Severity ToMessage(Severity severity);
v1::RewriteKind ToMessage(RewriteKind kind);
v1::RewriteReason ToMessage(RewriteReason reason);
v1::Role ToMessage(Role role);

std::optional<Verdict> FromMessage(v1::Verdict verdict);
std::optional<Severity> FromMessage(v1::Severity severity);
std::optional<RewriteKind> FromMessage(v1::RewriteKind kind);
std::optional<RewriteReason> FromMessage(v1::RewriteReason reason);
std::optional<Role> FromMessage(v1::Role role);
std::optional<OffsetUnit> FromMessage(v1::OffsetUnit unit);

}  // namespace wanyan

#endif  // WANYAN_API_ENUMS_H_
