#ifndef WANYAN_API_PARSE_REQUEST_H_
#define WANYAN_API_PARSE_REQUEST_H_

#include <google/protobuf/message.h>

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wanyan {

// Reads `bytes` into `request`. InvalidArgument where they are no message of
// its type; where that is because some text is not well-formed UTF-8, the error
// names the field (`turns[2].text`) and the offset of the first bad byte. (Left
// to itself, gRPC answers such a call with UNIMPLEMENTED.)
absl::Status ParseRequest(std::string_view bytes,
                          google::protobuf::Message* request);

template <typename Request>
absl::StatusOr<Request> ParseRequest(std::string_view bytes) {
  Request request;
  if (absl::Status error = ParseRequest(bytes, &request); !error.ok()) {
    return error;
  }
  return request;
}

}  // namespace wanyan

#endif  // WANYAN_API_PARSE_REQUEST_H_
