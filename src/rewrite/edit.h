#ifndef WANYAN_REWRITE_EDIT_H_
#define WANYAN_REWRITE_EDIT_H_

#include <string>
#include <string_view>
#include <vector>

#include "text/text_range.h"

namespace wanyan {

// One replacement in a text; an empty span is an insertion.
struct Edit {
  TextRange span;  // bytes of the text
  std::string replacement;

  friend bool operator==(const Edit&, const Edit&) = default;
};

// Sorts edits and makes them disjoint: equal ones count once, and of two that
// overlap the larger stays (the earlier, where both are as large): what it puts
// in place of the stretch mends the smaller's finding with it.
std::vector<Edit> DisjointEdits(std::vector<Edit> edits);

// Applies sorted, disjoint edits.
std::string ApplyEdits(std::string_view text, const std::vector<Edit>& edits);

// Where the replacements of sorted, disjoint edits stand in what ApplyEdits
// returns: a range for each, in its bytes.
std::vector<TextRange> PlacesOfReplacements(const std::vector<Edit>& edits);

}  // namespace wanyan

#endif  // WANYAN_REWRITE_EDIT_H_
