#include "phrasebook/book_template.h"

#include <string>

#include "phrasebook/internal/parse_file.h"
#include "phrasebook/internal/reader.h"
#include "phrasebook/internal/template_reader.h"

namespace wanyan {
namespace {

// Stands for the book where there is none.
constexpr std::string_view kNoBook = "phrasebook: none";

}  // namespace

// A Phrasebook keeps its templates, but not the names that they were parsed
// with. So its sets and slots are read again from its text.
std::optional<Template> ParseTemplateFor(const Phrasebook* book,
                                         std::string_view source, FoldMode mode,
                                         std::vector<TemplateError>* errors) {
  Pattern pattern;
  const auto parse = [&](const yaml::Tree& tree, yaml::Report* report) {
    internal::Reader reader(tree, report);
    internal::TemplateReader templates(&reader);
    yaml::MappingReader keys(tree.root(), "a book", &reader);
    if (const auto* slots = keys.Find("slots")) templates.ReadSlots(*slots);
    if (const auto* sets = keys.Find("sets")) templates.ReadSets(*sets);
    pattern = templates.ParseSource(source, mode, errors);
  };
  std::vector<Diagnostic> known;  // of a book without errors: warnings at most
  yaml::ReadDocument(book == nullptr ? "" : book->file,
                     book == nullptr ? kNoBook : book->content,
                     internal::kFileHints, parse, &known);
  if (pattern == nullptr) return std::nullopt;
  return Template{.source = std::string(source),
                  .position = {.line = 1, .column = 1},
                  .pattern = pattern,
                  .slots = SlotsOf(pattern)};
}

}  // namespace wanyan
