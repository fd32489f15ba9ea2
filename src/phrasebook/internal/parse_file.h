#ifndef WANYAN_PHRASEBOOK_INTERNAL_PARSE_FILE_H_
#define WANYAN_PHRASEBOOK_INTERNAL_PARSE_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "phrasebook/diagnostic.h"
#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/report.h"
#include "phrasebook/internal/source_file.h"
#include "phrasebook/internal/source_text.h"
#include "phrasebook/internal/yaml_tree.h"

namespace wanyan::internal {

// A file's way from bytes to a Phrasebook or Profile: checked as text, parsed
// as YAML, read by `ModelReader`. Nothing is returned where an error was found.
template <typename Model, typename ModelReader>
std::optional<Model> ParseFile(std::string_view file, std::string_view yaml,
                               std::vector<Diagnostic>* diagnostics) {
  const auto text = CheckedText(file, yaml, diagnostics);
  if (!text.has_value()) return std::nullopt;
  const SourceText source(*text);
  Report report(file, source);
  YamlTree tree(source);
  std::optional<Model> model;
  if (tree.Parse(&report)) {
    Reader reader(tree, &report);
    model = ModelReader(&reader).Read(tree.root());
    model->file = std::string(file);
    model->content = std::string(yaml);
  }
  if (report.has_errors()) model.reset();
  std::move(report).Finish(diagnostics);
  return model;
}

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_PARSE_FILE_H_
