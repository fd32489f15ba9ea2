#ifndef WANYAN_YAML_LIMITS_H_
#define WANYAN_YAML_LIMITS_H_

#include <cstddef>

// What a YAML file may hold. Each limit is far from what people write, and
// keeps the cost of a file linear in its size, whoever wrote it.

namespace wanyan::yaml {

// Offsets stay within 32 bits.
inline constexpr size_t kMaxFileBytes = size_t{64} << 20;

// Lists and mappings within each other. Phrasebooks need 8 levels.
inline constexpr int kMaxDepth = 32;

// Values of a file, keys counted: about 120 MB of them in memory. A rule of
// a phrasebook has about 20, its examples counted.
inline constexpr size_t kMaxNodes = 2'000'000;

// Opening brackets and commas of a file. yaml-cpp keeps the tokens of a bracket
// that begins a line until it is closed, at about 100 bytes each.
inline constexpr size_t kMaxSeparators = 2'000'000;

// Mistakes shown of one file; nobody reads more before mending the first.
inline constexpr size_t kMaxDiagnostics = 1'000;

// Bytes of a line that is shown with a mistake; a file on one long line would
// otherwise be repeated with each of them.
inline constexpr size_t kMaxShownLineBytes = 4'000;

}  // namespace wanyan::yaml

#endif  // WANYAN_YAML_LIMITS_H_
