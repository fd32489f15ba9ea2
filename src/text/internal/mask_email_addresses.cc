#include <algorithm>
#include <cstddef>
#include <string_view>

#include "text/internal/masks.h"

namespace wanyan::internal {
namespace {

// RFC 5321, 4.5.3.1: the longest local part and domain. They also keep the
// search linear.
constexpr size_t kMaxLocalPartLength = 64;
constexpr size_t kMaxDomainLength = 255;

constexpr size_t kMinTopLevelDomainLength = 2;

bool IsDomainChar(char32_t c) {
  return IsAsciiLetter(c) || IsAsciiDigit(c) || c == U'-' || c == U'.';
}

bool IsLocalPartChar(char32_t c) {
  return IsDomainChar(c) || c == U'_' || c == U'+' || c == U'%';
}

class EmailMasker {
 public:
  explicit EmailMasker(std::span<FoldedChar> chars) : chars_(chars) {}

  void Run() {
    for (size_t at = 0; at < chars_.size(); ++at) {
      if (AsciiAsSent(chars_[at]) != U'@') continue;
      const size_t begin = LocalPartBegin(at);
      const size_t end = DomainEnd(at + 1);
      if (begin < at && HasTopLevelDomain(at + 1, end)) {
        Mask(chars_.subspan(begin, end - begin));
      }
    }
  }

 private:
  char32_t At(size_t i) const { return AsciiAsSent(chars_[i]); }

  size_t LocalPartBegin(size_t at) const {
    size_t begin = at;
    while (begin > 0 && at - begin < kMaxLocalPartLength &&
           IsLocalPartChar(At(begin - 1))) {
      --begin;
    }
    while (begin < at && At(begin) == U'.') ++begin;
    return begin;
  }

  // Full stops and hyphens behind the domain are the sentence's.
  size_t DomainEnd(size_t begin) const {
    const size_t limit = std::min(chars_.size(), begin + kMaxDomainLength);
    size_t end = begin;
    while (end < limit && IsDomainChar(At(end))) ++end;
    while (end > begin && (At(end - 1) == U'.' || At(end - 1) == U'-')) --end;
    return end;
  }

  // Whether [begin, end) ends with a full stop and letters, and is not that
  // alone.
  bool HasTopLevelDomain(size_t begin, size_t end) const {
    size_t i = end;
    while (i > begin && IsAsciiLetter(At(i - 1))) --i;
    return end - i >= kMinTopLevelDomainLength && i > begin + 1 &&
           At(i - 1) == U'.';
  }

  std::span<FoldedChar> chars_;
};

}  // namespace

void MaskEmailAddresses(std::span<FoldedChar> chars) {
  EmailMasker(chars).Run();
}

}  // namespace wanyan::internal
