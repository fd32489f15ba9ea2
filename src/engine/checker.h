#ifndef WANYAN_ENGINE_CHECKER_H_
#define WANYAN_ENGINE_CHECKER_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "conversation/turn.h"
#include "engine/library.h"
#include "rules/finding.h"

// The front door: one reply in; verdict, findings and rewrite out. Every door
// of Wanyan (gRPC, command line, audit, editors) calls CheckReply.

namespace wanyan {

// Sizes that CheckReply takes, in bytes and items: beyond is an error that
// names the field. Far above what people send (99 % of replies have fewer than
// 1,000 characters) and small enough to answer in milliseconds.
inline constexpr size_t kMaxReplyBytes = 64 << 10;
inline constexpr size_t kMaxTurns = 500;
inline constexpr size_t kMaxRequestBytes = 1 << 20;
inline constexpr size_t kMaxFindings = 1000;

struct CheckRequest {
  std::string reply;
  // A BCP 47 tag; empty: detected from the reply, then the turns, then the
  // library's default.
  std::string locale;
  // A profile's id; empty: "default". Not together with `phrasebooks`.
  std::string profile;
  // Ids of the books to check with, in place of a profile.
  std::vector<std::string> phrasebooks;
  // What was said before, the oldest first.
  std::vector<Turn> turns;
  std::vector<std::string> labels;
  std::string channel;
  // Values for a rewrite's inputs; they go before the profile's.
  std::map<std::string, std::string> slots;
  // Leaves out the rewrite (not the suggestions), which costs a second check.
  bool want_rewrite = true;
};

enum class Verdict { kAllow, kWarn, kUnchecked, kBlock };

// Why there is no rewrite; kNone where there is one, or nothing to mend.
enum class RewriteReason {
  kNone,
  kNotWanted,     // the caller did not ask
  kNoSuggestion,  // a finding has no suggestion at all
  // A finding has suggestions, but none that may be applied:
  kNeedsInput,  // at least one waits for the agent's words
  kLosesFact,   // else, at least one would lose a number, date, link …
  kNotSafe,     // else: a word has no entry in its map, or a slot overflows
  kNotClean,    // within the bound, no combination passed the second check
};

// What was left unchecked; kNone where all was checked.
enum class UncheckedReason {
  kNone,
  kNoPhrasebook,     // there is none for the language
  kTooManyFindings,  // there are more than are reported
};

// Names as the contracts print them: ALLOW, NEEDS_INPUT; "" for kNone.
std::string_view VerdictName(Verdict verdict);
std::string_view UncheckedReasonName(UncheckedReason reason);
std::string_view RewriteReasonName(RewriteReason reason);
std::string_view SeverityName(Severity severity);
std::string_view RewriteKindName(RewriteKind kind);  // "phrase"

struct CheckResult {
  Verdict verdict = Verdict::kAllow;
  // In the order of their spans. At most kMaxFindings.
  std::vector<Finding> findings;
  bool truncated = false;
  // The reply with its findings mended; absent where there is nothing to mend
  // or nothing safe. Present means verified: checked again, clean, and
  // unchanged by a second run.
  std::optional<std::string> rewrite;
  RewriteReason rewrite_reason = RewriteReason::kNone;
  // The locale that was checked with, in normal form; "und" where none is
  // known.
  std::string locale;
  std::string revision;
  // Why the verdict is UNCHECKED, or would be were it not BLOCK, for people;
  // empty where all was checked.
  std::string unchecked_reason;
  // The same for programs.
  UncheckedReason unchecked = UncheckedReason::kNone;
};

// Checks one reply. Thread-safe; equal requests to one library give equal
// results. Errors, each naming the field:
//   InvalidArgument  a field that is empty, too long, ill-formed UTF-8 (with
//                    the offset of the first bad byte) or no locale
//   NotFound         a profile or phrasebook that the library does not have
absl::StatusOr<CheckResult> CheckReply(const Library& library,
                                       const CheckRequest& request);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_CHECKER_H_
