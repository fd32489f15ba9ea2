#ifndef WANYAN_TEXT_LOCALE_H_
#define WANYAN_TEXT_LOCALE_H_

#include <optional>
#include <string>
#include <string_view>

// BCP 47 locales, as far as phrasebooks need them. All functions are pure and
// safe to call from any thread.

namespace wanyan {

// Whether the text is written in Simplified or Traditional characters.
enum class HanScript { kNone, kSimplified, kTraditional };

// The normal form of a tag: zh-CN → zh-Hans-CN, zh-TW → zh-Hant-TW,
// ZH_hant → zh-Hant, et-EE → et-EE. nullopt where `tag` is no well-formed
// language[-Script][-REGION] tag (longer ones are cut behind the region).
std::optional<std::string> NormalizeLocale(std::string_view tag);

// The language subtag of a normal form: zh-Hans-CN → zh.
std::string_view LanguageOf(std::string_view locale);

// Whether a rule or book for `range` applies to `locale`: all subtags that
// `range` has (language, script, region) are those of `locale` (RFC 4647,
// basic filtering). Both in normal form.
bool LocaleMatches(std::string_view range, std::string_view locale);

// Which script the Han characters speak for: those that only one of the two
// writes are counted. kNone where none or as many of each were seen.
HanScript DetectHanScript(std::string_view utf8);

// The language of `utf8` as a locale: zh-Hans or zh-Hant by its characters
// (zh where they do not tell), ja and ko by theirs, others from the words.
// nullopt where the text is too short or too mixed to tell; a wrong answer is
// worse than none. Masked stretches (URLs, placeholders) do not count.
std::optional<std::string> DetectLocale(std::string_view utf8);

}  // namespace wanyan

#endif  // WANYAN_TEXT_LOCALE_H_
