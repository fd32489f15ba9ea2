#include "text/internal/language_guess.h"

// clang-format off: CLD2's header uses FILE and the encodings undeclared.
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <cstdio>
// clang-format on

namespace wanyan::internal {
namespace {

// The share of the text, in percent, that one language must have.
constexpr int kMinPercent = 80;

}  // namespace

std::optional<LanguageGuess> GuessLanguage(std::string_view utf8) {
  const CLD2::CLDHints no_hints = {nullptr, nullptr, CLD2::UNKNOWN_ENCODING,
                                   CLD2::UNKNOWN_LANGUAGE};
  CLD2::Language languages[3];
  int percents[3];
  double scores[3];
  int text_bytes = 0;
  bool is_reliable = false;
  int valid_prefix_bytes = 0;
  CLD2::ExtDetectLanguageSummaryCheckUTF8(
      utf8.data(), static_cast<int>(utf8.size()), /*is_plain_text=*/true,
      &no_hints, /*flags=*/0, languages, percents, scores,
      /*resultchunkvector=*/nullptr, &text_bytes, &is_reliable,
      &valid_prefix_bytes);
  const bool is_sure = is_reliable && percents[0] >= kMinPercent &&
                       languages[0] != CLD2::UNKNOWN_LANGUAGE;
  if (!is_sure) return std::nullopt;
  return LanguageGuess{CLD2::LanguageCode(languages[0]), text_bytes};
}

}  // namespace wanyan::internal
