#include "report/json_writer.h"

#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

constexpr size_t kIndent = 2;

// The short escape of a character, or 0.
char ShortEscape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return 0;
  }
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20; }

}  // namespace

void JsonWriter::Key(std::string_view key) {
  Separate();
  AppendQuoted(key);
  json_ += layout_ == Layout::kLine ? ":" : ": ";
  follows_key_ = true;
}

void JsonWriter::String(std::string_view utf8) {
  Separate();
  AppendQuoted(utf8);
}

void JsonWriter::Integer(int64_t value) {
  Separate();
  json_ += std::to_string(value);
}

void JsonWriter::Boolean(bool value) {
  Separate();
  json_ += value ? "true" : "false";
}

void JsonWriter::Null() {
  Separate();
  json_ += "null";
}

void JsonWriter::Raw(std::string_view json) {
  Separate();
  json_ += json;
}

void JsonWriter::Begin(char bracket) {
  Separate();
  json_ += bracket;
  ++depth_;
  is_first_ = true;
}

void JsonWriter::End(char bracket) {
  --depth_;
  if (!is_first_) BreakLine();
  json_ += bracket;
  is_first_ = false;
}

void JsonWriter::Separate() {
  if (follows_key_) {
    follows_key_ = false;
    return;
  }
  if (!is_first_) json_ += ',';
  if (depth_ > 0) BreakLine();
  is_first_ = false;
}

void JsonWriter::BreakLine() {
  if (layout_ == Layout::kLine) return;
  json_ += '\n';
  json_.append(static_cast<size_t>(depth_) * kIndent, ' ');
}

void JsonWriter::AppendQuoted(std::string_view utf8) {
  json_ += '"';
  for (const char c : utf8) {
    if (const char escape = ShortEscape(c)) {
      json_ += '\\';
      json_ += escape;
    } else if (IsControl(c)) {
      absl::StrAppendFormat(&json_, "\\u%04x", c);
    } else {
      json_ += c;
    }
  }
  json_ += '"';
}

}  // namespace wanyan
