#include "text/internal/fold_table.h"

namespace wanyan::internal {

#include "text/fold_table.inc"

}  // namespace wanyan::internal
