#include "phrasebook/template_parser.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_format.h"
#include "match/regex.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/internal/nearest_name.h"
#include "phrasebook/internal/template_signs.h"
#include "phrasebook/limits.h"
#include "text/utf8.h"

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

namespace wanyan {
namespace {

using internal::DecodeAll;
using internal::DidYouMean;
using internal::EncodeAll;
using internal::IsTemplateSign;
using internal::SignOfFullWidth;

bool IsSpace(char32_t c) {
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0;
}

bool IsLetterOrDigit(char32_t c) {
  return u_isalnum(static_cast<UChar32>(c)) != 0;
}

bool IsAsciiDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

Pattern EmptyPattern() { return MakePattern(SequenceNode{}); }

Pattern SequenceOf(std::vector<Pattern> parts) {
  if (parts.size() == 1) return std::move(parts.front());
  return MakePattern(SequenceNode{std::move(parts)});
}

template <typename Node>
bool Is(const Pattern& pattern) {
  return std::holds_alternative<Node>(pattern->node);
}

bool IsBlank(const Pattern& pattern) {
  const auto* sequence = std::get_if<SequenceNode>(&pattern->node);
  return Is<SpaceNode>(pattern) ||
         (sequence != nullptr && sequence->parts.empty());
}

// Removes white space at the ends.
void Trim(std::vector<Pattern>* parts) {
  while (!parts->empty() && Is<SpaceNode>(parts->back())) parts->pop_back();
  const auto first =
      std::find_if_not(parts->begin(), parts->end(), Is<SpaceNode>);
  parts->erase(parts->begin(), first);
}

// The end (`>`) of a set's name that begins at `begin`; npos where there is
// none as near as the longest name.
size_t FindSetEnd(std::u32string_view source, size_t begin) {
  const size_t end = source.substr(begin, kMaxNameLength + 1).find(U'>');
  return end == std::u32string_view::npos ? end : begin + end;
}

// A choice of all orders of `parts`, the order written first.
Pattern AnyOrderOf(const std::vector<Pattern>& parts) {
  const Pattern space = MakePattern(SpaceNode{});
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  ChoiceNode choice;
  do {
    SequenceNode sequence;
    for (size_t i : order) {
      if (!sequence.parts.empty()) sequence.parts.push_back(space);
      sequence.parts.push_back(parts[i]);
    }
    choice.options.push_back(MakePattern(std::move(sequence)));
  } while (std::next_permutation(order.begin(), order.end()));
  return MakePattern(std::move(choice));
}

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
  if (IsSpace(c)) return ParseSpace(builder);
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

// ---- Literal text ----

void TemplateParser::ParseLiteral(Builder* builder) {
  if (const char32_t sign = SignOfFullWidth(Peek())) {
    Warn(at_, code::kFullWidthSign,
         absl::StrFormat("the full-width %s is literal text",
                         Text(at_, at_ + 1)),
         absl::StrFormat("write %s if it was meant as a sign, \\%s if not",
                         EncodeAll({&sign, 1}), EncodeAll({&sign, 1})));
  }
  builder->literal.push_back(source_[at_++]);
}

void TemplateParser::ParseEscape(Builder* builder) {
  const size_t column = at_++;
  if (AtEnd()) {
    Error(column, code::kBadEscape, "nothing stands behind the backslash",
          "write \\\\ for a backslash");
    return;
  }
  const char32_t c = source_[at_++];
  if (!IsTemplateSign(c)) {
    Error(column, code::kBadEscape,
          absl::StrFormat("%s needs no backslash", Text(at_ - 1, at_)),
          "a backslash takes away the meaning of ( ) [ ] { } < > | ; * ^ $ \\ "
          "alone; write \\\\ for a backslash");
    return;
  }
  builder->literal.push_back(c);
}

void TemplateParser::ParseSpace(Builder* builder) {
  FlushLiteral(builder);
  while (!AtEnd() && IsSpace(Peek())) ++at_;
  builder->parts.push_back(MakePattern(SpaceNode{}));
}

// Folding may leave nothing (invisible characters) or make white space (U+00A8
// is a space with a diaeresis), so it comes before the cut into nodes.
void TemplateParser::FlushLiteral(Builder* builder) {
  const std::u32string folded = FoldLiteral(EncodeAll(builder->literal), mode_);
  builder->literal.clear();
  std::u32string chars;
  const auto flush = [&] {
    if (chars.empty()) return;
    builder->parts.push_back(
        MakePattern(LiteralNode{std::exchange(chars, {})}));
  };
  for (char32_t c : folded) {
    if (c == U' ' || c == U'\n') {
      flush();
      builder->parts.push_back(MakePattern(SpaceNode{}));
    } else {
      chars.push_back(c);
    }
  }
  flush();
}

void TemplateParser::ParseWordEnding(Builder* builder) {
  const size_t column = at_++;
  const char32_t before =
      builder->literal.empty() ? U'\0' : builder->literal.back();
  const FoldedText folded =
      FoldedText::Fold(EncodeAll({&before, 1}), FoldMode::kFolded);
  const bool is_word_letter = u_isalpha(static_cast<UChar32>(before)) &&
                              folded.size() > 0 && folded[0].Is(kWordChar);
  if (!is_word_letter) {
    Error(column, code::kBadWordEnding, "* stands behind no letter of a word",
          "it means any ending of the word before it, as in refund*; write \\* "
          "for the sign, {...} for anything in between");
    return;
  }
  if (IsLetterOrDigit(Peek())) {
    Error(column, code::kBadWordEnding,
          "* takes the rest of the word, so no letter can follow it",
          "write it at the end of the word, or {...} for anything in between");
    return;
  }
  FlushLiteral(builder);
  builder->parts.push_back(MakePattern(WordEndingNode{}));
}

// ---- Anchors ----

void TemplateParser::ParseAnchor(Builder* builder) {
  const size_t column = at_;
  const char32_t sign = Peek();
  while (Accept(sign)) {
  }
  const size_t count = at_ - column;
  const bool is_start = sign == U'^';
  const std::string written = Text(column, at_);
  if (count > 2) {
    Error(column, code::kBadAnchor,
          absl::StrFormat("%s means nothing", written),
          is_start ? "^ is the start of a clause, ^^ of the reply"
                   : "$ is the end of a clause, $$ of the reply");
    return;
  }
  size_t neighbour = at_;
  if (is_start) {
    neighbour = column;
    while (neighbour > 0 && IsSpace(source_[neighbour - 1])) --neighbour;
    neighbour = neighbour == 0 ? source_.size() : neighbour - 1;
  } else {
    while (neighbour < source_.size() && IsSpace(source_[neighbour])) {
      ++neighbour;
    }
  }
  if (neighbour < source_.size() && IsLetterOrDigit(source_[neighbour])) {
    Error(column, code::kBadAnchor,
          is_start
              ? absl::StrFormat("%s is the start, so no word can stand before "
                                "it",
                                written)
              : absl::StrFormat("%s is the end, so no word can follow it",
                                written),
          absl::StrFormat("write \\%c for the sign", static_cast<char>(sign)));
    return;
  }
  AnchorNode anchor{};
  if (is_start) {
    anchor.place =
        count == 1 ? AnchorNode::kClauseStart : AnchorNode::kTextStart;
  } else {
    anchor.place = count == 1 ? AnchorNode::kClauseEnd : AnchorNode::kTextEnd;
  }
  FlushLiteral(builder);
  builder->parts.push_back(MakePattern(anchor));
}

// ---- Brackets ----

void TemplateParser::ParseBrackets(Builder* builder) {
  const size_t column = at_;
  const char32_t open = source_[at_++];
  if (nesting_ == kMaxTemplateNesting) {
    Error(column, code::kTemplateTooDeep,
          absl::StrFormat("brackets stand more than %d deep",
                          kMaxTemplateNesting),
          "move the inner part into a set");
    at_ = source_.size();
    return;
  }
  FlushLiteral(builder);
  const size_t errors_before = errors_.size();
  ++nesting_;
  const Alternatives alternatives = ParseAlternatives(open);
  --nesting_;
  ParseClosing(open, column);
  // A mistake inside may be what left nothing.
  if (errors_.size() == errors_before) CheckAlternatives(alternatives, column);
  builder->parts.push_back(open == U'(' ? GroupOf(alternatives, column)
                                        : OptionOf(alternatives));
}

TemplateParser::Alternatives TemplateParser::ParseAlternatives(char32_t open) {
  Alternatives alternatives;
  while (true) {
    const size_t begin = at_;
    alternatives.patterns.push_back(ParseSequence(alternatives.separator));
    alternatives.columns.push_back({begin, at_});
    if (Peek() != U'|' && Peek() != U';') return alternatives;
    ParseSeparator(open, &alternatives);
  }
}

void TemplateParser::ParseSeparator(char32_t open, Alternatives* alternatives) {
  const size_t column = at_;
  const char32_t separator = source_[at_++];
  if (separator == U';' && open == U'[') {
    Error(column, code::kStraySeparator,
          "; joins parts in any order, inside ( ) alone",
          "write [(a;b)] where all of it may be absent");
  } else if (alternatives->separator != 0 &&
             alternatives->separator != separator) {
    Error(column, code::kMixedSeparators,
          "| and ; cannot stand in the same brackets",
          "put one of them into brackets of its own: (a;(b|c))");
  } else {
    alternatives->separator = separator;
  }
}

void TemplateParser::ParseClosing(char32_t open, size_t open_column) {
  const char32_t close = open == U'(' ? U')' : U']';
  if (AtEnd()) {
    const bool was_cut_off =
        !errors_.empty() && errors_.back().code == code::kTemplateTooDeep;
    if (was_cut_off) return;
    Error(open_column, code::kUnclosedBracket,
          absl::StrFormat("this %c is never closed", static_cast<char>(open)),
          absl::StrFormat("put %c at the end of the part, or write \\%c for "
                          "the sign",
                          static_cast<char>(close), static_cast<char>(open)));
    return;
  }
  if (Accept(close)) return;
  Error(at_, code::kMismatchedBracket,
        absl::StrFormat("%c closes a %c", static_cast<char>(Peek()),
                        static_cast<char>(open)),
        absl::StrFormat("write %c here", static_cast<char>(close)));
  ++at_;
}

Pattern TemplateParser::GroupOf(const Alternatives& alternatives,
                                size_t column) {
  if (alternatives.patterns.size() == 1) return alternatives.patterns[0];
  if (alternatives.separator != U';') {
    return MakePattern(ChoiceNode{alternatives.patterns});
  }
  if (alternatives.patterns.size() > kMaxUnorderedParts) {
    Error(column, code::kTooManyParts,
          absl::StrFormat("%d parts in any order are too many",
                          alternatives.patterns.size()),
          absl::StrFormat("at most %d; join some of them", kMaxUnorderedParts));
    return EmptyPattern();
  }
  return AnyOrderOf(alternatives.patterns);
}

Pattern TemplateParser::OptionOf(const Alternatives& alternatives) {
  ChoiceNode choice{alternatives.patterns};
  choice.options.push_back(EmptyPattern());
  return MakePattern(std::move(choice));
}

void TemplateParser::CheckAlternatives(const Alternatives& alternatives,
                                       size_t column) {
  if (alternatives.patterns.size() == 1) {
    if (!IsBlank(alternatives.patterns[0])) return;
    Error(column, code::kEmptyBrackets, "nothing stands in these brackets",
          "remove them, or write \\( \\) \\[ \\] for the signs");
    return;
  }
  // As they are written: the pattern of nested (a;b) is much longer.
  std::set<std::u32string> seen;
  for (size_t i = 0; i < alternatives.patterns.size(); ++i) {
    const auto [begin, end] = alternatives.columns[i];
    if (IsBlank(alternatives.patterns[i])) {
      Error(begin, code::kEmptyAlternative, "an alternative is empty",
            "remove the separator; write [a|b] where all may be absent");
      continue;
    }
    const std::string written = Text(begin, end);
    const bool is_exact = mode_ == FoldMode::kExact;
    const bool is_new =
        seen.insert(FoldLiteral(written, is_exact ? FoldMode::kExact
                                                  : FoldMode::kFolded))
            .second;
    if (is_new || alternatives.separator == U';') continue;
    Warn(begin, code::kRepeatedAlternative,
         absl::StrFormat("the alternative %s stands twice in these brackets",
                         written),
         "remove one of them; upper and lower case, full and half width, "
         "Traditional and Simplified are the same");
  }
}

void TemplateParser::ParseStraySign() {
  const size_t column = at_;
  const char32_t sign = source_[at_++];
  const std::string written = Text(column, at_);
  if (sign == U'|' || sign == U';') {
    // Told once: the brackets that are missing go around all of them.
    if (std::exchange(has_stray_separator_, true)) return;
    Error(column, code::kStraySeparator,
          absl::StrFormat("%s stands outside of brackets", written),
          sign == U'|' ? "put the alternatives into brackets, (a|b), or write "
                         "two templates; \\| is the sign"
                       : "put the parts into brackets, (a;b); \\; is the sign");
    return;
  }
  Error(column, code::kStrayBracket,
        absl::StrFormat("%s closes nothing", written),
        absl::StrFormat("remove it, or write \\%s for the sign", written));
}

// ---- Sets, slots and gaps ----

void TemplateParser::ParseSet(Builder* builder) {
  const size_t column = at_;
  FlushLiteral(builder);
  SetUse set = ParseSetReference();
  if (set.pattern == nullptr) return;
  if (set.holds_regex && !builder->regex_column.has_value()) {
    builder->regex_column = column;
  }
  builder->parts.push_back(std::move(set.pattern));
}

TemplateParser::SetUse TemplateParser::ParseSetReference() {
  const size_t column = at_++;
  const size_t end = FindSetEnd(source_, at_);
  if (end == std::u32string::npos) {
    Error(column, code::kUnclosedBracket, "this < is never closed",
          "put > behind the name of the set, or write \\< for the sign");
    return {};
  }
  const std::string name = Text(at_, end);
  at_ = end + 1;
  if (!IsName(name)) {
    Error(column, code::kBadName,
          absl::StrFormat("<%s> does not name a set", name),
          "a name has letters, digits, _ and - alone; write \\< for the sign");
    return {};
  }
  Pattern set = names_.set ? names_.set(name) : nullptr;
  if (set == nullptr) {
    Error(column, code::kUndefinedSet,
          absl::StrFormat("the set <%s> is not defined", name), SetHint(name));
  }
  return {std::move(set), names_.regex_sets.contains(name)};
}

std::string TemplateParser::SetHint(const std::string& name) const {
  // Comparing names costs more than parsing; these mistakes come in masses only
  // where nobody reads them.
  constexpr size_t kMaxSuggestions = 20;
  const std::string otherwise = "define it under `sets`";
  if (errors_.size() - errors_before_ > kMaxSuggestions) return otherwise;
  return DidYouMean(name, names_.known_sets, otherwise, "<", ">");
}

void TemplateParser::ParseBraces(Builder* builder) {
  const size_t column = at_++;
  FlushLiteral(builder);
  if (Peek() == U'.' || Peek() == U'…') {
    ParseGap(builder, column);
  } else {
    ParseSlot(builder, column);
  }
}

bool TemplateParser::SkipToBraceEnd(size_t open_column) {
  const size_t end = source_.find(U'}', at_);
  if (end == std::u32string::npos) {
    Error(open_column, code::kUnclosedBracket, "this { is never closed",
          "put } behind the name, or write \\{ for the sign");
    at_ = source_.size();
    return false;
  }
  at_ = end + 1;
  return true;
}

void TemplateParser::ParseGap(Builder* builder, size_t column) {
  constexpr std::string_view kGapHint =
      "a gap is {...}, {...8} or {...8!<set>}; {..} is one up to the end of "
      "the sentence";
  size_t dots = 0;
  while (Accept(U'.')) ++dots;
  GapNode gap;
  gap.crosses_clauses = dots == 2;
  if (gap.crosses_clauses) gap.max_chars = GapNode::kMaxSentenceChars;

  int digits = 0;
  int max_chars = 0;
  while (IsAsciiDigit(Peek())) {
    max_chars = std::min(max_chars * 10 + static_cast<int>(Peek() - U'0'),
                         kMaxGapChars + 1);
    ++at_;
    ++digits;
  }
  if (digits > 0) gap.max_chars = max_chars;

  if (Peek() == U'!' && Peek(1) == U'<') {
    ++at_;
    const size_t errors_before = errors_.size();
    gap.without = ParseSetReference().pattern;
    if (errors_.size() > errors_before) {
      SkipToBraceEnd(column);
      return;
    }
  }
  const bool is_well_formed = (dots == 2 || dots == 3) && Peek() == U'}';
  if (!SkipToBraceEnd(column)) return;
  const std::string written = Text(column, at_);
  if (!is_well_formed) {
    Error(column, code::kBadGap, absl::StrFormat("%s is no gap", written),
          std::string(kGapHint));
  } else if (gap.max_chars < 1 || gap.max_chars > kMaxGapChars) {
    Error(column, code::kBadGap,
          absl::StrFormat("the gap %s is not of 1 to %d characters", written,
                          kMaxGapChars),
          std::string(kGapHint));
  } else {
    builder->parts.push_back(MakePattern(std::move(gap)));
  }
}

void TemplateParser::ParseSlot(Builder* builder, size_t column) {
  if (!SkipToBraceEnd(column)) return;
  const std::string name = Text(column + 1, at_ - 1);
  if (IsName(name)) {
    SlotNode slot{name, names_.slot ? names_.slot(name) : nullptr};
    if (slot.type == nullptr) slot.type = BuiltInSlot(name);
    builder->parts.push_back(MakePattern(std::move(slot)));
    return;
  }
  std::string hint =
      "a slot is {name}, with letters, digits, _ and - alone; write \\{ for "
      "the sign";
  if (name.find_first_of("|@") != std::string::npos) {
    hint = "a default or a map belongs to the rewrite; here the slot is {name}";
  } else if (name.find("regex") != std::string::npos) {
    hint =
        "a regular expression is a whole template, not in quotation marks: "
        "{regex: \"…\"}";
  }
  Error(column, code::kBadSlot,
        absl::StrFormat("{%s} does not name a slot", name), std::move(hint));
}

Pattern TemplateParser::Finish(Builder builder) {
  if (builder.regex_column.has_value() && builder.parts.size() > 1) {
    Error(*builder.regex_column, code::kRegexInTemplate,
          "a set with a regular expression cannot be a part of a template",
          "use the set alone, or write the template as a regular expression");
  }
  return SequenceOf(std::move(builder.parts));
}

}  // namespace

Pattern ParseTemplate(std::string_view source, FoldMode mode,
                      const TemplateNames& names,
                      std::vector<TemplateError>* errors,
                      std::vector<TemplateError>* warnings) {
  return TemplateParser(source, mode, names, errors, warnings).Parse();
}

std::vector<SetReference> SetReferencesOf(std::string_view source) {
  const std::u32string chars = DecodeAll(source);
  std::vector<SetReference> references;
  for (size_t i = 0; i < chars.size(); ++i) {
    if (chars[i] == U'\\') {
      ++i;
    } else if (chars[i] == U'<') {
      const size_t end = FindSetEnd(chars, i + 1);
      if (end == std::u32string::npos) continue;
      std::string name =
          EncodeAll(std::u32string_view(chars).substr(i + 1, end - i - 1));
      if (!IsName(name)) continue;
      references.push_back({std::move(name), static_cast<int>(i)});
      i = end;
    }
  }
  return references;
}

bool IsName(std::string_view name) {
  const std::u32string chars = DecodeAll(name);
  if (chars.empty() || chars.size() > kMaxNameLength) return false;
  const auto is_letter = [](char32_t c) {
    return c == U'_' || u_isalpha(static_cast<UChar32>(c)) != 0;
  };
  return is_letter(chars[0]) &&
         std::all_of(chars.begin(), chars.end(), [&](char32_t c) {
           return is_letter(c) || c == U'-' || IsLetterOrDigit(c) ||
                  (U_GET_GC_MASK(static_cast<UChar32>(c)) & U_GC_M_MASK) != 0;
         });
}

}  // namespace wanyan
