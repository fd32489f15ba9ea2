#include "engine/checker.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "engine/reply_rewriter.h"
#include "engine/request_basis.h"
#include "engine/snapshot.h"
#include "rewrite/suggest.h"
#include "rules/forbid.h"
#include "rules/scanned_reply.h"
#include "text/graphemes.h"

namespace wanyan {
namespace {

// One reply, one snapshot, one locale: everything that a second check of the
// rewritten reply shares with the first.
class ReplyCheck {
 public:
  ReplyCheck(const Snapshot& snapshot, const CheckRequest& request,
             const std::string& locale)
      : snapshot_(snapshot),
        circumstances_{locale, request.labels, request.channel},
        variant_(HanVariantOf(request.reply, locale)),
        inputs_(request.slots) {
    inputs_.insert(snapshot.profile().slots.begin(),
                   snapshot.profile().slots.end());
  }

  struct Found {
    std::vector<Finding> findings;
    bool truncated = false;
  };

  Found Run(std::string_view text) const;
  // The findings in a rewritten reply, in the terms of Recheck.
  std::optional<std::vector<Finding>> RunAgain(std::string_view text) const;

 private:
  Finding ToFinding(const ForbidHit& hit, const SuggestContext& context) const;

  const Snapshot& snapshot_;
  const Circumstances circumstances_;
  const HanVariant variant_;
  std::map<std::string, std::string> inputs_;
};

Finding ReplyCheck::ToFinding(const ForbidHit& hit,
                              const SuggestContext& context) const {
  const CompiledForbid& rule =
      snapshot_.rules().forbids[static_cast<size_t>(hit.rule)];
  const CompiledEntry& entry = rule.entries[static_cast<size_t>(hit.entry)];
  Finding finding;
  finding.rule = rule.name;
  finding.entry = entry.source->id;
  finding.norm = rule.source->norm;
  finding.severity = entry.severity;
  finding.message = rule.source->message;
  const std::string_view reply = context.reply.reply();
  finding.span = GrowToGraphemes(reply, hit.bytes);
  finding.matched_text = reply.substr(finding.span.begin, finding.span.size());
  finding.suggestions = SuggestFor(hit, context);
  return finding;
}

ReplyCheck::Found ReplyCheck::Run(std::string_view text) const {
  ScannedReply reply(text, *snapshot_.rules().patterns);
  std::vector<ForbidHit> hits =
      FindForbidden(snapshot_.rules(), &reply, circumstances_);
  Found found;
  found.truncated = reply.truncated() || hits.size() > kMaxFindings;
  hits.resize(std::min(hits.size(), kMaxFindings));
  FactsOfReply facts(text, reply.folded());
  const SuggestContext context{snapshot_.rules(),
                               snapshot_.rewrite_texts(),
                               reply,
                               variant_,
                               inputs_,
                               facts};
  for (const ForbidHit& hit : hits) {
    found.findings.push_back(ToFinding(hit, context));
  }
  return found;
}

std::optional<std::vector<Finding>> ReplyCheck::RunAgain(
    std::string_view text) const {
  if (text.empty() || text.size() > kMaxReplyBytes) return std::nullopt;
  Found found = Run(text);
  if (found.truncated) return std::nullopt;
  return std::move(found.findings);
}

Verdict VerdictOf(const std::vector<Finding>& findings) {
  Severity gravest = Severity::kHint;
  for (const Finding& finding : findings) {
    gravest = std::max(gravest, finding.severity);
  }
  if (gravest == Severity::kError) return Verdict::kBlock;
  return gravest == Severity::kWarning ? Verdict::kWarn : Verdict::kAllow;
}

// Puts UNCHECKED over what is less grave.
void MarkUnchecked(UncheckedReason reason, std::string in_words,
                   CheckResult* result) {
  result->verdict = std::max(result->verdict, Verdict::kUnchecked);
  result->unchecked = reason;
  result->unchecked_reason = std::move(in_words);
}

void AddRewrite(const ReplyCheck& check, const CheckRequest& request,
                CheckResult* result) {
  if (result->verdict == Verdict::kAllow) return;
  if (!request.want_rewrite) {
    result->rewrite_reason = RewriteReason::kNotWanted;
    return;
  }
  if (result->truncated) {
    result->rewrite_reason = RewriteReason::kNotClean;
    return;
  }
  RewriteOutcome outcome =
      RewriteReply(request.reply, result->findings,
                   [&](std::string_view text) { return check.RunAgain(text); });
  result->rewrite = std::move(outcome.rewrite);
  result->rewrite_reason = outcome.reason;
}

}  // namespace

absl::StatusOr<CheckResult> CheckReply(const Library& library,
                                       const CheckRequest& request) {
  WANYAN_ASSIGN_OR_RETURN(const RequestBasis basis, BasisOf(library, request));
  CheckResult result;
  result.revision = library.revision();
  result.locale = basis.locale;
  if (basis.snapshot == nullptr) {
    MarkUnchecked(UncheckedReason::kNoPhrasebook,
                  absl::StrFormat("no phrasebook for the language \"%s\"",
                                  basis.language),
                  &result);
    return result;
  }
  const ReplyCheck check(*basis.snapshot, request, basis.locale);
  ReplyCheck::Found found = check.Run(request.reply);
  result.findings = std::move(found.findings);
  result.truncated = found.truncated;
  result.verdict = VerdictOf(result.findings);
  if (result.truncated) {
    MarkUnchecked(UncheckedReason::kTooManyFindings,
                  "there are more matches than are reported", &result);
  }
  AddRewrite(check, request, &result);
  return result;
}

}  // namespace wanyan
