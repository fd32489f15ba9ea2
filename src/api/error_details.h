#ifndef WANYAN_API_ERROR_DETAILS_H_
#define WANYAN_API_ERROR_DETAILS_H_

#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"

namespace wanyan {

// Time for a full server to finish what it has begun; a reply takes
// milliseconds.
inline constexpr absl::Duration kRetryDelay = absl::Milliseconds(100);

enum class ResourceType { kProfile, kPhrasebook, kRule };

// `error`, which says that a resource is missing, with its name as the caller
// gave it (cut to fit a message): ErrorDetails tells it to programs.
absl::Status WithResource(absl::Status error, ResourceType type,
                          std::string_view name);

// `error` as Google-style clients read it: an ErrorInfo always, a BadRequest
// for a wrong field, a ResourceInfo for what is missing (see WithResource), and
// where calling again can help, a RetryInfo that asks to wait `retry_delay`.
google::rpc::Status ErrorDetails(const absl::Status& error,
                                 absl::Duration retry_delay = kRetryDelay);

}  // namespace wanyan

#endif  // WANYAN_API_ERROR_DETAILS_H_
