#include "yaml/internal/syntax_hints.h"

namespace wanyan::yaml::internal {
namespace {

struct KnownError {
  // How the parser's message begins.
  std::string_view error;
  std::string_view message;
  std::string_view hint;
};

// In place of a hint: a text that was to be quoted is the likely reason, and
// what that is depends on the kind of file.
constexpr std::string_view kQuote;
constexpr std::string_view kLookForUnclosed =
    "; look for a quotation mark, [ or { that is never closed";

constexpr KnownError kKnownErrors[] = {
    {"end of sequence flow not found", "the list in [ ] does not end here",
     kQuote},
    {"end of map flow not found", "the mapping in { } does not end here",
     kQuote},
    {"end of map not found", "this does not belong to the mapping above",
     "quote the text if it begins with [ or {; else give the line the "
     "indentation of its neighbours"},
    {"end of sequence not found", "this does not belong to the list above",
     "quote the text if it begins with [ or {; else begin the line with `- ` "
     "and the indentation of its neighbours"},
    {"illegal map value", "a second `: ` cannot stand here",
     "quote a text that contains `: `; else check the indentation of this "
     "line"},
    {"illegal map key", "no key can stand here",
     "check the indentation of this line"},
    {"illegal block entry", "no list item can stand here",
     "put the list on lines of its own, each beginning with `- `"},
    {"illegal flow end", "this bracket closes nothing",
     "remove it, or quote the text that it belongs to"},
    {"unknown token", "no text can begin with this sign",
     "put the text in quotation marks"},
    {"unknown escape character", "this escape is unknown to YAML",
     "write the backslash twice, or use single quotation marks: '\\d'"},
    {"bad character found while scanning hex",
     "this escape lacks a hexadecimal digit",
     "write the backslash twice, or use single quotation marks"},
    {"invalid unicode", "this escape is no character",
     "write the character itself"},
    {"illegal EOF in scalar", "the text is never closed",
     "put the closing quotation mark at its end"},
    {"illegal document indicator in scalar",
     "the text runs into a document mark", "close its quotation mark"},
    {"the referenced anchor is not defined",
     "aliases (`*name`) are not part of the format",
     "quote the text that begins with `*`"},
    {"alias not found", "aliases (`*name`) are not part of the format",
     "quote the text that begins with `*`"},
    {"illegal character found while scanning alias",
     "aliases (`*name`) are not part of the format",
     "quote the text that begins with `*`"},
    {"anchor not found", "anchors (`&name`) are not part of the format",
     "quote the text that begins with `&`"},
    {"illegal character found while scanning anchor",
     "anchors (`&name`) are not part of the format",
     "quote the text that begins with `&`"},
    {"illegal character found while scanning tag",
     "tags (`!name`) are not part of the format",
     "quote the text that begins with `!`"},
};

// The column of a tab in the indentation of `line`; 0 where there is none.
int TabInIndentation(std::string_view line) {
  const std::string_view indentation =
      line.substr(0, line.find_first_not_of(" \t"));
  const size_t tab = indentation.find('\t');
  return tab == std::string_view::npos ? 0 : static_cast<int>(tab) + 1;
}

}  // namespace

SyntaxAdvice AdviseOnSyntax(std::string_view error, std::string_view line,
                            std::string_view quote) {
  if (const int column = TabInIndentation(line)) {
    return {"the line is indented with a tab", "indent with spaces", column};
  }
  for (const KnownError& known : kKnownErrors) {
    if (!error.starts_with(known.error)) continue;
    return {std::string(known.message),
            known.hint.empty()
                ? std::string(quote) + std::string(kLookForUnclosed)
                : std::string(known.hint)};
  }
  return {"the file is no valid YAML here: " + std::string(error),
          "check the indentation and the quotation marks of this line and the "
          "one before"};
}

}  // namespace wanyan::yaml::internal
