#include "cli/exit_code.h"

namespace wanyan {
namespace {

int Gravity(ExitCode code) {
  switch (code) {
    case ExitCode::kOk:
      return 0;
    case ExitCode::kFindings:
      return 1;
    case ExitCode::kUnchecked:
      return 2;
    case ExitCode::kUsage:
      return 3;
    case ExitCode::kInternal:
      return 4;
  }
  return 4;
}

}  // namespace

ExitCode Graver(ExitCode a, ExitCode b) {
  return Gravity(a) < Gravity(b) ? b : a;
}

ExitCode ExitCodeOf(const absl::Status& error) {
  switch (error.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kUsage;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kCancelled:
      return ExitCode::kUnchecked;
    default:
      return ExitCode::kInternal;
  }
}

}  // namespace wanyan
