#ifndef WANYAN_MATCH_INTERNAL_COMPILED_PATTERNS_H_
#define WANYAN_MATCH_INTERNAL_COMPILED_PATTERNS_H_

#include <re2/re2.h>

#include <array>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "match/internal/program.h"
#include "match/pattern.h"
#include "text/folded_text.h"

// What a PatternSet holds.

namespace wanyan::internal {

// One pattern: a program, regular expressions, or (a set of both) the two.
struct CompiledPattern {
  FoldMode mode = FoldMode::kFolded;
  Pattern source;
  bool has_program = false;
  Program program;
  std::vector<std::shared_ptr<const re2::RE2>> regexes;
};

// The program variants that can begin at a character.
struct StartTable {
  struct Entry {
    int pattern;
    int variant;
  };
  absl::flat_hash_map<char32_t, std::vector<Entry>> by_first_char;
};

struct CompiledPatterns {
  std::vector<CompiledPattern> patterns;
  // Patterns that gaps may not contain; a gap's `without` is a number in here.
  std::vector<CompiledPattern> without;
  std::array<StartTable, 3> starts;  // by FoldMode
  std::array<bool, 3> uses = {};     // by FoldMode
};

inline size_t Index(FoldMode mode) { return static_cast<size_t>(mode); }

}  // namespace wanyan::internal

#endif  // WANYAN_MATCH_INTERNAL_COMPILED_PATTERNS_H_
