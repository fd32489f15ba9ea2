#ifndef WANYAN_API_PARSE_REQUEST_H_
#define WANYAN_API_PARSE_REQUEST_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "wanyan/v1/check_service.pb.h"

namespace wanyan {

// The message that came as `bytes`. InvalidArgument where they are none; where
// that is because some text is not well-formed UTF-8, the error names the field
// and the offset of the first bad byte. (Left to itself, gRPC answers such a
// call with UNIMPLEMENTED.)
absl::StatusOr<v1::CheckReplyRequest> ParseCheckReplyRequest(
    std::string_view bytes);

}  // namespace wanyan

#endif  // WANYAN_API_PARSE_REQUEST_H_
