#include "engine/request_error.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "base/string_view.h"
#include "text/utf8.h"

namespace wanyan {

absl::Status FieldError(absl::StatusCode code, std::string_view field,
                        std::string_view message) {
  const std::string_view shown = CutToMessage(message);
  return absl::Status(
      code, absl::StrFormat("%s: %s%s", field, shown,
                            shown.size() < message.size() ? "…" : ""));
}

absl::Status RequireUtf8(std::string_view field, std::string_view text) {
  const auto bad_byte = FirstIllFormedByte(text);
  if (!bad_byte.has_value()) return absl::OkStatus();
  return FieldError(
      absl::StatusCode::kInvalidArgument, field,
      absl::StrFormat(
          "the text is not well-formed UTF-8 at byte %d; send UTF-8",
          *bad_byte));
}

std::string_view FieldOf(const absl::Status& error) {
  const std::string_view message = ToStd(error.message());
  // A slot's name may hold any letter; no path holds white space.
  const std::string_view path = message.substr(0, message.find(": "));
  const bool is_path =
      path.size() < message.size() && !path.empty() &&
      absl::ascii_islower(static_cast<unsigned char>(path.front())) &&
      path.find_first_of(" \t\n") == std::string_view::npos;
  return is_path ? path : std::string_view();
}

std::string_view CutToMessage(std::string_view utf8) {
  if (utf8.size() <= kMaxMessageBytes) return utf8;
  size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(utf8[end]) & 0xC0) == 0x80) {
    --end;
  }
  return utf8.substr(0, end);
}

}  // namespace wanyan
