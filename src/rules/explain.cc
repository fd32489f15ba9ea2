#include "rules/explain.h"

#include <algorithm>
#include <span>
#include <utility>

#include "match/text_scan.h"
#include "rules/arbitration.h"
#include "rules/decision.h"
#include "rules/forbid.h"

namespace wanyan {
namespace {

CandidateExplanation::Fate FateFor(Displacement::Reason reason) {
  switch (reason) {
    case Displacement::kOver:
      return CandidateExplanation::kOver;
    case Displacement::kSeverity:
      return CandidateExplanation::kSeverity;
    case Displacement::kLonger:
      return CandidateExplanation::kLonger;
    case Displacement::kEarlier:
      return CandidateExplanation::kEarlier;
  }
  return CandidateExplanation::kEarlier;
}

class Explainer {
 public:
  Explainer(const RuleSet& rules, ScannedReply* reply,
            const Circumstances& circumstances)
      : rules_(rules),
        reply_(*reply),
        circumstances_(circumstances),
        contexts_(rules, reply) {
    Arbitrate(rules, ChooseHits(rules, reply, circumstances, &contexts_),
              &displaced_);
  }

  RuleExplanation Explain(int number);

 private:
  const CompiledForbid& rule(int number) const {
    return rules_.forbids[static_cast<size_t>(number)];
  }
  const std::string& EntryText(const CompiledForbid& rule, int entry) const {
    return rule.entries[static_cast<size_t>(entry)].source->match.source;
  }

  void ExplainCandidates(int number, RuleExplanation* explanation);
  void ExplainCancelled(const CompiledForbid& rule,
                        const RuleCandidate& candidate,
                        CandidateExplanation* explanation);
  void ExplainUnless(const CompiledForbid& rule, int index, TextRange core,
                     CandidateExplanation* explanation);
  // The exceptions that overlap the core, one by one.
  std::vector<Witness> ExceptionsAt(const CompiledForbid& rule,
                                    TextRange core) const;
  // Tells of a hit that gave way to another rule's.
  void ExplainChosen(int number, CandidateExplanation* explanation) const;
  std::optional<NearEntry> NearestEntry(const CompiledForbid& rule) const;

