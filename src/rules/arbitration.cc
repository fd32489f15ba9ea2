#include "rules/arbitration.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace wanyan {
namespace {

// The hits of each rule, in the order of bytes (a rule's hits do not overlap).
using HitsByRule = std::map<int, std::vector<ForbidHit>>;

// Drops of `losers` what overlaps one of `winners`; walks through both once.
void DropOverlapped(const std::vector<ForbidHit>& winners,
                    std::vector<ForbidHit>* losers,
                    std::vector<Displacement>* displaced) {
  auto winner = winners.begin();
  std::erase_if(*losers, [&](const ForbidHit& loser) {
    while (winner != winners.end() && winner->bytes.end <= loser.bytes.begin) {
      ++winner;
    }
    if (winner == winners.end() || !winner->bytes.Overlaps(loser.bytes)) {
      return false;
    }
    if (displaced != nullptr) {
      displaced->push_back({loser, *winner, Displacement::kOver});
    }
    return true;
  });
}

void ApplyOver(const RuleSet& rules, HitsByRule* by_rule,
               std::vector<Displacement>* displaced) {
  for (int rule : rules.over_order) {
    const auto winners = by_rule->find(rule);
    if (winners == by_rule->end()) continue;
    for (int under : rules.forbids[static_cast<size_t>(rule)].over) {
      const auto losers = by_rule->find(under);
      if (losers == by_rule->end()) continue;
      DropOverlapped(winners->second, &losers->second, displaced);
    }
  }
}

// The hits that are chosen; they do not overlap.
class Cover {
 public:
  // Adds the hit, which has to outlive this, and returns null; or returns one
  // that is there already and overlaps it.
  const ForbidHit* Add(const ForbidHit& hit) {
    const auto behind = by_begin_.lower_bound(hit.bytes.begin);
    if (behind != by_begin_.end() && behind->first < hit.bytes.end) {
      return behind->second;
    }
    if (behind != by_begin_.begin()) {
      const ForbidHit* before = std::prev(behind)->second;
      if (before->bytes.end > hit.bytes.begin) return before;
    }
    by_begin_.emplace_hint(behind, hit.bytes.begin, &hit);
    return nullptr;
  }

 private:
  std::map<uint32_t, const ForbidHit*> by_begin_;
};

Severity SeverityOf(const RuleSet& rules, const ForbidHit& hit) {
  return rules.forbids[static_cast<size_t>(hit.rule)]
      .entries[static_cast<size_t>(hit.entry)]
      .severity;
}

// Why `winner`, of higher rank, stands before `loser`.
Displacement::Reason ReasonFor(const RuleSet& rules, const ForbidHit& winner,
                               const ForbidHit& loser) {
  if (SeverityOf(rules, winner) != SeverityOf(rules, loser)) {
    return Displacement::kSeverity;
  }
  return winner.bytes.size() != loser.bytes.size() ? Displacement::kLonger
                                                   : Displacement::kEarlier;
}

// What is left of the hits, the highest rank first.
std::vector<ForbidHit> Rank(const RuleSet& rules, const HitsByRule& by_rule) {
  std::vector<ForbidHit> ranked;
  for (const auto& [rule, left] : by_rule) {
    ranked.insert(ranked.end(), left.begin(), left.end());
  }
  std::sort(ranked.begin(), ranked.end(),
            [&](const ForbidHit& a, const ForbidHit& b) {
              return std::make_tuple(SeverityOf(rules, b), b.bytes.size(),
                                     a.rule, a.bytes.begin) <
                     std::make_tuple(SeverityOf(rules, a), a.bytes.size(),
                                     b.rule, b.bytes.begin);
            });
  return ranked;
}

}  // namespace

std::vector<ForbidHit> Arbitrate(const RuleSet& rules,
                                 const std::vector<ForbidHit>& hits,
                                 std::vector<Displacement>* displaced) {
  HitsByRule by_rule;
  for (const ForbidHit& hit : hits) by_rule[hit.rule].push_back(hit);
  ApplyOver(rules, &by_rule, displaced);
  const std::vector<ForbidHit> ranked = Rank(rules, by_rule);
  Cover cover;
  std::vector<ForbidHit> chosen;
  for (const ForbidHit& hit : ranked) {
    const ForbidHit* in_the_way = cover.Add(hit);
    if (in_the_way == nullptr) {
      chosen.push_back(hit);
    } else if (displaced != nullptr) {
      displaced->push_back(
          {hit, *in_the_way, ReasonFor(rules, *in_the_way, hit)});
    }
  }
  std::sort(chosen.begin(), chosen.end(),
            [](const ForbidHit& a, const ForbidHit& b) {
              return a.bytes.begin < b.bytes.begin;
            });
  return chosen;
}

}  // namespace wanyan
