#include "engine/checker.h"

namespace wanyan {

std::string_view VerdictName(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return "ALLOW";
    case Verdict::kWarn:
      return "WARN";
    case Verdict::kUnchecked:
      return "UNCHECKED";
    case Verdict::kBlock:
      return "BLOCK";
  }
  return "";
}

std::string_view UncheckedReasonName(UncheckedReason reason) {
  switch (reason) {
    case UncheckedReason::kNone:
      return "";
    case UncheckedReason::kNoPhrasebook:
      return "NO_PHRASEBOOK";
    case UncheckedReason::kTooManyFindings:
      return "TOO_MANY_FINDINGS";
  }
  return "";
}

std::string_view RewriteReasonName(RewriteReason reason) {
  switch (reason) {
    case RewriteReason::kNone:
      return "";
    case RewriteReason::kNotWanted:
      return "NOT_WANTED";
    case RewriteReason::kNoSuggestion:
      return "NO_SUGGESTION";
    case RewriteReason::kNeedsInput:
      return "NEEDS_INPUT";
    case RewriteReason::kLosesFact:
      return "LOSES_FACT";
    case RewriteReason::kNotSafe:
      return "NOT_SAFE";
    case RewriteReason::kNotClean:
      return "NOT_CLEAN";
  }
  return "";
}

std::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "ERROR";
    case Severity::kWarning:
      return "WARNING";
    case Severity::kInfo:
      return "INFO";
    case Severity::kHint:
      return "HINT";
  }
  return "";
}

std::string_view RewriteKindName(RewriteKind kind) {
  switch (kind) {
    case RewriteKind::kPhrase:
      return "phrase";
    case RewriteKind::kClause:
      return "clause";
    case RewriteKind::kSentence:
      return "sentence";
    case RewriteKind::kReply:
      return "reply";
    case RewriteKind::kStart:
      return "start";
    case RewriteKind::kEnd:
      return "end";
  }
  return "";
}

}  // namespace wanyan
