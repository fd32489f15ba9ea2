#include <utility>

#include "absl/strings/str_format.h"
#include "phrasebook/diagnostic_codes.h"
#include "phrasebook/internal/template_signs.h"
#include "phrasebook/limits.h"
#include "phrasebook/template_parser.h"

// Rewrites are plain text but for `{slot@map|default}` and escapes.

namespace wanyan {
namespace {

using internal::DecodeAll;
using internal::EncodeAll;
using internal::IsTemplateSign;

class RewriteParser {
 public:
  RewriteParser(std::string_view source, std::vector<TemplateError>* errors)
      : source_(DecodeAll(source)), errors_(*errors) {}

  std::optional<std::vector<RewriteTemplate::Piece>> Parse();

 private:
  void ParseSlot();
  // Reads up to one of `ends`, which is not read; escapes are undone.
  std::u32string ReadUntil(std::u32string_view ends);
  char32_t ReadEscape();
  void FlushText();

  bool AtEnd() const { return at_ == source_.size(); }
  bool Accept(char32_t c) {
    if (AtEnd() || source_[at_] != c) return false;
    ++at_;
    return true;
  }
  void Error(size_t column, std::string_view code, std::string message,
             std::string hint) {
    has_errors_ = true;
    errors_.push_back({static_cast<int>(column), std::string(code),
                       std::move(message), std::move(hint)});
  }

  const std::u32string source_;
  std::vector<TemplateError>& errors_;
  size_t at_ = 0;
  size_t text_column_ = 0;
  std::u32string text_;
  std::vector<RewriteTemplate::Piece> pieces_;
  bool has_errors_ = false;
};

std::optional<std::vector<RewriteTemplate::Piece>> RewriteParser::Parse() {
  if (source_.size() > kMaxTemplateLength) {
    Error(0, code::kTemplateTooLong,
          absl::StrFormat("the rewrite has %d characters, more than %d",
                          source_.size(), kMaxTemplateLength),
          "shorten it");
    return std::nullopt;
  }
  while (!AtEnd()) {
    text_column_ = at_;
    text_ = ReadUntil(U"{}");
    FlushText();
    if (AtEnd()) break;
    if (source_[at_] == U'{') {
      ParseSlot();
    } else {
      Error(at_++, code::kStrayBracket, "} closes nothing",
            "remove it, or write \\} for the sign");
    }
  }
  if (has_errors_) return std::nullopt;
  return std::move(pieces_);
}

void RewriteParser::FlushText() {
  if (text_.empty()) return;
  pieces_.push_back({.text = EncodeAll(std::exchange(text_, {})),
                     .slot = "",
                     .default_text = std::nullopt,
                     .map = "",
                     .column = static_cast<int>(text_column_)});
}

std::u32string RewriteParser::ReadUntil(std::u32string_view ends) {
  std::u32string text;
  while (!AtEnd() && ends.find(source_[at_]) == std::u32string_view::npos) {
    if (source_[at_] == U'\\') {
      if (const char32_t sign = ReadEscape()) text.push_back(sign);
    } else {
      text.push_back(source_[at_++]);
    }
  }
  return text;
}

char32_t RewriteParser::ReadEscape() {
  const size_t column = at_++;
  if (!AtEnd() && IsTemplateSign(source_[at_])) return source_[at_++];
  Error(column, code::kBadEscape,
        AtEnd() ? "nothing stands behind the backslash"
                : "this character needs no backslash",
        "in a rewrite, \\{ \\} and \\\\ stand for the signs");
  return 0;
}

void RewriteParser::ParseSlot() {
  const size_t column = at_++;
  RewriteTemplate::Piece piece;
  piece.column = static_cast<int>(column);
  piece.slot = EncodeAll(ReadUntil(U"@|}"));
  const bool has_map = Accept(U'@');
  if (has_map) piece.map = EncodeAll(ReadUntil(U"|}"));
  if (Accept(U'|')) piece.default_text = EncodeAll(ReadUntil(U"}"));
  if (!Accept(U'}')) {
    Error(column, code::kUnclosedBracket, "this { is never closed",
          "put } behind the name, or write \\{ for the sign");
    return;
  }
  if (!IsName(piece.slot)) {
    Error(column, code::kBadSlot,
          absl::StrFormat("{%s} does not name a slot", piece.slot),
          "a slot is {name}, {name|default}, {name@map} or "
          "{name@map|default}; write \\{ for the sign");
  } else if (has_map && !IsName(piece.map)) {
    Error(column, code::kBadSlot,
          absl::StrFormat("{%s@%s} does not name a map", piece.slot, piece.map),
          "a map is named behind @: {name@map}");
  }
  pieces_.push_back(std::move(piece));
}

}  // namespace

std::optional<std::vector<RewriteTemplate::Piece>> ParseRewrite(
    std::string_view source, std::vector<TemplateError>* errors) {
  return RewriteParser(source, errors).Parse();
}

}  // namespace wanyan
