#ifndef WANYAN_ENGINE_REQUEST_ERROR_H_
#define WANYAN_ENGINE_REQUEST_ERROR_H_

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"

// Errors about one field of a CheckRequest. The message begins with the field's
// path, so that people read it and every door can tell it to programs.

namespace wanyan {

// Messages may quote what a caller sent. gRPC sends a message in a call's
// trailers, several times and in escapes that triple it, and clients take 8 kB.
inline constexpr size_t kMaxMessageBytes = 400;

// "turns[2].text: <message>". `field` is a path of names and [indexes];
// `message` says what is wrong and how to mend it, and is cut to fit.
absl::Status FieldError(absl::StatusCode code, std::string_view field,
                        std::string_view message);

// The error about `field` where its text is not well-formed UTF-8: it names the
// offset of the first bad byte.
absl::Status RequireUtf8(std::string_view field, std::string_view text);

// The path that the message of `error` begins with; empty where it begins with
// none. Points into `error`.
std::string_view FieldOf(const absl::Status& error);

// `utf8`, or as many whole code points of it as fit kMaxMessageBytes.
std::string_view CutToMessage(std::string_view utf8);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REQUEST_ERROR_H_
