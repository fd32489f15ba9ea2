#include "engine/reply_locale.h"

#include <optional>
#include <string_view>

#include "absl/strings/str_format.h"
#include "engine/request_error.h"
#include "text/folded_text.h"
#include "text/locale.h"

namespace wanyan {
namespace {

constexpr std::string_view kUndetermined = "und";

// A Chinese reply without characters that tell Simplified from Traditional is
// taken for what the turns or the default are, Simplified at last.
std::string WithHanScript(std::string locale, const CheckRequest& request,
                          const Library& library) {
  if (LanguageOf(locale) != "zh" || locale.find("-Han") != std::string::npos) {
    return locale;
  }
  HanScript script = DetectHanScript(request.reply);
  for (auto turn = request.turns.rbegin();
       script == HanScript::kNone && turn != request.turns.rend(); ++turn) {
    script = DetectHanScript(turn->text);
  }
  if (script == HanScript::kNone &&
      LocaleMatches("zh-Hant", library.default_locale())) {
    script = HanScript::kTraditional;
  }
  return script == HanScript::kTraditional ? "zh-Hant" : "zh-Hans";
}

// Words of scripts that write spaces between words; 0 where there is Han.
int CountSpacedWords(std::string_view reply) {
  const FoldedText text = FoldedText::Fold(reply);
  int words = 0;
  bool in_word = false;
  for (const FoldedChar& c : text.chars()) {
    if (c.Is(kHanChar)) return 0;
    const bool letter =
        c.Is(kWordChar) && !c.Is(kDigitChar) && !c.Is(kMaskedChar);
    if (letter && !in_word) ++words;
    in_word = letter;
  }
  return words;
}

// More words than "OK" or "Hi there", in a language that could not be told, are
// no Chinese: checking them with Chinese phrases would pass them all.
bool CanBeIn(std::string_view default_locale, std::string_view reply) {
  constexpr int kMaxForeignWords = 2;
  if (default_locale.empty()) return false;
  return LanguageOf(default_locale) != "zh" ||
         CountSpacedWords(reply) <= kMaxForeignWords;
}

}  // namespace

absl::StatusOr<std::string> ChooseLocale(const CheckRequest& request,
                                         const Library& library) {
  if (!request.locale.empty()) {
    const auto normal = NormalizeLocale(request.locale);
    if (!normal.has_value()) {
      return FieldError(
          absl::StatusCode::kInvalidArgument, "locale",
          absl::StrFormat(
              "\"%s\" is no BCP 47 tag; write it like zh-Hans, en or et-EE",
              request.locale));
    }
    return WithHanScript(*normal, request, library);
  }
  std::optional<std::string> detected = DetectLocale(request.reply);
  for (auto turn = request.turns.rbegin();
       !detected.has_value() && turn != request.turns.rend(); ++turn) {
    detected = DetectLocale(turn->text);
  }
  if (!detected.has_value() &&
      CanBeIn(library.default_locale(), request.reply)) {
    detected = library.default_locale();
  }
  if (!detected.has_value()) return std::string(kUndetermined);
  return WithHanScript(*detected, request, library);
}

}  // namespace wanyan
