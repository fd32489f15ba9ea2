#include "rules/context.h"

#include <algorithm>

namespace wanyan {
namespace {

bool BeginsBefore(const Candidate& candidate, uint32_t position) {
  return candidate.core.begin < position;
}

}  // namespace

PatternHits::PatternHits(std::span<const Candidate> candidates)
    : by_begin_(candidates) {
  uint32_t max_end = 0;
  for (const Candidate& candidate : candidates) {
    by_end_.push_back(&candidate);
    max_end = std::max(max_end, candidate.core.end);
    max_end_.push_back(max_end);
  }
  std::sort(by_end_.begin(), by_end_.end(),
            [](const Candidate* a, const Candidate* b) {
              if (a->core.end != b->core.end) return a->core.end < b->core.end;
              return a->core.begin > b->core.begin;
            });
}

bool PatternHits::AnyOverlapping(TextRange range) const {
  const auto behind = std::lower_bound(by_begin_.begin(), by_begin_.end(),
                                       range.end, BeginsBefore);
  if (behind == by_begin_.begin()) return false;
  return max_end_[static_cast<size_t>(behind - by_begin_.begin()) - 1] >
         range.begin;
}

bool PatternHits::AnyWithin(TextRange range) const {
  return FirstWithin(range) != nullptr;
}

const Candidate* PatternHits::LastWithin(TextRange range) const {
  auto it = std::upper_bound(by_end_.begin(), by_end_.end(), range.end,
                             [](uint32_t end, const Candidate* candidate) {
                               return end < candidate->core.end;
                             });
  while (it != by_end_.begin()) {
    const Candidate* candidate = *--it;
    if (candidate->core.end <= range.begin) break;
    if (candidate->core.begin >= range.begin) return candidate;
  }
  return nullptr;
}

const Candidate* PatternHits::FirstWithin(TextRange range) const {
  auto it = std::lower_bound(by_begin_.begin(), by_begin_.end(), range.begin,
                             BeginsBefore);
  for (; it != by_begin_.end() && it->core.begin < range.end; ++it) {
    if (it->core.end <= range.end) return &*it;
  }
  return nullptr;
}

std::span<const Candidate> PatternHits::BeginningIn(uint32_t from,
                                                    uint32_t to) const {
  const auto first =
      std::lower_bound(by_begin_.begin(), by_begin_.end(), from, BeginsBefore);
  const auto last =
      std::lower_bound(first, by_begin_.end(), to + 1, BeginsBefore);
  return {first, last};
}

std::span<const Candidate* const> PatternHits::EndingIn(uint32_t from,
                                                        uint32_t to) const {
  const auto ends_before = [](const Candidate* candidate, uint32_t position) {
    return candidate->core.end < position;
  };
  const auto first =
      std::lower_bound(by_end_.begin(), by_end_.end(), from, ends_before);
  const auto last = std::lower_bound(first, by_end_.end(), to + 1, ends_before);
  return {first, last};
}

const PatternHits& ContextEvaluator::Hits(int pattern, FoldMode mode) {
  const auto known = hits_.find(pattern);
  if (known != hits_.end()) return known->second;
  return hits_.emplace(pattern, PatternHits(reply_.Scan(mode).Of(pattern)))
      .first->second;
}

bool ContextEvaluator::Holds(int context, TextRange core,
                             std::vector<ContextEvidence>* evidence) {
  const size_t known = evidence == nullptr ? 0 : evidence->size();
  const bool holds = HoldsAll(context, core, evidence);
  if (!holds && evidence != nullptr) evidence->resize(known);
  return holds;
}

bool ContextEvaluator::HoldsAll(int context, TextRange core,
                                std::vector<ContextEvidence>* evidence) {
  const CompiledContext& c = rules_.contexts[static_cast<size_t>(context)];
  if (c.built_in != CompiledContext::BuiltIn::kNone) {
    return HoldsBuiltIn(c.built_in, core);
  }
  const auto is_found = [&](const Candidate* hit) {
    if (hit == nullptr) return false;
    if (evidence != nullptr) evidence->push_back({context, hit->core});
    return true;
  };
  const auto holds = [&](int other) { return Holds(other, core, evidence); };
  const auto has = [&](const CompiledContext::Has& what) {
    const TextRange scope = Scope(what.in, core);
    const auto is_there = [&](int pattern) {
      return is_found(Hits(pattern).FirstWithin(scope));
    };
    return (what.any == kNoPattern || is_there(what.any)) &&
           (what.none == kNoPattern || !Hits(what.none).AnyWithin(scope)) &&
           std::ranges::all_of(what.all, is_there);
  };
  return (c.before == kNoPattern || is_found(FindBefore(c.before, core))) &&
         (c.after == kNoPattern || is_found(FindAfter(c.after, core))) &&
         (!c.nearest_before.has_value() ||
          is_found(FindNearestBefore(*c.nearest_before, core))) &&
         (!c.nearest_after.has_value() ||
          is_found(FindNearestAfter(*c.nearest_after, core))) &&
         std::ranges::all_of(c.has, has) &&
         (!c.negation.has_value() || !Holds(*c.negation, core)) &&
         (c.any_of.empty() || std::ranges::any_of(c.any_of, holds));
}

bool ContextEvaluator::HoldsBuiltIn(CompiledContext::BuiltIn built_in,
                                    TextRange core) {
  const FoldedText& text = reply_.folded();
  if (built_in == CompiledContext::BuiltIn::kQuoted) {
    const auto chars = text.chars().subspan(core.begin, core.size());
    return std::all_of(chars.begin(), chars.end(),
                       [](const FoldedChar& c) { return c.Is(kQuotedChar); });
  }
  return EndsWithQuestionMark(text.SentenceAt(core.end - 1).end);
}

// The marks that end a sentence may be several: "！？".
bool ContextEvaluator::EndsWithQuestionMark(uint32_t sentence_end) {
  const auto [known, is_new] = questions_.try_emplace(sentence_end, false);
  if (!is_new) return known->second;
  for (const FoldedChar& mark : reply_.folded().chars().subspan(sentence_end)) {
    if (!mark.Is(kSentenceEndChar)) break;
    known->second |= mark.value == U'?';
  }
  return known->second;
}

const Candidate* ContextEvaluator::FindBefore(int pattern, TextRange core) {
  TextScan& scan = reply_.Scan(FoldMode::kFolded);
  const uint32_t from =
      core.begin - std::min(core.begin, scan.TailReach(pattern));
  const auto near = Hits(pattern).EndingIn(from, core.begin);
  const auto found = std::ranges::find_if(near, [&](const Candidate* hit) {
    return scan.CanEndAt(pattern, hit->core, core.begin);
  });
  return found == near.end() ? nullptr : *found;
}

const Candidate* ContextEvaluator::FindAfter(int pattern, TextRange core) {
  TextScan& scan = reply_.Scan(FoldMode::kFolded);
  const auto near =
      Hits(pattern).BeginningIn(core.end, core.end + scan.LeadReach(pattern));
  const auto found = std::ranges::find_if(near, [&](const Candidate& hit) {
    return scan.CanBeginAt(pattern, hit.core, core.end);
  });
  return found == near.end() ? nullptr : &*found;
}

const Candidate* ContextEvaluator::FindNearestBefore(
    const CompiledContext::Nearest& nearest, TextRange core) {
  const TextRange scope = Scope(nearest.in, {core.begin, core.begin + 1});
  const Candidate* found =
      Hits(nearest.of).LastWithin({scope.begin, core.begin});
  if (found == nullptr) return nullptr;
  const Candidate* is = Hits(nearest.is).LastWithin({scope.begin, core.begin});
  return is != nullptr && is->core.end == found->core.end ? is : nullptr;
}

const Candidate* ContextEvaluator::FindNearestAfter(
    const CompiledContext::Nearest& nearest, TextRange core) {
  const TextRange scope = Scope(nearest.in, {core.end - 1, core.end});
  const Candidate* found = Hits(nearest.of).FirstWithin({core.end, scope.end});
  if (found == nullptr) return nullptr;
  const Candidate* is = Hits(nearest.is).FirstWithin({core.end, scope.end});
  return is != nullptr && is->core.begin == found->core.begin ? is : nullptr;
}

TextRange ContextEvaluator::Scope(TextScope scope, TextRange core) const {
  const FoldedText& text = reply_.folded();
  switch (scope) {
    case TextScope::kClause:
      return {text.ClauseAt(core.begin).begin, text.ClauseAt(core.end - 1).end};
    case TextScope::kSentence:
      return {text.SentenceAt(core.begin).begin,
              text.SentenceAt(core.end - 1).end};
    case TextScope::kReply:
      return {0, text.size()};
  }
  return {0, text.size()};
}

}  // namespace wanyan
