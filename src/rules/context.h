#ifndef WANYAN_RULES_CONTEXT_H_
#define WANYAN_RULES_CONTEXT_H_

#include <map>
#include <vector>

#include "rules/rule_set.h"
#include "rules/scanned_reply.h"

namespace wanyan {

// The candidates of one pattern, arranged for questions about places.
class PatternHits {
 public:
  // `candidates` in the order of ScanResult; must outlive this.
  explicit PatternHits(std::span<const Candidate> candidates);

  // Whether a core shares a character with `range`.
  bool AnyOverlapping(TextRange range) const;
  // Whether a core lies within `range`.
  bool AnyWithin(TextRange range) const;
  // The core that ends last within `range`, the longest of those; likewise the
  // one that begins first. Null where there is none.
  const Candidate* LastWithin(TextRange range) const;
  const Candidate* FirstWithin(TextRange range) const;

  // The cores that begin (end) in [from, to], in the order of these places.
  std::span<const Candidate> BeginningIn(uint32_t from, uint32_t to) const;
  std::span<const Candidate* const> EndingIn(uint32_t from, uint32_t to) const;

 private:
  std::span<const Candidate> by_begin_;
  std::vector<const Candidate*> by_end_;  // end, then the longer one later
  std::vector<uint32_t> max_end_;         // over by_begin_[0, i]
};

// Answers whether contexts hold for a core in one reply, and remembers what it
// looked up. For one thread; the rule set and the reply must outlive it.
class ContextEvaluator {
 public:
  ContextEvaluator(const RuleSet& rules, ScannedReply* reply)
      : rules_(rules), reply_(*reply) {}

  // `core` is in characters of reply.folded(), not empty.
  bool Holds(int context, TextRange core);

  // The hits of a pattern that was added for `mode`.
  const PatternHits& Hits(int pattern, FoldMode mode = FoldMode::kFolded);

 private:
  bool HoldsBuiltIn(CompiledContext::BuiltIn built_in, TextRange core);
  bool HoldsBefore(int pattern, TextRange core);
  bool HoldsAfter(int pattern, TextRange core);
  bool HoldsNearestBefore(const CompiledContext::Nearest& nearest,
                          TextRange core);
  bool HoldsNearestAfter(const CompiledContext::Nearest& nearest,
                         TextRange core);
  bool HoldsHas(const CompiledContext::Has& has, TextRange core);
  bool EndsWithQuestionMark(uint32_t sentence_end);
  // The clause, sentence or reply that the core stands in.
  TextRange Scope(TextScope scope, TextRange core) const;

  const RuleSet& rules_;
  ScannedReply& reply_;
  std::map<int, PatternHits> hits_;
  // By the end of a sentence: whether it is a question.
  std::map<uint32_t, bool> questions_;
};

}  // namespace wanyan

#endif  // WANYAN_RULES_CONTEXT_H_