  const RuleSet& rules_;
  ScannedReply& reply_;
  const Circumstances& circumstances_;
  ContextEvaluator contexts_;
  std::vector<Displacement> displaced_;
};

RuleExplanation Explainer::Explain(int number) {
  const CompiledForbid& rule = this->rule(number);
  RuleExplanation explanation;
  explanation.rule = rule.name;
  explanation.norm = rule.source->norm;
  explanation.is_off = rule.entries.empty();
  explanation.obstacle = ObstacleFor(*rule.source, circumstances_);
  if (explanation.is_off || explanation.obstacle != Obstacle::kNone) {
    return explanation;
  }
  explanation.folded = reply_.Text(rule.source->match).utf8();
  ExplainCandidates(number, &explanation);
  if (explanation.candidates.empty()) explanation.nearest = NearestEntry(rule);
  return explanation;
}

void Explainer::ExplainCandidates(int number, RuleExplanation* explanation) {
  const CompiledForbid& rule = this->rule(number);
  const std::vector<RuleCandidate> candidates =
      DecideCandidates(rule, &reply_, &contexts_);
  const size_t told_of = std::min(candidates.size(), kMaxExplained);
  explanation->more_candidates = candidates.size() - told_of;
  Witness chosen;  // the one that was chosen last
  for (const RuleCandidate& decided : std::span(candidates).first(told_of)) {
    CandidateExplanation told;
    told.entry = EntryText(rule, decided.entry);
    told.bytes = reply_.ToBytes(decided.candidate.core, rule.source->match);
    switch (decided.outcome) {
      case RuleCandidate::kCancelled:
        ExplainCancelled(rule, decided, &told);
        break;
      case RuleCandidate::kPassed:
        told.fate = CandidateExplanation::kPassed;
        told.witnesses = {chosen};
        break;
      case RuleCandidate::kChosen:
        ExplainChosen(number, &told);
        chosen = {told.entry, told.bytes};
        break;
    }
    explanation->candidates.push_back(std::move(told));
  }
}

void Explainer::ExplainCancelled(const CompiledForbid& rule,
                                 const RuleCandidate& candidate,
                                 CandidateExplanation* explanation) {
  const auto [cause, index] = candidate.cancellation;
  const TextRange core = candidate.candidate.core;
  switch (cause) {
    case Cancellation::kException:
      explanation->fate = CandidateExplanation::kException;
      explanation->witnesses = ExceptionsAt(rule, core);
      break;
    case Cancellation::kUnless:
      explanation->fate = CandidateExplanation::kUnless;
      ExplainUnless(rule, index, core, explanation);
      break;
    case Cancellation::kOnlyIf:
      explanation->fate = CandidateExplanation::kOnlyIf;
      explanation->by = rule.source->only_if[static_cast<size_t>(index)];
      break;
    case Cancellation::kNone:
      break;
  }
}

void Explainer::ExplainUnless(const CompiledForbid& rule, int index,
                              TextRange core,
                              CandidateExplanation* explanation) {
  const int context = rule.unless[static_cast<size_t>(index)];
  explanation->by = rule.source->unless[static_cast<size_t>(index)];
  std::vector<ContextEvidence> evidence;
  contexts_.Holds(context, reply_.ToFolded(core, rule.source->match),
                  &evidence);
  for (const auto& [of, range] : evidence) {
    explanation->witnesses.push_back(
        {rules_.contexts[static_cast<size_t>(of)].name,
         reply_.ToBytes(range, FoldMode::kFolded)});
  }
}

std::vector<Witness> Explainer::ExceptionsAt(const CompiledForbid& rule,
                                             TextRange core) const {
  const FoldMode mode = rule.source->match;
  PatternSetBuilder builder;
  for (const Template& exception : rule.source->except) {
    builder.Add(exception.pattern, OptionsFor(*rule.book, mode));
  }
  const auto patterns = std::move(builder).Build();
  if (!patterns.ok()) return {};  // together they were built before
  const TextScan scan(**patterns, reply_.Text(mode), mode);
  std::vector<Witness> witnesses;
  for (const Candidate& candidate : scan.candidates()) {
    if (!candidate.core.Overlaps(core)) continue;
    const auto index = static_cast<size_t>(candidate.pattern);
    witnesses.push_back({rule.source->except[index].source,
                         reply_.ToBytes(candidate.core, mode)});
  }
  return witnesses;
}

void Explainer::ExplainChosen(int number,
                              CandidateExplanation* explanation) const {
  const auto displacement =
      std::ranges::find_if(displaced_, [&](const Displacement& displaced) {
        return displaced.hit.rule == number &&
               displaced.hit.bytes == explanation->bytes;
      });
  if (displacement == displaced_.end()) return;
  const ForbidHit& by = displacement->by;
  explanation->fate = FateFor(displacement->reason);
  explanation->by = rule(by.rule).name;
  explanation->witnesses = {{EntryText(rule(by.rule), by.entry), by.bytes}};
}

std::optional<NearEntry> Explainer::NearestEntry(
    const CompiledForbid& rule) const {
  const FoldMode mode = rule.source->match;
  std::optional<NearEntry> nearest;
  for (const CompiledEntry& entry : rule.entries) {
    std::optional<NearMiss> miss =
        FindNearMiss(entry.source->match.pattern, OptionsFor(*rule.book, mode),
                     reply_.Text(mode));
    if (!miss.has_value()) continue;
    if (nearest.has_value() && miss->core.size() <= nearest->miss.core.size()) {
      continue;
    }
    const TextRange bytes = reply_.ToBytes(miss->core, mode);
    nearest = {entry.source->match.source, *std::move(miss), bytes};
  }
  return nearest;
}

}  // namespace

std::vector<RuleExplanation> ExplainRules(const RuleSet& rules,
                                          ScannedReply* reply,
                                          const Circumstances& circumstances,
                                          const std::vector<int>& numbers) {
  Explainer explainer(rules, reply, circumstances);
  std::vector<RuleExplanation> explanations;
  for (const int number : numbers) {
    explanations.push_back(explainer.Explain(number));
  }
  return explanations;
}

}  // namespace wanyan
