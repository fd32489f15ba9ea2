#include "text/internal/masks.h"

namespace wanyan::internal {

void SetMasks(std::span<FoldedChar> chars) {
  MaskUrls(chars);
  MaskEmailAddresses(chars);
  MaskCode(chars);
  MaskPlaceholders(chars);
}

}  // namespace wanyan::internal
