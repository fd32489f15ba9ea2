#include "api/check_messages.h"

#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "api/enums.h"
#include "api/resource_names.h"
#include "api/timestamp.h"
#include "base/status_macros.h"
#include "engine/request_error.h"
#include "text/offset_table.h"

namespace wanyan {
namespace {

absl::Status InvalidField(std::string_view field, std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, field, message);
}

absl::Status UnknownValue(std::string_view what, int value) {
  return absl::InternalError(absl::StrFormat(
      "the server answered with a %s of %d, which this client does not know; "
      "update the client",
      what, value));
}

absl::StatusOr<Turn> TurnFromMessage(const v1::Turn& message, int index) {
  const std::optional<Role> role = FromMessage(message.role());
  if (!role.has_value()) {
    return InvalidField(absl::StrFormat("turns[%d].role", index),
                        "must be ROLE_AGENT, ROLE_CUSTOMER or ROLE_SYSTEM");
  }
  Turn turn{*role, message.text()};
  if (message.has_time()) {
    turn.time = FromMessage(message.time());
    if (!turn.time.has_value()) {
      return InvalidField(absl::StrFormat("turns[%d].time", index),
                          "must be between year 1 and year 9999, with 0 to "
                          "999,999,999 nanoseconds");
    }
  }
  return turn;
}

void TurnToMessage(const Turn& turn, v1::Turn* message) {
  message->set_role(ToMessage(turn.role));
  message->set_text(turn.text);
  if (turn.time.has_value()) *message->mutable_time() = ToMessage(*turn.time);
}

void SpanToMessage(TextRange range, v1::Span* message) {
  message->set_start(static_cast<int32_t>(range.begin));
  message->set_end(static_cast<int32_t>(range.end));
}

TextRange SpanFromMessage(const v1::Span& message) {
  return {static_cast<uint32_t>(message.start()),
          static_cast<uint32_t>(message.end())};
}

void SuggestionToMessage(const Suggestion& suggestion,
                         const OffsetTable& offsets, v1::Suggestion* message) {
  SpanToMessage(offsets.Convert(suggestion.span), message->mutable_span());
  message->set_replacement(suggestion.replacement);
  message->set_kind(ToMessage(suggestion.kind));
  message->set_needs_input(suggestion.needs_input);
}

absl::StatusOr<Suggestion> SuggestionFromMessage(
    const v1::Suggestion& message) {
  const std::optional<RewriteKind> kind = FromMessage(message.kind());
  if (!kind.has_value()) return UnknownValue("suggestion kind", message.kind());
  Suggestion suggestion;
  suggestion.span = SpanFromMessage(message.span());
  suggestion.replacement = message.replacement();
  suggestion.kind = *kind;
  suggestion.needs_input = message.needs_input();
  return suggestion;
}

void FindingToMessage(const Finding& finding, const OffsetTable& offsets,
                      v1::Finding* message) {
  message->set_rule(RuleName(finding.rule));
  message->set_entry(finding.entry);
  message->set_norm(finding.norm);
  message->set_severity(ToMessage(finding.severity));
  message->set_message(finding.message);
  SpanToMessage(offsets.Convert(finding.span), message->mutable_span());
  message->set_matched_text(finding.matched_text);
  for (const Suggestion& suggestion : finding.suggestions) {
    SuggestionToMessage(suggestion, offsets, message->add_suggestions());
  }
}

absl::StatusOr<Finding> FindingFromMessage(const v1::Finding& message) {
  const std::optional<Severity> severity = FromMessage(message.severity());
  if (!severity.has_value()) {
    return UnknownValue("severity", message.severity());
  }
  Finding finding;
  finding.rule = RuleIdOf(message.rule());
  finding.entry = message.entry();
  finding.norm = message.norm();
  finding.severity = *severity;
  finding.message = message.message();
  finding.span = SpanFromMessage(message.span());
  finding.matched_text = message.matched_text();
  for (const v1::Suggestion& suggestion : message.suggestions()) {
    WANYAN_ASSIGN_OR_RETURN(finding.suggestions.emplace_back(),
                            SuggestionFromMessage(suggestion));
  }
  return finding;
}

}  // namespace

