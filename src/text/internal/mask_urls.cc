#include <cstddef>
#include <string_view>

#include "text/internal/masks.h"

namespace wanyan::internal {
namespace {

// The longest schemes in use have about 15 letters; a bound keeps the search
// linear.
constexpr size_t kMaxSchemeLength = 20;

constexpr std::u32string_view kUrlMarks = U"-._~:/?#@!$&'()*+,;=%";
constexpr std::u32string_view kSentenceMarks = U".,;:!?'*";

bool IsOneOf(std::u32string_view set, char32_t c) {
  return set.find(c) != set.npos;
}

class UrlMasker {
 public:
  explicit UrlMasker(std::span<FoldedChar> chars) : chars_(chars) {}

  void Run() {
    for (size_t i = 0; i < chars_.size();) {
      const size_t body = BodyBegin(i);
      if (body == i) {
        ++i;
        continue;
      }
      const size_t end = UrlEnd(body);
      if (end > body) Mask(chars_.subspan(Begin(i), end - Begin(i)));
      i = end;
    }
  }

 private:
  bool StandsAt(size_t i, std::u32string_view ascii) const {
    if (chars_.size() - i < ascii.size()) return false;
    for (char32_t c : ascii) {
      if (AsciiAsSent(chars_[i++]) != c) return false;
    }
    return true;
  }

  // Where the body of a URL begins whose "://" or "www." stands at `i`; `i`
  // where none does.
  size_t BodyBegin(size_t i) const {
    if (StandsAt(i, U"://") && SchemeBegin(i) < i) return i + 3;
    if (StandsAt(i, U"www.") && !IsBehindWord(i)) return i + 4;
    return i;
  }

  size_t Begin(size_t i) const {
    return chars_[i].value == U':' ? SchemeBegin(i) : i;
  }

  bool IsBehindWord(size_t i) const {
    return i > 0 && chars_[i - 1].Is(kWordChar);
  }

  // Where the scheme begins that ends at `end`; `end` where there is none.
  size_t SchemeBegin(size_t end) const {
    size_t begin = end;
    for (size_t i = end; i > 0 && end - i < kMaxSchemeLength; --i) {
      const char32_t c = AsciiAsSent(chars_[i - 1]);
      if (IsAsciiLetter(c)) {
        begin = i - 1;
      } else if (!IsAsciiDigit(c) && !IsOneOf(U"+-.", c)) {
        break;
      }
    }
    return begin;
  }

  size_t UrlEnd(size_t begin) const {
    size_t end = begin;
    while (end < chars_.size() && IsUrlChar(chars_[end])) ++end;
    return WithoutClosingMarks(begin, end);
  }

  // Letters of any script that writes spaces: Chinese text that follows without
  // one is no part of the URL.
  static bool IsUrlChar(const FoldedChar& c) {
    return c.Is(kWordChar) || IsOneOf(kUrlMarks, AsciiAsSent(c));
  }

  // Leaves out the sentence's own marks, and a closing parenthesis that the URL
  // did not open.
  size_t WithoutClosingMarks(size_t begin, size_t end) const {
    int unopened = 0;
    for (size_t i = begin; i < end; ++i) {
      if (AsciiAsSent(chars_[i]) == U')') ++unopened;
      if (AsciiAsSent(chars_[i]) == U'(') --unopened;
    }
    for (; end > begin; --end) {
      const char32_t last = AsciiAsSent(chars_[end - 1]);
      if (last == U')' && unopened > 0) {
        --unopened;
      } else if (!IsOneOf(kSentenceMarks, last)) {
        break;
      }
    }
    return end;
  }

  std::span<FoldedChar> chars_;
};

}  // namespace

void MaskUrls(std::span<FoldedChar> chars) { UrlMasker(chars).Run(); }

}  // namespace wanyan::internal
