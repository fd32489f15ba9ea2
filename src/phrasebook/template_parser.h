#ifndef WANYAN_PHRASEBOOK_TEMPLATE_PARSER_H_
#define WANYAN_PHRASEBOOK_TEMPLATE_PARSER_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "match/pattern.h"
#include "phrasebook/phrasebook.h"
#include "text/folded_text.h"

// The template language of phrasebooks/README.md.

namespace wanyan {

// A mistake in a template's text.
struct TemplateError {
  // Code points into the template, from 0.
  int column = 0;
  std::string code, message, hint;
};

// What the names in a template stand for.
struct TemplateNames {
  // The tree of a set; null where it is not defined.
  std::function<Pattern(std::string_view set)> set;
  // The expression of a typed slot of the book; null for an untyped one.
  std::function<std::shared_ptr<const re2::RE2>(std::string_view slot)> slot;
  // All names of sets, for "did you mean".
  std::vector<std::string> known_sets;
};

// Parses a template into its pattern, folded for `mode`. All mistakes are
// appended to `errors`; the result is null where there are any.
Pattern ParseTemplate(std::string_view source, FoldMode mode,
                      const TemplateNames& names,
                      std::vector<TemplateError>* errors);

// Parses the text of a rewrite or scene phrase into its pieces.
std::optional<std::vector<RewriteTemplate::Piece>> ParseRewrite(
    std::string_view source, std::vector<TemplateError>* errors);

// The slot names of a pattern, in the order of their first place.
std::vector<std::string> SlotsOf(const Pattern& pattern);

// Whether a match can do without any literal character (or regular expression).
bool CanMatchWithoutLiteral(const Pattern& pattern);

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_TEMPLATE_PARSER_H_
