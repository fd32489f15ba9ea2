#ifndef WANYAN_ENGINE_REPLY_REWRITER_H_
#define WANYAN_ENGINE_REPLY_REWRITER_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/checker.h"
#include "rules/finding.h"

namespace wanyan {

struct RewriteOutcome {
  std::optional<std::string> rewrite;
  RewriteReason reason = RewriteReason::kNone;
};

// Checks a reply in the way its first check was made; nullopt where it cannot
// be checked whole, so that nobody knows whether it is clean.
using Recheck =
    std::function<std::optional<std::vector<Finding>>(std::string_view reply)>;

// Mends a reply: applies one applicable suggestion for each finding that is a
// WARNING or an ERROR, checks the result again, tries other alternatives where
// something is left, and at last the suggestions for what is left, until
// nothing is or kMaxRechecks were made. What it returns is therefore clean, and
// mending it once more changes nothing. INFO and HINT findings are left as they
// are.
RewriteOutcome RewriteReply(std::string_view reply,
                            const std::vector<Finding>& findings,
                            const Recheck& recheck);

// More would cost time that no reply needed so far: two findings with four
// alternatives each can be tried in every combination.
inline constexpr int kMaxRechecks = 16;

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REPLY_REWRITER_H_
