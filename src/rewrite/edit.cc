#include "rewrite/edit.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace wanyan {
namespace {

// Insertions overlap nothing but a stretch around their place.
bool Collide(const Edit& a, const Edit& b) {
  if (a.span.empty() && b.span.empty()) return a == b;
  return a.span.Overlaps(b.span);
}

}  // namespace

std::vector<Edit> DisjointEdits(std::vector<Edit> edits) {
  const auto key = [](const Edit& edit) {
    return std::make_tuple(edit.span.begin, edit.span.end);
  };
  std::stable_sort(
      edits.begin(), edits.end(),
      [&](const Edit& a, const Edit& b) { return key(a) < key(b); });
  std::vector<Edit> disjoint;
  for (Edit& edit : edits) {
    bool stays = true;
    while (stays && !disjoint.empty() && Collide(disjoint.back(), edit)) {
      if (disjoint.back().span.size() >= edit.span.size()) {
        stays = false;
      } else {
        disjoint.pop_back();
      }
    }
    if (stays) disjoint.push_back(std::move(edit));
  }
  return disjoint;
}

std::string ApplyEdits(std::string_view text, const std::vector<Edit>& edits) {
  std::string result;
  result.reserve(text.size());
  size_t done = 0;
  for (const Edit& edit : edits) {
    result.append(text.substr(done, edit.span.begin - done));
    result.append(edit.replacement);
    done = edit.span.end;
  }
  result.append(text.substr(done));
  return result;
}

std::vector<TextRange> PlacesOfReplacements(const std::vector<Edit>& edits) {
  std::vector<TextRange> places;
  uint32_t taken = 0;  // bytes of the text that earlier edits took out …
  uint32_t put = 0;    // … and put in
  for (const Edit& edit : edits) {
    const uint32_t begin = edit.span.begin - taken + put;
    const auto size = static_cast<uint32_t>(edit.replacement.size());
    places.push_back({begin, begin + size});
    taken += edit.span.size();
    put += size;
  }
  return places;
}

}  // namespace wanyan
