#include "yaml/nearest_name.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_format.h"
#include "text/utf8.h"

namespace wanyan::yaml {
namespace {

// Names of about the right length that one name is compared with.
constexpr size_t kMaxCandidates = 200;
// Code points of a name that is worth comparing.
constexpr size_t kMaxNameLength = 64;

std::u32string DecodeAll(std::string_view utf8) {
  std::u32string code_points;
  for (size_t offset = 0; offset < utf8.size();) {
    code_points.push_back(DecodeUtf8(utf8, &offset));
  }
  return code_points;
}

// The number of insertions, deletions, changes and swaps of neighbours that
// turn `a` into `b` (optimal string alignment).
size_t EditDistance(std::u32string_view a, std::u32string_view b) {
  std::vector<size_t> before_last, last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      const bool swapped =
          i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::string NearestName(std::string_view name,
                        const std::vector<std::string>& names) {
  const std::u32string wanted = DecodeAll(name);
  if (wanted.size() > kMaxNameLength) return "";
  size_t nearest = std::max<size_t>(1, wanted.size() / 3) + 1;
  size_t compared = 0;
  std::string found;
  for (const std::string& candidate : names) {
    const size_t size = CountCodePoints(candidate);
    const size_t difference =
        std::max(size, wanted.size()) - std::min(size, wanted.size());
    // A name of one letter is near everything.
    if (difference >= nearest || size < 2) continue;
    if (++compared > kMaxCandidates) break;
    const size_t distance = EditDistance(wanted, DecodeAll(candidate));
    if (distance >= nearest) continue;
    nearest = distance;
    found = candidate;
  }
  return found;
}

std::string DidYouMean(std::string_view name,
                       const std::vector<std::string>& names,
                       std::string_view otherwise, std::string_view prefix,
                       std::string_view suffix) {
  const std::string nearest = NearestName(name, names);
  if (nearest.empty()) return std::string(otherwise);
  return absl::StrFormat("did you mean %s%s%s?", prefix, nearest, suffix);
}

std::string OneOf(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace wanyan::yaml
