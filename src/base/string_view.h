#ifndef WANYAN_BASE_STRING_VIEW_H_
#define WANYAN_BASE_STRING_VIEW_H_

#include <string_view>

#include "absl/strings/string_view.h"

// Bridges between std::string_view, which all of our interfaces speak, and
// absl::string_view, which the packaged Abseil defines as a class of its own
// that converts in neither direction.
//
//   absl::StrCat("no profile ", ToAbsl(name));
//   absl::NotFoundError(ToAbsl(message));
//   std::string_view message = ToStd(status.message());
//
// Not needed for std::string, nor for absl::StrFormat, RE2 and std::span, which
// take std types as they are. The views share the bytes of the argument.

namespace wanyan {

inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

inline std::string_view ToStd(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

}  // namespace wanyan

#endif  // WANYAN_BASE_STRING_VIEW_H_
