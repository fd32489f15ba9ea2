#ifndef WANYAN_YAML_DOCUMENT_H_
#define WANYAN_YAML_DOCUMENT_H_

#include <functional>
#include <string_view>
#include <vector>

#include "yaml/diagnostic.h"
#include "yaml/file_hints.h"
#include "yaml/report.h"
#include "yaml/tree.h"

namespace wanyan::yaml {

// A file's way from bytes to values: checked as text, parsed as YAML, then
// given to `read`, which makes of the tree what it stands for and reports what
// is wrong there:
//
//   const bool is_good = ReadDocument(
//       "wanyan.yaml", bytes, hints,
//       [&](const Tree& tree, Report* report) {
//         Reader reader(tree, report);
//         MappingReader mapping(tree.root(), "a configuration", &reader);
//         …
//       },
//       &diagnostics);
//
// What was found is appended to `diagnostics`, in the order of places. Returns
// whether no error was among it. `read` is not called where there is no tree.
bool ReadDocument(std::string_view file, std::string_view bytes,
                  const FileHints& hints,
                  const std::function<void(const Tree&, Report*)>& read,
                  std::vector<Diagnostic>* diagnostics);

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_DOCUMENT_H_
