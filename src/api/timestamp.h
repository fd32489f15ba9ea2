#ifndef WANYAN_API_TIMESTAMP_H_
#define WANYAN_API_TIMESTAMP_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>

#include "absl/time/time.h"

namespace wanyan {

// `time` must be between the years 1 and 9999, which a Timestamp reaches to.
google::protobuf::Timestamp ToMessage(absl::Time time);

// nullopt for what is outside of them, or has no 0 to 999,999,999 nanoseconds.
std::optional<absl::Time> FromMessage(const google::protobuf::Timestamp& time);

}  // namespace wanyan

#endif  // WANYAN_API_TIMESTAMP_H_
