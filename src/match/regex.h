#ifndef WANYAN_MATCH_REGEX_H_
#define WANYAN_MATCH_REGEX_H_

#include <re2/re2.h>

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "text/folded_text.h"

namespace wanyan {

// Bytes that one compiled regular expression may take; RE2 refuses what needs
// more ("pattern too large"). Keeps `.{1000}{1000}` out of a phrasebook.
inline constexpr int64_t kRegexMaxMemory = 1 << 20;

// Compiles RE2 syntax to a longest-match expression; case counts only in
// FoldMode::kExact, since folded text has none. The one place that chooses
// RE2's options, so that what a phrasebook's check accepts also runs.
// InvalidArgument with RE2's reason, or where the expression fits the empty
// text. The result is immutable and may be used by any number of threads.
absl::StatusOr<std::shared_ptr<const re2::RE2>> CompileRegex(
    std::string_view expression, FoldMode mode = FoldMode::kFolded);

// The expression of a slot that is built in: number, date, time, money or url;
// null for any other name.
std::shared_ptr<const re2::RE2> BuiltInSlot(std::string_view name);

}  // namespace wanyan

#endif  // WANYAN_MATCH_REGEX_H_
