#include "engine/snapshot.h"

#include <utility>

#include "base/status_macros.h"

namespace wanyan {

absl::StatusOr<std::shared_ptr<const Snapshot>> Snapshot::Compile(
    const std::vector<const Phrasebook*>& books, const Profile& profile) {
  WANYAN_ASSIGN_OR_RETURN(RuleSet rules, CompileRules(books, profile));
  return std::shared_ptr<const Snapshot>(
      new Snapshot(std::move(rules), profile));
}

}  // namespace wanyan
