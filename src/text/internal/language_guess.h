#ifndef WANYAN_TEXT_INTERNAL_LANGUAGE_GUESS_H_
#define WANYAN_TEXT_INTERNAL_LANGUAGE_GUESS_H_

#include <optional>
#include <string>
#include <string_view>

namespace wanyan::internal {

struct LanguageGuess {
  // As CLD2 names it: mostly, but not always, a BCP 47 tag.
  std::string language;
  // Of the letters and spaces that it is based on.
  int text_bytes = 0;
};

// What CLD2 takes well-formed `utf8`, shorter than 2 GB, for; nullopt where it
// calls itself unsure or sees a mixture. Thread-safe. The wisdom to distrust it
// in short texts is the caller's.
std::optional<LanguageGuess> GuessLanguage(std::string_view utf8);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_LANGUAGE_GUESS_H_
