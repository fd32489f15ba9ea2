#ifndef WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_GRAMMAR_H_
#define WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_GRAMMAR_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "match/pattern.h"
#include "phrasebook/internal/template_signs.h"
#include "phrasebook/template_parser.h"
#include "text/folded_text.h"

// Recursive descent over code points. The grammar:
//
//   template    = sequence
//   sequence    = { literal | space | group | option | set | braces
//                 | "*" | "^" | "^^" | "$" | "$$" }
//   group       = "(" sequence { "|" sequence } ")"
//               | "(" sequence { ";" sequence } ")"
//   option      = "[" sequence { "|" sequence } "]"
//   set         = "<" name ">"
//   braces      = "{" ( gap | name ) "}"
//   gap         = ( "..." | ".." ) [ digits ] [ "!" set ]
//
// After a mistake the parser goes on as if the nearest right thing stood there,
// so that the mistakes behind it are told as well.
//
// Sequences are in template_grammar.cc, their parts in template_text.cc,
// template_brackets.cc and template_braces.cc.

namespace wanyan::internal {

// Parses one template. For one use.
class TemplateParser {
 public:
  TemplateParser(std::string_view source, FoldMode mode,
                 const TemplateNames& names, std::vector<TemplateError>* errors,
                 std::vector<TemplateError>* warnings)
      : source_(DecodeAll(source)),
        mode_(mode),
        names_(names),
        errors_(*errors),
        errors_before_(errors->size()),
        warnings_(warnings) {}

  Pattern Parse();

 private:
  // A sequence on its way. Literal characters are kept until something else
  // follows, since folding looks at their neighbours.
  struct Builder {
    std::vector<Pattern> parts;
    std::u32string literal;
    // Where the first set with a regular expression stands, if there is one.
    std::optional<size_t> regex_column;
  };

  // The alternatives between a pair of brackets.
  struct Alternatives {
    std::vector<Pattern> patterns;
    // What was written for each: [begin, end) in the source.
    std::vector<std::pair<size_t, size_t>> columns;
    char32_t separator = 0;  // 0 where there is only one
  };

  // `separator`: what stands between it and the alternative before it, or 0.
  Pattern ParseSequence(char32_t separator = 0);
  void ParsePart(Builder* builder);
  void ParseBrackets(Builder* builder);
  Alternatives ParseAlternatives(char32_t open);
  Pattern GroupOf(const Alternatives& alternatives, size_t column);
  Pattern OptionOf(const Alternatives& alternatives);
  void ParseSeparator(char32_t open, Alternatives* alternatives);
  void ParseClosing(char32_t open, size_t open_column);
  void CheckAlternatives(const Alternatives& alternatives, size_t column);

  void ParseSet(Builder* builder);
  // A set where it is read, null where there is no such set.
  struct SetUse {
    Pattern pattern;
    bool holds_regex = false;
  };
  SetUse ParseSetReference();
  std::string SetHint(const std::string& name) const;
  void ParseBraces(Builder* builder);
  void ParseGap(Builder* builder, size_t column);
  void ParseSlot(Builder* builder, size_t column);
  // Moves behind the next `}`; false, with an error, where there is none.
  bool SkipToBraceEnd(size_t open_column);

  void ParseAnchor(Builder* builder);
  // Whether the nearest character on that side belongs to a word.
  bool HasWordBefore(size_t column) const;
  bool HasWordBehind(size_t column) const;
  void ParseWordEnding(Builder* builder);
  void ParseEscape(Builder* builder);
  void ParseSpace(Builder* builder);
  void ParseLiteral(Builder* builder);
  void ParseStraySign();

  void FlushLiteral(Builder* builder);
  Pattern Finish(Builder builder);

  bool AtEnd() const { return at_ == source_.size(); }
  char32_t Peek(size_t ahead = 0) const {
    return at_ + ahead < source_.size() ? source_[at_ + ahead] : U'\0';
  }
  bool Accept(char32_t c) {
    if (AtEnd() || Peek() != c) return false;
    ++at_;
    return true;
  }
  // Whether the sequence that is being read ends here.
  bool AtSequenceEnd() const {
    if (AtEnd()) return true;
    if (nesting_ == 0) return false;
    const char32_t c = Peek();
    return c == U'|' || c == U';' || c == U')' || c == U']';
  }
  std::string Text(size_t begin, size_t end) const {
    return EncodeAll(std::u32string_view(source_).substr(begin, end - begin));
  }

  bool HasErrors() const { return errors_.size() > errors_before_; }
  void Error(size_t column, std::string_view code, std::string message,
             std::string hint);
  void Warn(size_t column, std::string_view code, std::string message,
            std::string hint);

  const std::u32string source_;
  const FoldMode mode_;
  const TemplateNames& names_;
  std::vector<TemplateError>& errors_;
  const size_t errors_before_;
  std::vector<TemplateError>* warnings_;
  size_t at_ = 0;
  int nesting_ = 0;
  bool has_stray_separator_ = false;
};

// White space as templates know it: Unicode's.
bool IsTemplateSpace(char32_t c);

// The end (`>`) of a set's name that begins at `begin`; npos where there is
// none as near as the longest name.
size_t FindSetEnd(std::u32string_view source, size_t begin);

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_TEMPLATE_GRAMMAR_H_
