#ifndef WANYAN_YAML_INTERNAL_CHECKED_TEXT_H_
#define WANYAN_YAML_INTERNAL_CHECKED_TEXT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "yaml/diagnostic.h"
#include "yaml/file_hints.h"

namespace wanyan::yaml::internal {

// The text of a file as it may be parsed: at most kMaxFileBytes of
// well-formed UTF-8, its byte order mark taken away, without control
// characters. Else the first offence is appended to `diagnostics`. Points into
// `bytes`.
std::optional<std::string_view> CheckedText(
    std::string_view file, std::string_view bytes, const FileHints& hints,
    std::vector<Diagnostic>* diagnostics);

}  // namespace wanyan::yaml::internal

#endif  // WANYAN_YAML_INTERNAL_CHECKED_TEXT_H_
