#include "phrasebook/internal/reader.h"

#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/limits.h"
#include "phrasebook/template_parser.h"
#include "text/locale.h"

namespace wanyan::internal {
namespace {

bool IsId(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameLength &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
             std::string_view::npos;
}

}  // namespace

std::optional<std::string> Reader::Id(const yaml::Node& node,
                                      std::string_view what) {
  std::optional<std::string> text = Text(node, what);
  if (!text.has_value() || IsId(*text)) return text;
  Error(node, code::kBadId, absl::StrFormat("%s is no valid %s", *text, what),
        absl::StrFormat("it has a-z, 0-9 and - alone, at most %d of them",
                        kMaxNameLength));
  return std::nullopt;
}

std::optional<std::string> Reader::Name(const yaml::Node& node,
                                        std::string_view what) {
  std::optional<std::string> text = Text(node, what);
  if (!text.has_value() || IsName(*text)) return text;
  Error(node, code::kBadName,
        absl::StrFormat("%s is no valid name of %s", *text, what),
        absl::StrFormat("a name begins with a letter and has letters, digits, "
                        "_ and - alone, at most %d of them",
                        kMaxNameLength));
  return std::nullopt;
}

std::optional<std::string> Reader::Locale(const yaml::Node& node,
                                          std::string_view what,
                                          std::string_view language) {
  const std::optional<std::string> text = Text(node, what);
  if (!text.has_value()) return std::nullopt;
  std::optional<std::string> locale = NormalizeLocale(*text);
  if (!locale.has_value()) {
    Error(node, code::kBadLocale, absl::StrFormat("%s is no locale", *text),
          "write a BCP 47 tag, such as zh, zh-Hant or et-EE");
    return std::nullopt;
  }
  if (!language.empty() && LanguageOf(*locale) != language) {
    Error(node, code::kForeignLocale,
          absl::StrFormat("%s is not of the book's language, %s", *text,
                          language),
          "a book holds one language; put the rule into a book of its own");
    return std::nullopt;
  }
  return locale;
}

std::vector<std::string> Reader::Locales(const yaml::Node& node,
                                         std::string_view what,
                                         std::string_view language) {
  std::vector<std::string> locales;
  for (const yaml::Node* item : TextItems(node, what)) {
    if (auto locale = Locale(*item, what, language)) {
      locales.push_back(*std::move(locale));
    }
  }
  return locales;
}

}  // namespace wanyan::internal
