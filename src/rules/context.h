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

// A match that makes a context hold. There is none for a built-in context, nor
// for the absence of something.
struct ContextEvidence {
  int context = 0;  // the one whose template matches
  TextRange core;   // characters of ScannedReply::folded()
};

// Answers whether contexts hold for a core in one reply, and remembers what it
// looked up. For one thread; the rule set and the reply must outlive it.
class ContextEvaluator {
 public:
  ContextEvaluator(const RuleSet& rules, ScannedReply* reply)
      : rules_(rules), reply_(*reply) {}

  // `core` is in characters of reply.folded(), not empty. Where the context
  // holds, what it rests on is added to `evidence`, which may be null.
  bool Holds(int context, TextRange core,
             std::vector<ContextEvidence>* evidence = nullptr);

  // The hits of a pattern that was added for `mode`.
  const PatternHits& Hits(int pattern, FoldMode mode = FoldMode::kFolded);

 private:
  bool HoldsBuiltIn(CompiledContext::BuiltIn built_in, TextRange core);
  // The match that decides; null where the condition does not hold.
  const Candidate* FindBefore(int pattern, TextRange core);
  const Candidate* FindAfter(int pattern, TextRange core);
  const Candidate* FindNearestBefore(const CompiledContext::Nearest& nearest,
                                     TextRange core);
  const Candidate* FindNearestAfter(const CompiledContext::Nearest& nearest,
                                    TextRange core);
  // All of a context's conditions, one after another; what it notes does not
  // count where one does not hold.
  bool HoldsAll(int context, TextRange core,
                std::vector<ContextEvidence>* evidence);
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
