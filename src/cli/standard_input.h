#ifndef WANYAN_CLI_STANDARD_INPUT_H_
#define WANYAN_CLI_STANDARD_INPUT_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wanyan {

// The path that stands for standard input.
inline constexpr std::string_view kStandardInput = "-";

// All of standard input. OutOfRange for more than `max_bytes`. It is read by
// its descriptor: /dev/stdin cannot be opened where it is a socket.
absl::StatusOr<std::string> ReadStandardInput(size_t max_bytes);

// Whether somebody would have to type it.
bool StandardInputIsTerminal();

}  // namespace wanyan

#endif  // WANYAN_CLI_STANDARD_INPUT_H_