absl::StatusOr<CheckRequest> RequestFromMessage(
    const v1::CheckReplyRequest& message) {
  CheckRequest request;
  request.reply = message.reply();
  request.locale = message.locale();
  request.profile = ProfileIdOf(message.profile());
  for (const std::string& name : message.phrasebooks()) {
    request.phrasebooks.emplace_back(PhrasebookIdOf(name));
  }
  for (int i = 0; i < message.turns_size(); ++i) {
    WANYAN_ASSIGN_OR_RETURN(request.turns.emplace_back(),
                            TurnFromMessage(message.turns(i), i));
  }
  request.labels.assign(message.labels().begin(), message.labels().end());
  request.channel = message.channel();
  request.slots.insert(message.slots().begin(), message.slots().end());
  request.want_rewrite = !message.skip_rewrite();
  return request;
}

absl::StatusOr<OffsetUnit> OffsetUnitFromMessage(
    const v1::CheckReplyRequest& message) {
  const std::optional<OffsetUnit> unit = FromMessage(message.offset_unit());
  if (!unit.has_value()) {
    return InvalidField("offset_unit",
                        "must be OFFSET_UNIT_UTF8, OFFSET_UNIT_UTF16 or "
                        "OFFSET_UNIT_CODE_POINT");
  }
  return *unit;
}

v1::CheckReplyResponse ResponseToMessage(const CheckResult& result,
                                         std::string_view reply,
                                         OffsetUnit unit) {
  const OffsetTable offsets(reply, unit);
  v1::CheckReplyResponse message;
  message.set_verdict(ToMessage(result.verdict));
  for (const Finding& finding : result.findings) {
    FindingToMessage(finding, offsets, message.add_findings());
  }
  if (result.rewrite.has_value()) message.set_rewrite(*result.rewrite);
  message.set_verified(result.rewrite.has_value());
  message.set_rewrite_reason(ToMessage(result.rewrite_reason));
  message.set_locale(result.locale);
  message.set_revision(result.revision);
  message.set_truncated(result.truncated);
  message.set_unchecked_reason(result.unchecked_reason);
  return message;
}

v1::CheckReplyRequest RequestToMessage(const CheckRequest& request) {
  v1::CheckReplyRequest message;
  message.set_reply(request.reply);
  message.set_locale(request.locale);
  message.set_profile(request.profile);
  for (const std::string& id : request.phrasebooks) message.add_phrasebooks(id);
  for (const Turn& turn : request.turns) {
    TurnToMessage(turn, message.add_turns());
  }
  for (const std::string& label : request.labels) message.add_labels(label);
  message.set_channel(request.channel);
  message.mutable_slots()->insert(request.slots.begin(), request.slots.end());
  message.set_offset_unit(v1::OFFSET_UNIT_UTF8);
  message.set_skip_rewrite(!request.want_rewrite);
  return message;
}

absl::StatusOr<CheckResult> ResultFromMessage(
    const v1::CheckReplyResponse& message) {
  const std::optional<Verdict> verdict = FromMessage(message.verdict());
  if (!verdict.has_value()) return UnknownValue("verdict", message.verdict());
  const std::optional<RewriteReason> rewrite_reason =
      FromMessage(message.rewrite_reason());
  if (!rewrite_reason.has_value()) {
    return UnknownValue("rewrite reason", message.rewrite_reason());
  }
  CheckResult result;
  result.verdict = *verdict;
  for (const v1::Finding& finding : message.findings()) {
    WANYAN_ASSIGN_OR_RETURN(result.findings.emplace_back(),
                            FindingFromMessage(finding));
  }
  result.truncated = message.truncated();
  if (message.has_rewrite()) result.rewrite = message.rewrite();
  result.rewrite_reason = *rewrite_reason;
  result.locale = message.locale();
  result.revision = message.revision();
  result.unchecked_reason = message.unchecked_reason();
  return result;
}

}  // namespace wanyan
