#ifndef WANYAN_REWRITE_FACTS_H_
#define WANYAN_REWRITE_FACTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "text/folded_text.h"
#include "text/text_range.h"

namespace wanyan {

// The facts that stand in `chars` (characters of `text`, which was folded from
// `original`), as they are written: words that hold a digit (numbers, amounts,
// dates, order numbers) and what is masked (URLs, e-mail addresses, code,
// placeholders). A fact that reaches out of `chars` counts whole.
std::vector<std::string> FactsIn(std::string_view original,
                                 const FoldedText& text, TextRange chars);

// Whether `replacement` holds each of the facts, as often as they stand there;
// a number that is only a part of another one is not held.
bool KeepsFacts(std::string_view replacement,
                const std::vector<std::string>& facts);

}  // namespace wanyan

#endif  // WANYAN_REWRITE_FACTS_H_
