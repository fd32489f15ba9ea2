#ifndef WANYAN_ENGINE_SNAPSHOT_H_
#define WANYAN_ENGINE_SNAPSHOT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "phrasebook/phrasebook.h"
#include "rewrite/suggest.h"
#include "rules/rule_set.h"

namespace wanyan {

// The books of one profile and language, compiled: what one reply is checked
// with. Immutable; shared by all threads.
class Snapshot {
 public:
  // Books and profile must outlive the snapshot (the library owns both).
  static absl::StatusOr<std::shared_ptr<const Snapshot>> Compile(
      const std::vector<const Phrasebook*>& books, const Profile& profile);

  const RuleSet& rules() const { return rules_; }
  const RewriteTexts& rewrite_texts() const { return rewrite_texts_; }
  const Profile& profile() const { return profile_; }

 private:
  Snapshot(RuleSet rules, const Profile& profile)
      : rules_(std::move(rules)), profile_(profile), rewrite_texts_(rules_) {}

  const RuleSet rules_;
  const Profile& profile_;
  const RewriteTexts rewrite_texts_;
};

}  // namespace wanyan

#endif  // WANYAN_ENGINE_SNAPSHOT_H_
