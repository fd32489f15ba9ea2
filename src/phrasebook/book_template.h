#ifndef WANYAN_PHRASEBOOK_BOOK_TEMPLATE_H_
#define WANYAN_PHRASEBOOK_BOOK_TEMPLATE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "phrasebook/phrasebook.h"
#include "phrasebook/template_parser.h"
#include "text/folded_text.h"

namespace wanyan {

// Parses a template that stands in no book yet, with the sets and typed slots
// of `book` (null: there are none), which was parsed without errors. It is held
// to what a book's own templates are held to; the mistakes are appended to
// `errors`, and nullopt is returned where there are any.
std::optional<Template> ParseTemplateFor(const Phrasebook* book,
                                         std::string_view source, FoldMode mode,
                                         std::vector<TemplateError>* errors);

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_BOOK_TEMPLATE_H_
