#ifndef WANYAN_API_ERROR_DETAILS_H_
#define WANYAN_API_ERROR_DETAILS_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "wanyan/v1/check_service.pb.h"

namespace wanyan {

// `error`, which answers `request`, as Google-style clients read it: an
// ErrorInfo always, a BadRequest for a wrong field, a ResourceInfo for one that
// names what is not there, a RetryInfo where calling again can help.
google::rpc::Status ErrorDetails(const absl::Status& error,
                                 const v1::CheckReplyRequest& request);

}  // namespace wanyan

#endif  // WANYAN_API_ERROR_DETAILS_H_
