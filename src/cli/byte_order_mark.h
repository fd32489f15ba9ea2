#ifndef WANYAN_CLI_BYTE_ORDER_MARK_H_
#define WANYAN_CLI_BYTE_ORDER_MARK_H_

#include <string_view>

namespace wanyan {

// What some editors put at the start of a UTF-8 file. It is part of the file,
// not of what the file says.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace wanyan

#endif  // WANYAN_CLI_BYTE_ORDER_MARK_H_
