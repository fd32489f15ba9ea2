#ifndef WANYAN_PHRASEBOOK_INTERNAL_SOURCE_FILE_H_
#define WANYAN_PHRASEBOOK_INTERNAL_SOURCE_FILE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "phrasebook/diagnostic.h"

namespace wanyan::internal {

// The text of a file as it may be parsed: at most kMaxPhrasebookBytes of
// well-formed UTF-8, its byte order mark taken away, without control
// characters. Else the first offence is appended to `diagnostics`. Points into
// `bytes`.
std::optional<std::string_view> CheckedText(
    std::string_view file, std::string_view bytes,
    std::vector<Diagnostic>* diagnostics);

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_SOURCE_FILE_H_
