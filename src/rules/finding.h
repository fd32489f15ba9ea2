#ifndef WANYAN_RULES_FINDING_H_
#define WANYAN_RULES_FINDING_H_

#include <string>
#include <vector>

#include "phrasebook/phrasebook.h"
#include "text/text_range.h"

namespace wanyan {

// An edit that would mend a finding.
struct Suggestion {
  // Bytes of the reply that `replacement` takes the place of; empty for an
  // insertion (kStart, kEnd).
  TextRange span;
  std::string replacement;
  RewriteKind kind = RewriteKind::kPhrase;
  // The replacement holds {placeholders} for what only the agent knows.
  bool needs_input = false;
  // May be applied without asking: it needs no input, every word was found in
  // its map, and no fact of the reply is lost.
  bool applicable = true;
  // It would lose a fact of the reply (a number, a link …).
  bool loses_fact = false;

  friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

// One violation in one reply. Plain data.
struct Finding {
  std::string rule;   // "book/rule"
  std::string entry;  // the forbid entry's id, or empty
  std::string norm;
  Severity severity = Severity::kWarning;
  std::string message;
  // Bytes of the reply, grown to whole graphemes.
  TextRange span;
  std::string matched_text;
  std::vector<Suggestion> suggestions;

  friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace wanyan

#endif  // WANYAN_RULES_FINDING_H_
