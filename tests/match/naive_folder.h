#ifndef WANYAN_TESTS_MATCH_NAIVE_FOLDER_H_
#define WANYAN_TESTS_MATCH_NAIVE_FOLDER_H_

#include <string_view>
#include <vector>

#include "text/folded_text.h"

// Folding as phrasebooks/README.md, "What matches", tells it, one sentence of
// it after the other and each over the whole text. It judges FoldedText and
// shares no code with it: the tables are ICU's own.
//
// Left out: masks, quotation and the ranges of the original, which the judge of
// matching does not need.

namespace wanyan {

std::vector<FoldedChar> NaiveFold(std::string_view utf8,
                                  FoldMode mode = FoldMode::kFolded);

}  // namespace wanyan

#endif  // WANYAN_TESTS_MATCH_NAIVE_FOLDER_H_
