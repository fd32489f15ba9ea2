#include "base/internal/log_line.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <variant>

#include "absl/strings/str_format.h"

namespace wanyan::internal {
namespace {

constexpr std::string_view kReplacementCharacter = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "…";

std::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "DEBUG";
    case LogLevel::kInfo:
      return "INFO";
    case LogLevel::kWarning:
      return "WARNING";
    case LogLevel::kError:
      return "ERROR";
  }
  return "";
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

bool IsBetween(unsigned char byte, unsigned char first, unsigned char last) {
  return byte >= first && byte <= last;
}

// The length of the UTF-8 sequence that `lead` begins (Unicode 15, table 3-7),
// and what its second byte may be; length 0 for no lead byte.
struct SequenceForm {
  size_t length = 0;
  unsigned char second_min = 0x80;
  unsigned char second_max = 0xBF;
};

SequenceForm FormOf(unsigned char lead) {
  if (lead < 0x80) return {1};
  if (IsBetween(lead, 0xC2, 0xDF)) return {2};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (IsBetween(lead, 0xE1, 0xEF)) return {3};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  if (IsBetween(lead, 0xF1, 0xF3)) return {4};
  return {};
}

// The length of the code point at the start of `bytes`, which are not empty; 0
// where they do not begin with one.
size_t CodePointLength(std::string_view bytes) {
  const auto At = [bytes](size_t i) {
    return static_cast<unsigned char>(bytes[i]);
  };
  const SequenceForm form = FormOf(At(0));
  if (form.length > bytes.size()) return 0;
  if (form.length > 1 && !IsBetween(At(1), form.second_min, form.second_max)) {
    return 0;
  }
  for (size_t i = 2; i < form.length; ++i) {
    if (!IsBetween(At(i), 0x80, 0xBF)) return 0;
  }
  return form.length;
}

// Whether a code point is a control character: C0, DEL, or C1, which terminals
// obey too.
bool IsControl(std::string_view code_point) {
  const auto first = static_cast<unsigned char>(code_point[0]);
  if (code_point.size() == 1) return first < 0x20 || first == 0x7F;
  return code_point.size() == 2 && first == 0xC2 &&
         static_cast<unsigned char>(code_point[1]) < 0xA0;
}

void AppendEscaped(std::string_view code_point, std::string* out) {
  if (code_point == "\n") {
    *out += "\\n";
  } else if (IsControl(code_point)) {
    absl::StrAppendFormat(out, "\\u%04x",
                          static_cast<unsigned char>(code_point.back()));
  } else {
    if (code_point == "\"" || code_point == "\\") *out += '\\';
    *out += code_point;
  }
}

// As a JSON string.
void AppendQuoted(std::string_view bytes, std::string* out) {
  *out += '"';
  while (!bytes.empty()) {
    const size_t length = CodePointLength(bytes);
    if (length == 0) {
      *out += kReplacementCharacter;
      bytes.remove_prefix(1);
    } else {
      AppendEscaped(bytes.substr(0, length), out);
      bytes.remove_prefix(length);
    }
  }
  *out += '"';
}

bool IsPlainWord(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '=';
  });
}

void AppendText(LogFormat format, std::string_view text, std::string* out) {
  std::string cut;
  if (text.size() > kMaxLogTextBytes) {
    cut = text.substr(0, kMaxLogTextBytes);
    cut += kEllipsis;
    text = cut;
  }
  if (format == LogFormat::kText && IsPlainWord(text)) {
    *out += text;
  } else {
    AppendQuoted(text, out);
  }
}

void AppendNumber(double value, std::string* out) {
  if (!std::isfinite(value)) {
    *out += "null";  // JSON has no word for it
    return;
  }
  char digits[32];
  const auto result = std::to_chars(digits, digits + sizeof(digits), value);
  out->append(digits, result.ptr);
}

void AppendValue(LogFormat format, const LogValue& value, std::string* out) {
  struct Appender {
    void operator()(std::string_view text) { AppendText(format, text, out); }
    void operator()(int64_t number) { *out += std::to_string(number); }
    void operator()(double number) { AppendNumber(number, out); }
    void operator()(bool truth) { *out += truth ? "true" : "false"; }
    LogFormat format;
    std::string* out;
  };
  std::visit(Appender{format, out}, value.variant());
}

void AppendJsonField(const LogField& field, std::string* out) {
  if (out->back() != '{') *out += ',';
  AppendQuoted(field.key, out);
  *out += ':';
  AppendValue(LogFormat::kJson, field.value, out);
}

std::string JsonLine(std::span<const LogField> head,
                     std::span<const LogField> fields) {
  std::string line = "{";
  for (const LogField& field : head) AppendJsonField(field, &line);
  for (const LogField& field : fields) AppendJsonField(field, &line);
  line += "}\n";
  return line;
}

std::string TextLine(std::span<const LogField> head,
                     std::span<const LogField> fields) {
  std::string line;
  for (const LogField& field : head) {
    if (!line.empty()) line += ' ';
    AppendValue(LogFormat::kText, field.value, &line);
  }
  for (const LogField& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    AppendValue(LogFormat::kText, field.value, &line);
  }
  line += '\n';
  return line;
}

}  // namespace

std::string FormatLogLine(LogFormat format, absl::Time time, LogLevel level,
                          std::string_view event,
                          std::span<const LogField> fields) {
  const std::string time_text = TimeText(time);
  const LogField head[] = {
      {"time", time_text}, {"level", LevelName(level)}, {"event", event}};
  return format == LogFormat::kJson ? JsonLine(head, fields)
                                    : TextLine(head, fields);
}

}  // namespace wanyan::internal
