#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "api/page.h"
#include "api/phrasebook_calls.h"
#include "api/phrasebook_messages.h"
#include "base/status_macros.h"
#include "engine/request_error.h"
#include "engine/revision.h"
#include "text/folded_text.h"
#include "text/locale.h"

namespace wanyan {
namespace {

absl::Status InvalidField(std::string_view field, std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, field, message);
}

// The locale in normal form; empty where the caller names none.
absl::StatusOr<std::string> LocaleFrom(std::string_view tag) {
  if (tag.empty()) return "";
  auto locale = NormalizeLocale(tag);
  if (locale.has_value()) return *std::move(locale);
  return InvalidField(
      "locale",
      absl::StrFormat("\"%s\" is no BCP 47 tag; write it like zh-Hans, en or "
                      "et-EE",
                      tag));
}

// What is searched for, folded: words of characters.
using Words = std::vector<std::u32string>;

absl::StatusOr<Words> WordsFrom(std::string_view query) {
  if (query.size() > kMaxQueryBytes) {
    return InvalidField("query", absl::StrFormat("it has %d bytes, more than "
                                                 "%d; search for fewer words",
                                                 query.size(), kMaxQueryBytes));
  }
  Words words(1);
  // Keeps white space, which FoldedText drops between Han characters.
  for (const char32_t c : FoldLiteral(query, FoldMode::kFolded)) {
    if (c != U' ' && c != U'\n') {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool HasAll(std::string_view text, const Words& words) {
  if (words.empty()) return true;
  const FoldedText folded_text = FoldedText::Fold(text);
  std::u32string folded;
  for (const FoldedChar& c : folded_text.chars()) folded += c.value;
  return std::all_of(words.begin(), words.end(), [&](const auto& word) {
    return folded.find(word) != std::u32string::npos;
  });
}

struct PhraseInScene {
  const Phrasebook* book;
  std::string_view scene;
  const ScenePhrase* phrase;
};

// The phrases of a scene (empty: of all) in books that serve `locale` (empty:
// in all).
std::vector<PhraseInScene> PhrasesOf(const Library& library,
                                     std::string_view scene,
                                     std::string_view locale) {
  std::vector<PhraseInScene> found;
  for (const Phrasebook& book : library.phrasebooks()) {
    if (!locale.empty() && !LocaleMatches(book.language, locale)) continue;
    for (const auto& [name, phrases] : book.scenes) {
      if (!scene.empty() && name != scene) continue;
      for (const ScenePhrase& phrase : phrases) {
        found.push_back({&book, name, &phrase});
      }
    }
  }
  return found;
}

// The locale of a Chinese text in the given writing.
std::string_view LocaleOf(HanVariant variant) {
  switch (variant) {
    case HanVariant::kSimplified:
      return "zh-Hans";
    case HanVariant::kTaiwan:
      return "zh-Hant-TW";
    case HanVariant::kHongKong:
      return "zh-Hant-HK";
  }
  return "zh";
}

// The phrase as one who writes in `locale` says it.
v1::Phrase ToMessage(const PhraseInScene& found, std::string_view locale) {
  v1::Phrase message = PhraseToMessage(*found.book, found.scene, *found.phrase);
  const bool is_chinese = found.book->language == "zh";
  const HanVariant variant =
      is_chinese ? HanVariantOf("", locale) : HanVariant::kSimplified;
  message.set_text(PhraseText(*found.phrase, variant));
  message.set_locale(is_chinese ? std::string(LocaleOf(variant))
                                : found.book->language);
  return message;
}

}  // namespace

absl::StatusOr<v1::SearchPhrasesResponse> SearchPhrases(
    const Library& library, const v1::SearchPhrasesRequest& request) {
  WANYAN_ASSIGN_OR_RETURN(const Words words, WordsFrom(request.query()));
  WANYAN_ASSIGN_OR_RETURN(const std::string locale,
                          LocaleFrom(request.locale()));
  WANYAN_ASSIGN_OR_RETURN(
      const Page page,
      Page::Open(request.page_size(), request.page_token(),
                 ContentHash({"SearchPhrases", library.revision(),
                              request.scene(), request.query(), locale})));
  const std::vector<PhraseInScene> phrases =
      PhrasesOf(library, request.scene(), locale);
  v1::SearchPhrasesResponse response;
  response.set_next_page_token(page.Fill(
      phrases.size(),
      [&](size_t i) {
        return HasAll(PhraseText(*phrases[i].phrase, HanVariant::kSimplified),
                      words);
      },
      [&](size_t i, size_t room) {
        return AddToPage(ToMessage(phrases[i], locale), room,
                         response.mutable_phrases());
      },
      kMaxPhrasesPerPage));
  response.set_revision(library.revision());
  return response;
}

}  // namespace wanyan
