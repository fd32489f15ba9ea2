#ifndef WANYAN_SERVICE_MESSAGE_LIMITS_H_
#define WANYAN_SERVICE_MESSAGE_LIMITS_H_

#include <cstddef>

#include "engine/checker.h"

// What a call may weigh, through any door.

namespace wanyan {

// What kMaxRequestBytes of text take on the wire, with 500 turns' tags, labels
// and names: the engine's limit is the one that callers meet.
inline constexpr size_t kMaxCallMessageBytes = kMaxRequestBytes + (64 << 10);

// The same in JSON, which may write each character beyond ASCII as \uXXXX: six
// bytes for the three that Chinese has, and quotes and names around each turn.
// The message that it stands for has the limit above.
inline constexpr size_t kMaxJsonMessageBytes =
    2 * kMaxCallMessageBytes + (256 << 10);

// Names, tokens and trace ids fit many times over; gRPC's default has no bound.
inline constexpr size_t kMaxCallMetadataBytes = 8 << 10;

}  // namespace wanyan

#endif  // WANYAN_SERVICE_MESSAGE_LIMITS_H_
