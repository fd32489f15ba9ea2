#ifndef WANYAN_RULES_EXPLAIN_H_
#define WANYAN_RULES_EXPLAIN_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rules/circumstances.h"
#include "rules/near_miss.h"
#include "rules/rule_set.h"
#include "rules/scanned_reply.h"

// Why a rule finds something in a reply, or does not, for the people who write
// rules. The decisions are those of FindForbidden, made by the same functions;
// only what is told about them is worked out here.

namespace wanyan {

// A match that had a say, by the name of what matched.
struct Witness {
  std::string name;
  TextRange bytes;  // of the reply

  friend bool operator==(const Witness&, const Witness&) = default;
};

// What became of one match of a rule's template.
struct CandidateExplanation {
  enum Fate {
    kFound,      // it is a finding
    kException,  // an exception of the rule overlaps it
    kUnless,     // it stands in a context of `unless`
    kOnlyIf,     // it stands outside a context of `only_if`
    kPassed,     // another candidate of the rule was chosen before it
    kOver,       // a finding of a rule that is `over` this one overlaps it
    kSeverity,   // a graver finding overlaps it,
    kLonger,     // or else a longer one,
    kEarlier,    // or else one of an earlier rule or place
  };
  std::string entry;  // the template, as it is written
  TextRange bytes;    // its core, in the reply
  Fate fate = kFound;
  // The context of kUnless and kOnlyIf, the rule of kOver and those behind it.
  std::string by;
  // What decided, by template, context or rule. Empty for kFound and kOnlyIf,
  // and for a context that holds without a match (`quoted`).
  std::vector<Witness> witnesses;
};

// The entry that came nearest where a rule has no candidate.
struct NearEntry {
  std::string entry;
  NearMiss miss;
  TextRange bytes;  // of miss.core, in the reply
};

// Candidates of a rule that are explained: nobody reads more, and a template
// with gaps can have thousands.
inline constexpr size_t kMaxExplained = 50;

struct RuleExplanation {
  std::string rule;  // "book/rule"
  std::string norm;
  // The profile leaves the rule no entry.
  bool is_off = false;
  // Why it does not run otherwise.
  Obstacle obstacle = Obstacle::kNone;
  // The reply as the rule compares it.
  std::string folded;
  // In the order in which they were decided, kMaxExplained at most; empty where
  // the rule does not run.
  std::vector<CandidateExplanation> candidates;
  size_t more_candidates = 0;
  // Where it runs and has no candidate, and something of an entry matches.
  std::optional<NearEntry> nearest;
};

// Explains the rules of the given numbers (in RuleSet::forbids), in this order.
std::vector<RuleExplanation> ExplainRules(const RuleSet& rules,
                                          ScannedReply* reply,
                                          const Circumstances& circumstances,
                                          const std::vector<int>& numbers);

}  // namespace wanyan

#endif  // WANYAN_RULES_EXPLAIN_H_
