#include "text/locale.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace wanyan {
namespace {

// The subtags that phrasebooks know; empty where the tag has none.
struct Subtags {
  std::string language;
  std::string script;
  std::string region;
};

// RFC 5646, 2.1.
constexpr size_t kMaxSubtagLength = 8;
constexpr size_t kExtlangLength = 3;
constexpr size_t kScriptLength = 4;

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
char Upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool AreLetters(std::string_view s) {
  return std::all_of(s.begin(), s.end(), IsLetter);
}

bool IsSubtag(std::string_view s) {
  return !s.empty() && s.size() <= kMaxSubtagLength &&
         std::all_of(s.begin(), s.end(),
                     [](char c) { return IsLetter(c) || IsDigit(c); });
}

bool IsLanguage(std::string_view s) {
  return (s.size() == 2 || s.size() == 3) && AreLetters(s);
}
bool IsExtlang(std::string_view s) {
  return s.size() == kExtlangLength && AreLetters(s);
}
bool IsScript(std::string_view s) {
  return s.size() == kScriptLength && AreLetters(s);
}
bool IsRegion(std::string_view s) {
  return (s.size() == 2 && AreLetters(s)) ||
         (s.size() == 3 && std::all_of(s.begin(), s.end(), IsDigit));
}

std::string LowerCase(std::string_view s) {
  std::string result(s);
  std::transform(s.begin(), s.end(), result.begin(), Lower);
  return result;
}
std::string UpperCase(std::string_view s) {
  std::string result(s);
  std::transform(s.begin(), s.end(), result.begin(), Upper);
  return result;
}
std::string TitleCase(std::string_view s) {
  return UpperCase(s.substr(0, 1)) + LowerCase(s.substr(1));
}

// At - or, as in POSIX and Java, at _.
std::vector<std::string_view> Split(std::string_view tag) {
  std::vector<std::string_view> parts;
  for (size_t end; (end = tag.find_first_of("-_")) != tag.npos;) {
    parts.push_back(tag.substr(0, end));
    tag.remove_prefix(end + 1);
  }
  parts.push_back(tag);
  return parts;
}

std::optional<Subtags> Parse(std::string_view tag) {
  const std::vector<std::string_view> parts = Split(tag);
  if (!std::all_of(parts.begin(), parts.end(), IsSubtag)) return std::nullopt;
  if (!IsLanguage(parts[0])) return std::nullopt;
  Subtags subtags{.language = LowerCase(parts[0]), .script = {}, .region = {}};
  size_t next = 1;
  while (next < parts.size() && IsExtlang(parts[next])) ++next;
  if (next < parts.size() && IsScript(parts[next])) {
    subtags.script = TitleCase(parts[next++]);
  }
  if (next < parts.size() && IsRegion(parts[next])) {
    subtags.region = UpperCase(parts[next]);
  }
  return subtags;
}

std::string ScriptOfChinese(std::string_view region) {
  if (region == "CN" || region == "SG" || region == "MY") return "Hans";
  if (region == "TW" || region == "HK" || region == "MO") return "Hant";
  return "";
}

bool MatchesSubtag(std::string_view range, std::string_view subtag) {
  return range.empty() || range == subtag;
}

}  // namespace

std::optional<std::string> NormalizeLocale(std::string_view tag) {
  std::optional<Subtags> subtags = Parse(tag);
  if (!subtags) return std::nullopt;
  if (subtags->language == "zh" && subtags->script.empty()) {
    subtags->script = ScriptOfChinese(subtags->region);
  }
  std::string locale = subtags->language;
  for (const std::string& subtag : {subtags->script, subtags->region}) {
    if (!subtag.empty()) locale += "-" + subtag;
  }
  return locale;
}

std::string_view LanguageOf(std::string_view locale) {
  return locale.substr(0, locale.find('-'));
}

bool LocaleMatches(std::string_view range, std::string_view locale) {
  const std::optional<Subtags> wanted = Parse(range);
  const std::optional<Subtags> have = Parse(locale);
  return wanted && have && wanted->language == have->language &&
         MatchesSubtag(wanted->script, have->script) &&
         MatchesSubtag(wanted->region, have->region);
}

}  // namespace wanyan
