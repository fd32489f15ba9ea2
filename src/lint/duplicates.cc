#include <map>
#include <string>
#include <tuple>

#include "absl/strings/str_format.h"
#include "lint/advice.h"
#include "match/pattern_text.h"

namespace wanyan {
namespace {

// What decides where a rule applies, beside its templates: two rules that are
// alike in this find the same with the same template.
auto Conditions(const Rule& rule) {
  return std::tie(rule.match, rule.locales, rule.unless, rule.only_if,
                  rule.when_labels, rule.when_channels);
}

struct Place {
  const Rule* rule;
  SourcePosition position;
};

}  // namespace

void AdviseOnDuplicates(const Phrasebook& book,
                        std::vector<Diagnostic>* advice) {
  std::multimap<std::string, Place> seen;  // by the folded template
  for (const Rule& rule : book.rules) {
    for (const ForbidEntry& entry : rule.forbid) {
      const std::string text = PatternText(entry.match.pattern);
      const auto [begin, end] = seen.equal_range(text);
      for (auto other = begin; other != end; ++other) {
        const Place& earlier = other->second;
        if (Conditions(*earlier.rule) != Conditions(rule)) continue;
        advice->push_back(Advice(
            book, entry.match.position, "duplicate-template",
            absl::StrFormat("\"%s\" is the same, folded, as a template of %s "
                            "in line %d",
                            entry.match.source, earlier.rule->id,
                            earlier.position.line),
            "take one of the two away"));
        break;
      }
      seen.emplace(text, Place{&rule, entry.match.position});
    }
  }
}

}  // namespace wanyan
