#include "phrasebook/internal/template_grammar.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <variant>

#include "absl/strings/str_format.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/limits.h"

namespace wanyan::internal {
namespace {

bool IsSpaceNode(const Pattern& pattern) {
  return std::holds_alternative<SpaceNode>(pattern->node);
}

Pattern SequenceOf(std::vector<Pattern> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return MakePattern(SequenceNode{std::move(parts)});
}

// Removes white space at the ends.
void Trim(std::vector<Pattern>* parts) {
  while (!parts->empty() && IsSpaceNode(parts->back())) parts->pop_back();
  const auto first =
      std::find_if_not(parts->begin(), parts->end(), IsSpaceNode);
  parts->erase(parts->begin(), first);
}

}  // namespace

bool IsTemplateSpace(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

size_t FindSetEnd(std::u32string_view source, size_t begin) {
  const size_t end = source.substr(begin, kMaxNameLength + 1).find(U'>');
  return end == std::u32string_view::npos ? end : begin + end;
}

void TemplateParser::Error(size_t column, std::string_view code,
                           std::string message, std::string hint) {
  errors_.push_back({static_cast<int>(column), std::string(code),
                     std::move(message), std::move(hint)});
}

void TemplateParser::Warn(size_t column, std::string_view code,
                          std::string message, std::string hint) {
  if (warnings_ == nullptr) return;
  warnings_->push_back({static_cast<int>(column), std::string(code),
                        std::move(message), std::move(hint)});
}

Pattern TemplateParser::Parse() {
  if (source_.size() > kMaxTemplateLength) {
    Error(0, code::kTemplateTooLong,
          absl::StrFormat("the template has %d characters, more than %d",
                          source_.size(), kMaxTemplateLength),
          "move its alternatives into a set");
    return nullptr;
  }
  Pattern pattern = ParseSequence();
  return HasErrors() ? nullptr : pattern;
}

Pattern TemplateParser::ParseSequence(char32_t separator) {
  Builder builder;
  while (!AtSequenceEnd()) ParsePart(&builder);
  FlushLiteral(&builder);
  // At the ends of a template it asks for nothing that literal text does not
  // ask for itself; in any order, the parts are set apart anyway.
  if (nesting_ == 0 || Peek() == U';' || separator == U';') {
    Trim(&builder.parts);
  }
  return Finish(std::move(builder));
}

void TemplateParser::ParsePart(Builder* builder) {
  const char32_t c = Peek();
  if (IsTemplateSpace(c)) return ParseSpace(builder);
  switch (c) {
    case U'(':
    case U'[':
      return ParseBrackets(builder);
    case U'<':
      return ParseSet(builder);
    case U'{':
      return ParseBraces(builder);
    case U'^':
    case U'$':
      return ParseAnchor(builder);
    case U'*':
      return ParseWordEnding(builder);
    case U'\\':
      return ParseEscape(builder);
    case U')':
    case U']':
    case U'}':
    case U'>':
    case U'|':
    case U';':
      return ParseStraySign();
    default:
      return ParseLiteral(builder);
  }
}

Pattern TemplateParser::Finish(Builder builder) {
  if (builder.regex_column.has_value() && builder.parts.size() > 1) {
    Error(*builder.regex_column, code::kRegexInTemplate,
          "a set with a regular expression cannot be a part of a template",
          "use the set alone, or write the template as a regular expression");
  }
  return SequenceOf(std::move(builder.parts));
}

}  // namespace wanyan::internal
