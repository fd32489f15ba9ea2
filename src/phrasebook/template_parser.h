#ifndef WANYAN_PHRASEBOOK_TEMPLATE_PARSER_H_
#define WANYAN_PHRASEBOOK_TEMPLATE_PARSER_H_

#include <functional>
#include <memory>
#include <optional>
#include <set>
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
  // Those with a regular expression among their templates. They are whole
  // templates, as the expression itself is.
  std::set<std::string, std::less<>> regex_sets;
};

// Parses a template into its pattern, folded for `mode`. All mistakes are
// appended to `errors`; the result is null where there are any. What is allowed
// but hardly meant goes to `warnings`, which may be null.
Pattern ParseTemplate(std::string_view source, FoldMode mode,
                      const TemplateNames& names,
                      std::vector<TemplateError>* errors,
                      std::vector<TemplateError>* warnings = nullptr);

// A set that a template names, and where: code points into it, from 0.
struct SetReference {
  std::string name;
  int column = 0;
};

// The sets that a template names, without parsing it.
std::vector<SetReference> SetReferencesOf(std::string_view source);

// Parses the text of a rewrite or scene phrase into its pieces. The mistakes
// are appended to `errors`; nullopt where there are any.
std::optional<std::vector<RewriteTemplate::Piece>> ParseRewrite(
    std::string_view source, std::vector<TemplateError>* errors);

// The slot names of a pattern, in the order of their first place.
std::vector<std::string> SlotsOf(const Pattern& pattern);

// Whether a match can do without any literal character (or regular expression).
bool CanMatchWithoutLiteral(const Pattern& pattern);

// Whether `name` can name a slot, set, context or map: letters of any script,
// digits, `_` and `-`, at most kMaxNameLength, a letter or `_` first.
bool IsName(std::string_view name);

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_TEMPLATE_PARSER_H_
