#include "rules/arbitration.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace wanyan {
namespace {

// The hits of each rule, in the order of bytes (a rule's hits do not overlap).
using HitsByRule = std::map<int, std::vector<ForbidHit>>;

// Drops of `losers` what overlaps one of `winners`; walks through both once.
void DropOverlapped(const std::vector<ForbidHit>& winners,
                    std::vector<ForbidHit>* losers) {
  auto winner = winners.begin();
  std::erase_if(*losers, [&](const ForbidHit& loser) {
    while (winner != winners.end() && winner->bytes.end <= loser.bytes.begin) {
      ++winner;
    }
    return winner != winners.end() && winner->bytes.Overlaps(loser.bytes);
  });
}

void ApplyOver(const RuleSet& rules, HitsByRule* by_rule) {
  for (int rule : rules.over_order) {
    const auto winners = by_rule->find(rule);
    if (winners == by_rule->end()) continue;
    for (int under : rules.forbids[static_cast<size_t>(rule)].over) {
      const auto losers = by_rule->find(under);
      if (losers == by_rule->end()) continue;
      DropOverlapped(winners->second, &losers->second);
    }
  }
}

// The bytes that chosen hits cover: begin → end, disjoint.
class Cover {
 public:
  // Adds the range unless it overlaps one that is there.
  bool Add(TextRange range) {
    const auto behind = ranges_.lower_bound(range.begin);
    if (behind != ranges_.end() && behind->first < range.end) return false;
    if (behind != ranges_.begin() && std::prev(behind)->second > range.begin) {
      return false;
    }
    ranges_.emplace_hint(behind, range.begin, range.end);
    return true;
  }

 private:
  std::map<uint32_t, uint32_t> ranges_;
};

}  // namespace

std::vector<ForbidHit> Arbitrate(const RuleSet& rules,
                                 std::vector<ForbidHit> hits) {
  HitsByRule by_rule;
  for (ForbidHit& hit : hits) by_rule[hit.rule].push_back(hit);
  ApplyOver(rules, &by_rule);

  std::vector<ForbidHit> ranked;
  for (auto& [rule, left] : by_rule) {
    ranked.insert(ranked.end(), left.begin(), left.end());
  }
  const auto severity = [&](const ForbidHit& hit) {
    return rules.forbids[static_cast<size_t>(hit.rule)]
        .entries[static_cast<size_t>(hit.entry)]
        .severity;
  };
  std::sort(ranked.begin(), ranked.end(),
            [&](const ForbidHit& a, const ForbidHit& b) {
              return std::make_tuple(severity(b), b.bytes.size(), a.rule,
                                     a.bytes.begin) <
                     std::make_tuple(severity(a), a.bytes.size(), b.rule,
                                     b.bytes.begin);
            });
  Cover cover;
  std::vector<ForbidHit> chosen;
  for (const ForbidHit& hit : ranked) {
    if (cover.Add(hit.bytes)) chosen.push_back(hit);
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const ForbidHit& a, const ForbidHit& b) {
              return a.bytes.begin < b.bytes.begin;
            });
  return chosen;
}

}  // namespace wanyan
