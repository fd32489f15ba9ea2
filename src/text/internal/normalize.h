#ifndef WANYAN_TEXT_INTERNAL_NORMALIZE_H_
#define WANYAN_TEXT_INTERNAL_NORMALIZE_H_

#include <string>
#include <string_view>

namespace wanyan::internal {

// NFKC case folding (Unicode 3.13, D146: canonically decomposed first, so that
// canonically equivalent text stays equal) of code points that may interact.
// Linear but for sorting the marks of one base, n log n. Thread-safe.
std::u32string NormalizeAndFoldCase(std::u32string_view code_points);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_NORMALIZE_H_
