#include "rewrite/facts.h"

#include <re2/re2.h>

#include <algorithm>

#include "match/regex.h"

namespace wanyan {
namespace {

// Marks that join digits to one number: 1,000.50 · 2024-05-21 · 10:30 · 50%.
bool JoinsDigits(char32_t value) {
  constexpr std::u32string_view kJoiners = U".,:/-%";
  return kJoiners.find(value) != std::u32string_view::npos;
}

bool IsFactChar(const FoldedText& text, uint32_t i) {
  const FoldedChar& c = text[i];
  if (c.Is(kMaskedChar) || c.Is(kDigitChar) || c.Is(kWordChar)) return true;
  return JoinsDigits(c.value) && i > 0 && text[i - 1].Is(kDigitChar) &&
         (c.value == U'%' ||
          (i + 1 < text.size() && text[i + 1].Is(kDigitChar)));
}

bool IsFact(const FoldedText& text, TextRange run) {
  const auto chars = text.chars().subspan(run.begin, run.size());
  return std::any_of(chars.begin(), chars.end(), [](const FoldedChar& c) {
    return c.Is(kDigitChar) || c.Is(kMaskedChar);
  });
}

bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }

// Whether the digits at the edges of `part`, which stands at `at`, go on in
// `text`: the 5 of 15, of 1,5, of 50 or of 5%.
bool IsCutNumber(std::string_view text, size_t at, std::string_view part) {
  const std::string_view before = text.substr(0, at);
  const std::string_view behind = text.substr(at + part.size());
  const auto joins = [](char c) {
    return JoinsDigits(static_cast<unsigned char>(c));
  };
  if (IsAsciiDigit(part.front()) && !before.empty()) {
    if (IsAsciiDigit(before.back())) return true;
    if (joins(before.back()) && before.size() > 1 &&
        IsAsciiDigit(before[before.size() - 2])) {
      return true;
    }
  }
  if (!IsAsciiDigit(part.back()) || behind.empty()) return false;
  return IsAsciiDigit(behind[0]) || behind[0] == '%' ||
         (joins(behind[0]) && behind.size() > 1 && IsAsciiDigit(behind[1]));
}

size_t Count(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    if (!IsCutNumber(text, at, part)) ++count;
  }
  return count;
}

// The places of dates, times and amounts that are written in words, in order.
std::vector<TextRange> FindWords(const FoldedText& text) {
  std::vector<TextRange> words;
  const std::string& utf8 = text.utf8();
  for (const char* kind : {"date", "time", "money"}) {
    const auto regex = BuiltInSlot(kind);
    re2::StringPiece found;
    for (size_t from = 0;
         regex->Match(utf8, from, utf8.size(), re2::RE2::UNANCHORED, &found, 1);
         from = static_cast<size_t>(found.end() - utf8.data())) {
      const auto begin = static_cast<uint32_t>(found.data() - utf8.data());
      const auto size = static_cast<uint32_t>(found.size());
      const TextRange place = {text.CharAtUtf8Offset(begin),
                               text.CharAtUtf8Offset(begin + size)};
      // One with digits is a fact by these, whatever stands beside them.
      if (!IsFact(text, place) && text.IsWordEdge(place.begin) &&
          text.IsWordEdge(place.end)) {
        words.push_back(place);
      }
    }
  }
  std::sort(words.begin(), words.end(),
            [](TextRange x, TextRange y) { return x.begin < y.begin; });
  return words;
}

}  // namespace

Facts FactsIn(std::string_view original, const FoldedText& text,
              TextRange chars) {
  Facts facts;
  uint32_t i = chars.begin;
  while (i > 0 && i < text.size() && IsFactChar(text, i) &&
         IsFactChar(text, i - 1)) {
    --i;
  }
  while (i < chars.end) {
    uint32_t end = i;
    while (end < text.size() && IsFactChar(text, end)) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    if (IsFact(text, {i, end})) {
      const TextRange bytes = text.OriginalRange({i, end});
      ++facts[std::string(original.substr(bytes.begin, bytes.size()))];
    }
    i = end;
  }
  return facts;
}

bool KeepsFacts(std::string_view replacement, const Facts& facts) {
  return std::all_of(facts.begin(), facts.end(), [&](const auto& fact) {
    return Count(replacement, fact.first) >= fact.second;
  });
}

bool FactsOfReply::AreKept(std::string_view replacement, TextRange target,
                           TextRange core, const Facts& spelled) {
  const auto [known, is_new] =
      known_.try_emplace(std::make_pair(target.begin, target.end));
  if (is_new) known->second = FactsIn(original_, text_, target);
  Facts wanted = known->second;
  for (const auto& [fact, count] : spelled) {
    size_t& left = wanted[fact];
    left -= std::min(left, count);
  }
  return KeepsFacts(replacement, wanted) &&
         WordsAreKept(replacement, target, core);
}

bool FactsOfReply::WordsAreKept(std::string_view replacement, TextRange target,
                                TextRange core) {
  if (!words_.has_value()) words_ = FindWords(text_);
  auto word = std::partition_point(
      words_->begin(), words_->end(),
      [&](TextRange place) { return place.begin < target.begin; });
  for (; word != words_->end() && word->begin < target.end; ++word) {
    if (word->Overlaps(core)) continue;
    const TextRange bytes = text_.OriginalRange(*word);
    if (Count(replacement, original_.substr(bytes.begin, bytes.size())) == 0) {
      return false;
    }
  }
  return true;
}

}  // namespace wanyan
