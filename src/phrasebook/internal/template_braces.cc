#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "match/regex.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/internal/template_grammar.h"
#include "phrasebook/limits.h"
#include "yaml/nearest_name.h"

// Sets, gaps and slots.

namespace wanyan::internal {
namespace {

bool IsAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

}  // namespace

void TemplateParser::ParseSet(Builder* builder) {
  const size_t column = at_;
  FlushLiteral(builder);
  SetUse set = ParseSetReference();
  if (set.pattern == nullptr) return;
  if (set.holds_regex && !builder->regex_column.has_value()) {
    builder->regex_column = column;
  }
  builder->parts.push_back(std::move(set.pattern));
}

TemplateParser::SetUse TemplateParser::ParseSetReference() {
  const size_t column = at_++;
  const size_t end = FindSetEnd(source_, at_);
  if (end == std::u32string::npos) {
    Error(column, code::kUnclosedBracket, "this < is never closed",
          "put > behind the name of the set, or write \\< for the sign");
    return {};
  }
  const std::string name = Text(at_, end);
  at_ = end + 1;
  if (!IsName(name)) {
    Error(column, code::kBadName,
          absl::StrFormat("<%s> does not name a set", name),
          "a name has letters, digits, _ and - alone; write \\< for the sign");
    return {};
  }
  Pattern set = names_.set ? names_.set(name) : nullptr;
  if (set == nullptr) {
    Error(column, code::kUndefinedSet,
          absl::StrFormat("the set <%s> is not defined", name), SetHint(name));
  }
  return {std::move(set), names_.regex_sets.contains(name)};
}

std::string TemplateParser::SetHint(const std::string& name) const {
  // Comparing names costs more than parsing; these mistakes come in masses only
  // where nobody reads them.
  constexpr size_t kMaxSuggestions = 20;
  const std::string otherwise = "define it under `sets`";
  if (errors_.size() - errors_before_ > kMaxSuggestions) return otherwise;
  return yaml::DidYouMean(name, names_.known_sets, otherwise, "<", ">");
}

void TemplateParser::ParseBraces(Builder* builder) {
  const size_t column = at_++;
  FlushLiteral(builder);
  if (Peek() == U'.' || Peek() == U'…') {
    ParseGap(builder, column);
  } else {
    ParseSlot(builder, column);
  }
}

bool TemplateParser::SkipToBraceEnd(size_t open_column) {
  const size_t end = source_.find(U'}', at_);
  if (end == std::u32string::npos) {
    Error(open_column, code::kUnclosedBracket, "this { is never closed",
          "put } behind the name, or write \\{ for the sign");
    at_ = source_.size();
    return false;
  }
  at_ = end + 1;
  return true;
}

void TemplateParser::ParseGap(Builder* builder, size_t column) {
  constexpr std::string_view kGapHint =
      "a gap is {...}, {...8} or {...8!<set>}; {..} is one up to the end of "
      "the sentence";
  size_t dots = 0;
  while (Accept(U'.')) ++dots;
  GapNode gap;
  gap.crosses_clauses = dots == 2;
  if (gap.crosses_clauses) gap.max_chars = GapNode::kMaxSentenceChars;

  int digits = 0;
  int max_chars = 0;
  while (IsAsciiDigit(Peek())) {
    max_chars = std::min(max_chars * 10 + static_cast<int>(Peek() - U'0'),
                         kMaxGapChars + 1);
    ++at_;
    ++digits;
  }
  if (digits > 0) gap.max_chars = max_chars;

  if (Peek() == U'!' && Peek(1) == U'<') {
    ++at_;
    const size_t errors_before = errors_.size();
    gap.without = ParseSetReference().pattern;
    if (errors_.size() > errors_before) {
      SkipToBraceEnd(column);
      return;
    }
  }
  const bool is_well_formed = (dots == 2 || dots == 3) && Peek() == U'}';
  if (!SkipToBraceEnd(column)) return;
  const std::string written = Text(column, at_);
  if (!is_well_formed) {
    Error(column, code::kBadGap, absl::StrFormat("%s is no gap", written),
          std::string(kGapHint));
  } else if (gap.max_chars < 1 || gap.max_chars > kMaxGapChars) {
    Error(column, code::kBadGap,
          absl::StrFormat("the gap %s is not of 1 to %d characters", written,
                          kMaxGapChars),
          std::string(kGapHint));
  } else {
    builder->parts.push_back(MakePattern(std::move(gap)));
  }
}

void TemplateParser::ParseSlot(Builder* builder, size_t column) {
  if (!SkipToBraceEnd(column)) return;
  const std::string name = Text(column + 1, at_ - 1);
  if (IsName(name)) {
    SlotNode slot{name, names_.slot ? names_.slot(name) : nullptr};
    if (slot.type == nullptr) slot.type = BuiltInSlot(name);
    builder->parts.push_back(MakePattern(std::move(slot)));
    return;
  }
  std::string hint =
      "a slot is {name}, with letters, digits, _ and - alone; write \\{ for "
      "the sign";
  if (name.find_first_of("|@") != std::string::npos) {
    hint = "a default or a map belongs to the rewrite; here the slot is {name}";
  } else if (name.find("regex") != std::string::npos) {
    hint =
        "a regular expression is a whole template, not in quotation marks: "
        "{regex: \"…\"}";
  }
  Error(column, code::kBadSlot,
        absl::StrFormat("{%s} does not name a slot", name), std::move(hint));
}

}  // namespace wanyan::internal
