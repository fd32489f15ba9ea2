#ifndef WANYAN_YAML_INTERNAL_SYNTAX_HINTS_H_
#define WANYAN_YAML_INTERNAL_SYNTAX_HINTS_H_

#include <string>
#include <string_view>

namespace wanyan::yaml::internal {

struct SyntaxAdvice {
  std::string message;
  std::string hint;
  // Where in the line the mistake is; 0: where the parser found it.
  int column = 0;
};

// Says for people what the YAML parser's `error` means, and how the usual
// mistakes behind it are mended. `line` is the one in which it was found,
// `quote` what has to be quoted in files of this kind.
SyntaxAdvice AdviseOnSyntax(std::string_view error, std::string_view line,
                            std::string_view quote);

}  // namespace wanyan::yaml::internal

#endif  // WANYAN_YAML_INTERNAL_SYNTAX_HINTS_H_
