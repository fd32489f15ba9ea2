#include <cstddef>
#include <unordered_map>
#include <vector>

#include "text/internal/masks.h"

// Code as Markdown writes it: from a run of backticks to the next run of the
// same length on the line.

namespace wanyan::internal {
namespace {

struct BacktickRun {
  size_t begin;
  size_t length;
};

// The runs of one line. Clears `runs`.
void MaskLine(std::span<FoldedChar> chars, std::vector<BacktickRun>& runs) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  // For each run the next one as long as it, found from the right.
  std::vector<size_t> partner(runs.size(), kNone);
  std::unordered_map<size_t, size_t> next_of_length;
  for (size_t i = runs.size(); i-- > 0;) {
    const auto [it, is_last] = next_of_length.try_emplace(runs[i].length, i);
    if (!is_last) partner[i] = it->second;
    it->second = i;
  }
  for (size_t i = 0; i < runs.size(); ++i) {
    if (partner[i] == kNone) continue;
    const BacktickRun& close = runs[partner[i]];
    const size_t end = close.begin + close.length;
    Mask(chars.subspan(runs[i].begin, end - runs[i].begin));
    i = partner[i];
  }
  runs.clear();
}

}  // namespace

void MaskCode(std::span<FoldedChar> chars) {
  std::vector<BacktickRun> runs;
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i].Is(kLineBreakChar)) MaskLine(chars, runs);
    if (chars[i].value != U'`') continue;
    const bool continues =
        !runs.empty() && runs.back().begin + runs.back().length == i;
    if (continues) {
      ++runs.back().length;
    } else {
      runs.push_back({i, 1});
    }
  }
  MaskLine(chars, runs);
}

}  // namespace wanyan::internal
