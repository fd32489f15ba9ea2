#ifndef WANYAN_TEXT_INTERNAL_CLAUSE_MARKS_H_
#define WANYAN_TEXT_INTERNAL_CLAUSE_MARKS_H_

#include <cstddef>
#include <span>

#include "text/folded_text.h"

// Where clauses and sentences end, as far as it depends on the characters
// around: phrasebooks/README.md, "Clauses and sentences".

namespace wanyan::internal {

// Whether chars[i] is a sentence mark or a line break, masks not considered.
bool EndsSentence(std::span<const FoldedChar> chars, size_t i);

// Sets kClauseEndChar and kSentenceEndChar as they apply at each place. Comes
// after SetMasks(), since nothing ends inside a mask.
void SetClauseEnds(std::span<FoldedChar> chars);

}  // namespace wanyan::internal

#endif  // WANYAN_TEXT_INTERNAL_CLAUSE_MARKS_H_
