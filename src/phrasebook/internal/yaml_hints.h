#ifndef WANYAN_PHRASEBOOK_INTERNAL_YAML_HINTS_H_
#define WANYAN_PHRASEBOOK_INTERNAL_YAML_HINTS_H_

#include <string>
#include <string_view>

namespace wanyan::internal {

struct YamlAdvice {
  std::string message;
  std::string hint;
  // Where in the line the mistake is; 0: where the parser found it.
  int column = 0;
};

// Says for people what the YAML parser's `error` means, and how the usual
// mistakes behind it are mended. `line` is the one in which it was found.
YamlAdvice AdviseOnYamlError(std::string_view error, std::string_view line);

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_YAML_HINTS_H_
