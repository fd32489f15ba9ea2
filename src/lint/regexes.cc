#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_format.h"
#include "lint/advice.h"
#include "match/pattern.h"

namespace wanyan {
namespace {

// Whether every match of the expression holds some literal text.
bool HasAnchor(const re2::RE2& regex) {
  re2::FilteredRE2 filter;
  int id = 0;
  if (filter.Add(regex.pattern(), regex.options(), &id) != re2::RE2::NoError) {
    return false;
  }
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  return !atoms.empty();
}

}  // namespace

void AdviseOnRegexes(const Phrasebook& book, std::vector<Diagnostic>* advice) {
  for (const Rule& rule : book.rules) {
    for (const ForbidEntry& entry : rule.forbid) {
      const auto* node = std::get_if<RegexNode>(&entry.match.pattern->node);
      if (node == nullptr || HasAnchor(*node->regex)) continue;
      advice->push_back(Advice(
          book, entry.match.position, "no-anchor",
          absl::StrFormat("the expression of %s holds no literal text, so that "
                          "all of every reply is searched for it: a program of "
                          "%d instructions",
                          rule.id, node->regex->ProgramSize()),
          "write a word into it that every match has, or use a template"));
    }
  }
}

}  // namespace wanyan
