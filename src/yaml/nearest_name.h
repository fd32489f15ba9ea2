#ifndef WANYAN_YAML_NEAREST_NAME_H_
#define WANYAN_YAML_NEAREST_NAME_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wanyan::yaml {

// The one of `names` that `name` was probably meant to be: at most a third of
// its letters inserted, removed, changed or swapped. Empty where none is near.
std::string NearestName(std::string_view name,
                        const std::vector<std::string>& names);

// A hint with that name, "did you mean <agent>?", put between `prefix` and
// `suffix`; where none is near, `otherwise`.
std::string DidYouMean(std::string_view name,
                       const std::vector<std::string>& names,
                       std::string_view otherwise, std::string_view prefix = "",
                       std::string_view suffix = "");

// Names that are worth comparing with one; a hostile book has many more.
inline constexpr size_t kMaxComparedNames = 2'000;

// Adds members of a set, up to kMaxComparedNames in all.
template <typename Set>
void AddSomeOf(const Set& set, std::vector<std::string>* names) {
  for (const auto& name : set) {
    if (names->size() >= kMaxComparedNames) return;
    names->emplace_back(name);
  }
}

// The keys of a map, at most kMaxComparedNames.
template <typename Map>
std::vector<std::string> SomeKeysOf(const Map& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) {
    if (keys.size() == kMaxComparedNames) break;
    keys.emplace_back(key);
  }
  return keys;
}

// "a, b or c".
std::string OneOf(const std::vector<std::string>& names);

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_NEAREST_NAME_H_
