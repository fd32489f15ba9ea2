#ifndef WANYAN_ENGINE_VALIDATE_REQUEST_H_
#define WANYAN_ENGINE_VALIDATE_REQUEST_H_

#include "absl/status/status.h"
#include "engine/checker.h"

namespace wanyan {

// InvalidArgument (a FieldError) for the first field that is empty, too large,
// ill-formed or at odds with another. What a library has is not looked at.
absl::Status ValidateRequest(const CheckRequest& request);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_VALIDATE_REQUEST_H_
