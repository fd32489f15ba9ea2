#include "yaml/internal/checked_text.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_format.h"
#include "text/utf8.h"
#include "yaml/diagnostic_codes.h"
#include "yaml/limits.h"
#include "yaml/report.h"
#include "yaml/source_text.h"

namespace wanyan::yaml::internal {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsUtf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

// The offset of the first control character other than tab and line break; npos
// where there is none. A carriage return is part of a line break alone.
size_t FirstControlCharacter(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != 0x7F) continue;
    if (byte == '\t' || byte == '\n') continue;
    if (byte == '\r' && text.substr(i + 1).starts_with('\n')) continue;
    return i;
  }
  return std::string_view::npos;
}

// One error at `offset`, before which the text is well formed.
void Refuse(std::string_view file, std::string_view text, size_t offset,
            std::string_view code, std::string message, std::string hint,
            std::vector<Diagnostic>* diagnostics) {
  const SourceText before(text.substr(0, offset));
  Report report(file, before);
  report.Error(before.PositionAt(offset), code, std::move(message),
               std::move(hint));
  std::move(report).Finish(diagnostics);
}

}  // namespace

std::optional<std::string_view> CheckedText(
    std::string_view file, std::string_view bytes, const FileHints& hints,
    std::vector<Diagnostic>* diagnostics) {
  if (bytes.size() > kMaxFileBytes) {
    diagnostics->push_back(
        {.severity = Diagnostic::Severity::kError,
         .file = std::string(file),
         .position = {},
         .code = std::string(code::kFileTooLarge),
         .message = absl::StrFormat("the file has more than %d MB",
                                    kMaxFileBytes >> 20),
         .hint = std::string(hints.too_large),
         .source_line = ""});
    return std::nullopt;
  }
  std::string_view text = bytes;
  if (text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (const auto offset = FirstIllFormedByte(text)) {
    Refuse(file, text, *offset, code::kIllFormedUtf8,
           absl::StrFormat("the file is not valid UTF-8 at byte %d",
                           *offset + (bytes.size() - text.size())),
           IsUtf16(bytes) ? "it is UTF-16; save it as UTF-8"
                          : "save it as UTF-8; it may be in another encoding, "
                            "such as GBK",
           diagnostics);
    return std::nullopt;
  }
  const size_t control = FirstControlCharacter(text);
  if (control != std::string_view::npos) {
    Refuse(file, text, control, code::kControlCharacter,
           absl::StrFormat("the file has the control character U+%04X",
                           static_cast<unsigned char>(text[control])),
           "remove it; lines end with LF or CR LF", diagnostics);
    return std::nullopt;
  }
  return text;
}

}  // namespace wanyan::yaml::internal
