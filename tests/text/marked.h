#ifndef WANYAN_TESTS_TEXT_MARKED_H_
#define WANYAN_TESTS_TEXT_MARKED_H_

#include <string>

#include "text/folded_text.h"

namespace wanyan {

// The folded text with each run of characters that have `trait` between [[ and
// ]]: "看[[https://a.com]],再说".
std::string Marked(const FoldedText& text, CharTrait trait);

// The clauses (sentences) of the text, each between [[ and ]], as ClauseAt()
// tells them.
std::string MarkedClauses(const FoldedText& text);
std::string MarkedSentences(const FoldedText& text);

}  // namespace wanyan

#endif  // WANYAN_TESTS_TEXT_MARKED_H_
