#ifndef WANYAN_REWRITE_FACTS_H_
#define WANYAN_REWRITE_FACTS_H_

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "text/folded_text.h"
#include "text/text_range.h"

namespace wanyan {

// Facts as they are written, and how often each stands there.
using Facts = std::map<std::string, size_t, std::less<>>;

// The facts that stand in `chars` (characters of `text`, which was folded from
// `original`): words that hold a digit (numbers, amounts, dates, order
// numbers), what is masked (URLs, e-mail addresses, code, placeholders), and
// dates, times and amounts in words (明天, 三百元). A fact with digits or
// masked characters that reaches out of `chars` counts whole.
Facts FactsIn(std::string_view original, const FoldedText& text,
              TextRange chars);

// Whether `replacement` holds each of the facts, as often as they stand there;
// a number that is only a part of another one is not held.
bool KeepsFacts(std::string_view replacement, const Facts& facts);

// The facts of one reply, each stretch of it looked at once: a hundred findings
// may stand in one clause. For one thread.
class FactsOfReply {
 public:
  // Both must outlive this; `text` was folded from `original`.
  FactsOfReply(std::string_view original, const FoldedText& text)
      : original_(original), text_(text) {}

  // Whether `replacement` keeps the facts of `target`, which it takes the place
  // of, but for what is a part of the forbidden `core`: what the template
  // spells itself (`spelled`: "100%"), and dates, times and amounts in words
  // (明天, 三百元), which are facts elsewhere.
  bool AreKept(std::string_view replacement, TextRange target, TextRange core,
               const Facts& spelled);

 private:
  bool WordsAreKept(std::string_view replacement, TextRange target,
                    TextRange core);

  const std::string_view original_;
  const FoldedText& text_;
  std::map<std::pair<uint32_t, uint32_t>, Facts> known_;
  std::optional<std::vector<TextRange>>
      words_;  // in characters; once asked for
};

}  // namespace wanyan

#endif  // WANYAN_REWRITE_FACTS_H_
