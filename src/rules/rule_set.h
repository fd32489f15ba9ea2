#ifndef WANYAN_RULES_RULE_SET_H_
#define WANYAN_RULES_RULE_SET_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "match/pattern_set.h"
#include "phrasebook/phrasebook.h"

// The rules of several books, compiled: names turned into numbers, templates
// into patterns of one PatternSet. Plain data, made by CompileRules, read by
// rules/forbid.h and rules/context.h. Points into the books, which must outlive
// it. Immutable; any number of threads may read it.

namespace wanyan {

// A pattern that may be absent: an empty list of templates.
inline constexpr int kNoPattern = -1;

struct CompiledContext {
  enum class BuiltIn { kNone, kQuoted, kQuestion };

  struct Nearest {
    int of = kNoPattern;
    int is = kNoPattern;
    TextScope in = TextScope::kClause;
  };
  struct Has {
    TextScope in = TextScope::kReply;
    int any = kNoPattern;
    std::vector<int> all;
    int none = kNoPattern;
  };

  std::string name;
  BuiltIn built_in = BuiltIn::kNone;
  int before = kNoPattern;
  int after = kNoPattern;
  std::optional<Nearest> nearest_before;
  std::optional<Nearest> nearest_after;
  std::vector<Has> has;
  // Numbers of contexts.
  std::vector<int> any_of;
  std::optional<int> negation;
};

struct CompiledEntry {
  const ForbidEntry* source = nullptr;
  Severity severity = Severity::kWarning;
  int pattern = kNoPattern;
};

struct CompiledForbid {
  const Phrasebook* book = nullptr;
  const Rule* source = nullptr;
  std::string name;  // "book/rule"
  // Those that the profile leaves on.
  std::vector<CompiledEntry> entries;
  int except = kNoPattern;
  std::vector<int> unless;   // numbers of contexts
  std::vector<int> only_if;  // numbers of contexts
  // Numbers of rules whose findings give way to this one's.
  std::vector<int> over;
};

struct RuleSet {
  std::shared_ptr<const PatternSet> patterns;
  std::vector<CompiledContext> contexts;
  // In the order of the books, and of the rules in a book. A rule without
  // entries is switched off.
  std::vector<CompiledForbid> forbids;
  // The numbers of all rules, each in front of those it is `over`.
  std::vector<int> over_order;
};

// How the templates of a book are compiled, for `mode`.
PatternOptions OptionsFor(const Phrasebook& book, FoldMode mode);

// Compiles the rules of `books` (in order) as `profile` has them. The books
// must have been parsed without errors. InvalidArgument, naming the rule or
// context, where a template is too large.
absl::StatusOr<RuleSet> CompileRules(
    const std::vector<const Phrasebook*>& books, const Profile& profile);

}  // namespace wanyan

#endif  // WANYAN_RULES_RULE_SET_H_
