#ifndef WANYAN_YAML_FILE_HINTS_H_
#define WANYAN_YAML_FILE_HINTS_H_

#include <string_view>

namespace wanyan::yaml {

// What the hints for mistakes in the YAML say of a kind of file.
struct FileHints {
  // How one begins: "a profile begins with `profile:`".
  std::string_view beginning;
  // What to do with one that holds too much: "split the book into several".
  std::string_view too_large;
  // What to put in quotation marks: "quote every template: \"[请]稍等\"".
  std::string_view quote;
};

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_FILE_HINTS_H_
