#ifndef WANYAN_SERVICE_CONNECT_ERROR_H_
#define WANYAN_SERVICE_CONNECT_ERROR_H_

#include <string_view>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "service/http_message.h"

// Failed calls as the Connect protocol's unary form writes them: an HTTP status
// for the code, and a body of JSON,
//
//   {"code": "not_found", "message": "…",
//    "details": [{"type": "google.rpc.ErrorInfo", "value": BASE64,
//                 "debug": {…the same as JSON…}}]}
//
// All functions are pure.

namespace wanyan {

// The answer for `error`, which is none of OK's; a code that no one knows is
// "unknown".
HttpResponse ConnectErrorResponse(const google::rpc::Status& error);

// The answer for an error of the door's own, with the details that the services
// give (api/error_details.h).
HttpResponse ConnectErrorResponse(absl::StatusCode code,
                                  std::string_view message);

// Bytes as the protocol has them in JSON and in headers: without padding.
std::string ConnectBase64(std::string_view bytes);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CONNECT_ERROR_H_
