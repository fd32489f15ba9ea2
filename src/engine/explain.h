#ifndef WANYAN_ENGINE_EXPLAIN_H_
#define WANYAN_ENGINE_EXPLAIN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/checker.h"
#include "engine/library.h"
#include "rules/explain.h"

namespace wanyan {

// Why rules find something in a reply, or do not.
struct ReplyExplanation {
  std::string locale;  // that the reply is checked in
  std::vector<RuleExplanation> rules;
  // Rules that have no say: their book is for another language, or is left out
  // by what the reply is checked with.
  std::vector<std::string> of_other_languages;
  std::vector<std::string> of_other_books;
};

// Explains `rules` ("book/rule", in the order of the books; empty: all) for the
// reply that CheckReply would check. Its errors, and NotFound for a rule that
// the library does not have.
absl::StatusOr<ReplyExplanation> ExplainReply(
    const Library& library, const CheckRequest& request,
    const std::vector<std::string>& rules);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_EXPLAIN_H_
