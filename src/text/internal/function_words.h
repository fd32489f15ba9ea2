#ifndef WANYAN_TEXT_INTERNAL_FUNCTION_WORDS_H_
#define WANYAN_TEXT_INTERNAL_FUNCTION_WORDS_H_

#include <optional>
#include <string_view>

namespace wanyan::internal {

// The language that speaks through a frequent word of customer service: "en" or
// "et" where no other language that one would meet writes `word`, in folded
// spelling; else nullopt.
std::optional<std::string_view> LanguageOfFunctionWord(std::string_view word);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_FUNCTION_WORDS_H_
