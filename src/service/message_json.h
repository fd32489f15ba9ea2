#ifndef WANYAN_SERVICE_MESSAGE_JSON_H_
#define WANYAN_SERVICE_MESSAGE_JSON_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// Messages as JSON, by their descriptors: protobuf's canonical JSON form, in
// which fields that have their default value are left out. All functions are
// pure.

namespace wanyan {

// The message of `type` (compiled into the program) that `json` stands for, in
// binary. InvalidArgument, naming the place, for JSON that does not parse, for
// a key that is no field (it may be a misspelt one), a value of another type,
// and text that is not UTF-8.
absl::StatusOr<std::string> JsonToBinary(
    const google::protobuf::Descriptor& type, std::string_view json);

// The reverse. Internal where `binary` is no message of `type`.
absl::StatusOr<std::string> BinaryToJson(
    const google::protobuf::Descriptor& type, std::string_view binary);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_MESSAGE_JSON_H_
