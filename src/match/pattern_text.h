#ifndef WANYAN_MATCH_PATTERN_TEXT_H_
#define WANYAN_MATCH_PATTERN_TEXT_H_

#include <string>

#include "match/pattern.h"

namespace wanyan {

// The pattern in template notation, folded, for people to read: `没[有]办法`.
// Sets keep their names: `<agent>`; an absent option is `[…]`.
std::string PatternText(const Pattern& pattern);

}  // namespace wanyan

#endif  // WANYAN_MATCH_PATTERN_TEXT_H_
