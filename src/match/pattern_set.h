#ifndef WANYAN_MATCH_PATTERN_SET_H_
#define WANYAN_MATCH_PATTERN_SET_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "match/pattern.h"
#include "text/folded_text.h"

// Many patterns over one text.
//
//   PatternSetBuilder builder;
//   int id = builder.Add(pattern, {});
//   std::shared_ptr<const PatternSet> set = *std::move(builder).Build();
//   TextScan scan(*set, FoldedText::Fold(reply));      // match/text_scan.h
//   for (const Candidate& c : scan.Of(id)) …
//
// It knows no rule: every place where a pattern matches is reported, whatever
// overlaps whatever. tests/match/naive_matcher.h is the definition in code;
// this is the implementation that has to agree with it.
//
// A PatternSet is immutable and may be used by any number of threads.

namespace wanyan {

struct PatternOptions {
  FoldMode mode = FoldMode::kFolded;
  // Folded words that an untyped slot at a clause's end leaves out.
  std::vector<std::u32string> particles = {};
  // Whose pattern it is, for Build's error.
  std::string owner = {};
};

namespace internal {
struct CompiledPatterns;
}  // namespace internal

class PatternSet {
 public:
  ~PatternSet();

  // Whether any pattern was added for `mode`.
  bool Uses(FoldMode mode) const;

 private:
  friend class PatternSetBuilder;
  friend class TextScan;
  explicit PatternSet(
      std::unique_ptr<const internal::CompiledPatterns> compiled);
  std::unique_ptr<const internal::CompiledPatterns> compiled_;
};

class PatternSetBuilder {
 public:
  PatternSetBuilder();
  ~PatternSetBuilder();

  // Takes a pattern that cannot match without a literal (a regular expression
  // counts as one) and returns its number: 0, 1, 2 …
  int Add(const Pattern& pattern, const PatternOptions& options);

  // InvalidArgument, with the pattern's owner, where one of them unfolds into
  // more than kMaxInstructions or can match more than kMaxMatchChars
  // (match/internal/program.h).
  absl::StatusOr<std::shared_ptr<const PatternSet>> Build() &&;

  // Instructions that one pattern may compile to, its sets unfolded.
  static constexpr int kMaxInstructions = 100'000;

 private:
  std::unique_ptr<internal::CompiledPatterns> compiled_;
  std::vector<std::string> owners_;  // by pattern
};

}  // namespace wanyan

#endif  // WANYAN_MATCH_PATTERN_SET_H_
