#ifndef WANYAN_CONVERSATION_TURN_H_
#define WANYAN_CONVERSATION_TURN_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

namespace wanyan {

enum class Role { kAgent, kCustomer, kSystem };

// What one party said. The text is well-formed UTF-8.
struct Turn {
  Role role = Role::kCustomer;
  std::string text;
  // When it was said, where that is known.
  std::optional<absl::Time> time = std::nullopt;
};

}  // namespace wanyan

#endif  // WANYAN_CONVERSATION_TURN_H_
