#include "match/pattern_set.h"

#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "match/internal/compiled_patterns.h"

namespace wanyan {
namespace {

using internal::CompiledPattern;
using internal::CompiledPatterns;

bool HoldsRegex(const Pattern& pattern) {
  if (std::holds_alternative<RegexNode>(pattern->node)) return true;
  const auto* choice = std::get_if<ChoiceNode>(&pattern->node);
  return choice != nullptr && std::any_of(choice->options.begin(),
                                          choice->options.end(), HoldsRegex);
}

// Splits a set of templates into regular expressions and the rest.
void SplitRegexes(const Pattern& pattern, std::vector<Pattern>* programs,
                  std::vector<std::shared_ptr<const re2::RE2>>* regexes) {
  if (const auto* regex = std::get_if<RegexNode>(&pattern->node)) {
    regexes->push_back(regex->regex);
  } else if (HoldsRegex(pattern)) {
    for (const Pattern& option : std::get<ChoiceNode>(pattern->node).options) {
      SplitRegexes(option, programs, regexes);
    }
  } else {
    programs->push_back(pattern);
  }
}

bool CompilePattern(const Pattern& pattern, internal::WithoutTable* without,
                    CompiledPattern* compiled) {
  compiled->source = pattern;
  std::vector<Pattern> programs;
  SplitRegexes(pattern, &programs, &compiled->regexes);
  if (programs.empty()) return true;
  compiled->has_program = true;
  const Pattern whole = programs.size() == 1
                            ? programs[0]
                            : MakePattern(ChoiceNode{std::move(programs)});
  return internal::CompileProgram(whole, PatternSetBuilder::kMaxInstructions,
                                  without, &compiled->program);
}

// Compiles the patterns that gaps may not contain, each once.
class WithoutCompiler : public internal::WithoutTable {
 public:
  explicit WithoutCompiler(std::vector<CompiledPattern>* compiled)
      : compiled_(*compiled) {}

  bool failed() const { return failed_; }

  int Number(const Pattern& pattern) override {
    if (const auto known = numbers_.find(pattern.get());
        known != numbers_.end()) {
      return known->second;
    }
    CompiledPattern compiled;
    failed_ |= !CompilePattern(pattern, this, &compiled);
    compiled_.push_back(std::move(compiled));
    const int number = static_cast<int>(compiled_.size()) - 1;
    numbers_.emplace(pattern.get(), number);
    return number;
  }

 private:
  std::vector<CompiledPattern>& compiled_;
  std::map<const PatternNode*, int> numbers_;
  bool failed_ = false;
};

void AddStarts(const CompiledPattern& pattern, int number,
               internal::StartTable* starts) {
  const auto& variants = pattern.program.variants;
  for (size_t v = 0; v < variants.size(); ++v) {
    for (char32_t c : variants[v].first_chars) {
      starts->by_first_char[c].push_back({number, static_cast<int>(v)});
    }
  }
}

}  // namespace

PatternSet::PatternSet(std::unique_ptr<const CompiledPatterns> compiled)
    : compiled_(std::move(compiled)) {}
PatternSet::~PatternSet() = default;

bool PatternSet::Uses(FoldMode mode) const {
  return compiled_->uses[internal::Index(mode)];
}

PatternSetBuilder::PatternSetBuilder()
    : compiled_(std::make_unique<CompiledPatterns>()) {}
PatternSetBuilder::~PatternSetBuilder() = default;

int PatternSetBuilder::Add(const Pattern& pattern,
                           const PatternOptions& options) {
  CompiledPattern& added = compiled_->patterns.emplace_back();
  added.mode = options.mode;
  added.source = pattern;
  added.program.particles = options.particles;
  compiled_->uses[internal::Index(options.mode)] = true;
  owners_.push_back(options.owner);
  return static_cast<int>(compiled_->patterns.size()) - 1;
}

absl::StatusOr<std::shared_ptr<const PatternSet>>
PatternSetBuilder::Build() && {
  WithoutCompiler without(&compiled_->without);
  for (size_t i = 0; i < compiled_->patterns.size(); ++i) {
    CompiledPattern& pattern = compiled_->patterns[i];
    if (!CompilePattern(pattern.source, &without, &pattern) ||
        without.failed()) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "%s: a template unfolds into more than %d instructions or can match "
          "more than %d characters; split it",
          owners_[i], kMaxInstructions, internal::kMaxMatchChars));
    }
    AddStarts(pattern, static_cast<int>(i),
              &compiled_->starts[internal::Index(pattern.mode)]);
  }
  return std::shared_ptr<const PatternSet>(
      new PatternSet(std::move(compiled_)));
}

}  // namespace wanyan
