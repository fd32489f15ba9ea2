#ifndef WANYAN_PHRASEBOOK_INTERNAL_PARSE_FILE_H_
#define WANYAN_PHRASEBOOK_INTERNAL_PARSE_FILE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "phrasebook/internal/reader.h"
#include "yaml/diagnostic.h"
#include "yaml/document.h"
#include "yaml/file_hints.h"

namespace wanyan::internal {

inline constexpr yaml::FileHints kFileHints = {
    .beginning = "a book begins with `phrasebook:`, a profile with `profile:`",
    .too_large = "split the book into several",
    .quote = "quote every template: \"[请]稍等\""};

// A file's way from bytes to a Phrasebook or Profile: checked as text, parsed
// as YAML, read by `ModelReader`. Nothing is returned where an error was found.
template <typename Model, typename ModelReader>
std::optional<Model> ParseFile(std::string_view file, std::string_view yaml,
                               std::vector<Diagnostic>* diagnostics) {
  std::optional<Model> model;
  const bool is_good = yaml::ReadDocument(
      file, yaml, kFileHints,
      [&model](const yaml::Tree& tree, yaml::Report* report) {
        Reader reader(tree, report);
        model = ModelReader(&reader).Read(tree.root());
      },
      diagnostics);
  if (!is_good) return std::nullopt;
  model->file = std::string(file);
  model->content = std::string(yaml);
  return model;
}

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_PARSE_FILE_H_
