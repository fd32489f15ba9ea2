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

bool ContextEvaluator::Holds(int context, TextRange core) {
  const CompiledContext& c = rules_.contexts[static_cast<size_t>(context)];
  if (c.built_in != CompiledContext::BuiltIn::kNone) {
    return HoldsBuiltIn(c.built_in, core);
  }
  if (c.before != kNoPattern && !HoldsBefore(c.before, core)) return false;
  if (c.after != kNoPattern && !HoldsAfter(c.after, core)) return false;
  if (c.nearest_before.has_value() &&
      !HoldsNearestBefore(*c.nearest_before, core)) {
    return false;
  }
  if (c.nearest_after.has_value() &&
      !HoldsNearestAfter(*c.nearest_after, core)) {
    return false;
  }
  for (const CompiledContext::Has& has : c.has) {
    if (!HoldsHas(has, core)) return false;
  }
  if (c.negation.has_value() && Holds(*c.negation, core)) return false;
  return c.any_of.empty() ||
         std::any_of(c.any_of.begin(), c.any_of.end(),
                     [&](int other) { return Holds(other, core); });
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

bool ContextEvaluator::HoldsBefore(int pattern, TextRange core) {
  TextScan& scan = reply_.Scan(FoldMode::kFolded);
  const uint32_t from =
      core.begin - std::min(core.begin, scan.TailReach(pattern));
  const auto near = Hits(pattern).EndingIn(from, core.begin);
  return std::any_of(near.begin(), near.end(), [&](const Candidate* hit) {
    return scan.CanEndAt(pattern, hit->core, core.begin);
  });
}

bool ContextEvaluator::HoldsAfter(int pattern, TextRange core) {
  TextScan& scan = reply_.Scan(FoldMode::kFolded);
  const auto near =
      Hits(pattern).BeginningIn(core.end, core.end + scan.LeadReach(pattern));
  return std::any_of(near.begin(), near.end(), [&](const Candidate& hit) {
    return scan.CanBeginAt(pattern, hit.core, core.end);
  });
}

bool ContextEvaluator::HoldsNearestBefore(
    const CompiledContext::Nearest& nearest, TextRange core) {
  const TextRange scope = Scope(nearest.in, {core.begin, core.begin + 1});
  const Candidate* found =
      Hits(nearest.of).LastWithin({scope.begin, core.begin});
  if (found == nullptr) return false;
  const Candidate* is = Hits(nearest.is).LastWithin({scope.begin, core.begin});
  return is != nullptr && is->core.end == found->core.end;
}

bool ContextEvaluator::HoldsNearestAfter(
    const CompiledContext::Nearest& nearest, TextRange core) {
  const TextRange scope = Scope(nearest.in, {core.end - 1, core.end});
  const Candidate* found = Hits(nearest.of).FirstWithin({core.end, scope.end});
  if (found == nullptr) return false;
  const Candidate* is = Hits(nearest.is).FirstWithin({core.end, scope.end});
  return is != nullptr && is->core.begin == found->core.begin;
}

bool ContextEvaluator::HoldsHas(const CompiledContext::Has& has,
                                TextRange core) {
  const TextRange scope = Scope(has.in, core);
  if (has.any != kNoPattern && !Hits(has.any).AnyWithin(scope)) return false;
  if (has.none != kNoPattern && Hits(has.none).AnyWithin(scope)) return false;
  return std::all_of(has.all.begin(), has.all.end(), [&](int pattern) {
    return Hits(pattern).AnyWithin(scope);
  });
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
