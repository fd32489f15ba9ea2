#ifndef WANYAN_PHRASEBOOK_SOURCE_LINE_H_
#define WANYAN_PHRASEBOOK_SOURCE_LINE_H_

#include <string_view>

namespace wanyan {

// Line `line` (from 1) of a file's content, without its line break; empty where
// there is no such line. Points into `content`.
std::string_view SourceLine(std::string_view content, int line);

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_SOURCE_LINE_H_
