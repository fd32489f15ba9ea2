#include "cases/annotated_text.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "engine/checker.h"

namespace wanyan {
namespace {

constexpr std::string_view kOpen = "[[";
constexpr std::string_view kClose = "]]";

std::string NameOf(const Finding& finding, bool with_book) {
  std::string name = finding.rule;
  if (!with_book) name = name.substr(name.find('/') + 1);
  if (!finding.entry.empty()) name += "#" + finding.entry;
  return name;
}

// Why a suggestion is not applied; empty where it may be.
std::string_view Reservation(const Suggestion& suggestion) {
  if (suggestion.needs_input) return " (needs input)";
  if (suggestion.loses_fact) return " (loses a fact)";
  return suggestion.applicable ? "" : " (only offered)";
}

}  // namespace

std::string WithoutMarks(std::string_view annotated) {
  std::string text;
  while (true) {
    const size_t open = annotated.find(kOpen);
    text += annotated.substr(0, open);
    if (open == std::string_view::npos) return text;
    annotated.remove_prefix(open + kOpen.size());
    const std::string_view mark = annotated.substr(0, annotated.find(kClose));
    text += mark.substr(0, mark.rfind('|'));
    annotated.remove_prefix(
        std::min(annotated.size(), mark.size() + kClose.size()));
  }
}

std::string WithMarks(std::string_view reply,
                      const std::vector<Finding>& findings, bool with_book) {
  std::string text;
  size_t done = 0;
  for (size_t i = 0; i < findings.size(); ++i) {
    const TextRange span = findings[i].span;
    std::string names = NameOf(findings[i], with_book);
    while (i + 1 < findings.size() && findings[i + 1].span == span) {
      names += "," + NameOf(findings[++i], with_book);
    }
    text += reply.substr(done, span.begin - done);
    text += absl::StrFormat("[[%s|%s]]", findings[i].matched_text, names);
    done = span.end;
  }
  text += reply.substr(done);
  return text;
}

std::vector<std::string> DescribeSuggestions(
    std::string_view reply, const std::vector<Finding>& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings) {
    for (const Suggestion& suggestion : finding.suggestions) {
      lines.push_back(absl::StrFormat(
          "%s: %s -> %s%s", RewriteKindName(suggestion.kind),
          reply.substr(suggestion.span.begin, suggestion.span.size()),
          suggestion.replacement, Reservation(suggestion)));
    }
  }
  return lines;
}

}  // namespace wanyan
