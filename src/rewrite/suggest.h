#ifndef WANYAN_REWRITE_SUGGEST_H_
#define WANYAN_REWRITE_SUGGEST_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rewrite/facts.h"
#include "rewrite/han_variant.h"
#include "rules/finding.h"
#include "rules/forbid.h"
#include "rules/rule_set.h"
#include "rules/scanned_reply.h"

namespace wanyan {

// The texts of a rule set's rewrites in each writing, converted when a variant
// is first asked for. Thread-safe; the rule set must outlive it.
class RewriteTexts {
 public:
  explicit RewriteTexts(const RuleSet& rules);
  ~RewriteTexts();

  // The pieces of a rewrite of the rule set, text and defaults in `variant`.
  const std::vector<RewriteTemplate::Piece>& Pieces(
      const RewriteTemplate& rewrite, HanVariant variant) const;
  // What the book's map has for a folded word, in `variant`; null for none.
  const std::string* MapEntry(const Phrasebook& book, const std::string& map,
                              const std::string& word,
                              HanVariant variant) const;

 private:
  struct Converted;
  const Converted& ForVariant(HanVariant variant) const;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What suggestions for one reply need beside the hit.
struct SuggestContext {
  const RuleSet& rules;
  const RewriteTexts& texts;
  ScannedReply& reply;
  HanVariant variant = HanVariant::kSimplified;
  // Values for inputs, the caller's before the profile's.
  const std::map<std::string, std::string>& inputs;
  FactsOfReply& facts;
};

// The suggestions for a hit: one for each rewrite of its entry, in the book's
// order. What a suggestion's span covers and what it carries over is told in
// phrasebooks/README.md, "Suggestions".
std::vector<Suggestion> SuggestFor(const ForbidHit& hit,
                                   const SuggestContext& context);

}  // namespace wanyan

#endif  // WANYAN_REWRITE_SUGGEST_H_
