#include "rules/circumstances.h"

#include <algorithm>

#include "text/locale.h"

namespace wanyan {
namespace {

// Whether one of `wanted` (empty: all) is good for what is there.
template <typename IsGood>
bool AllowsAny(const std::vector<std::string>& wanted, IsGood is_good) {
  return wanted.empty() || std::ranges::any_of(wanted, is_good);
}

}  // namespace

Obstacle ObstacleFor(const Rule& rule, const Circumstances& circumstances) {
  const auto matches_locale = [&](const std::string& range) {
    return LocaleMatches(range, circumstances.locale);
  };
  if (!AllowsAny(rule.locales, matches_locale)) return Obstacle::kLocale;
  const auto is_label = [&](const std::string& label) {
    return std::ranges::find(circumstances.labels, label) !=
           circumstances.labels.end();
  };
  if (!AllowsAny(rule.when_labels, is_label)) return Obstacle::kLabels;
  const auto is_channel = [&](const std::string& channel) {
    return channel == circumstances.channel;
  };
  if (!AllowsAny(rule.when_channels, is_channel)) return Obstacle::kChannel;
  return Obstacle::kNone;
}

}  // namespace wanyan
