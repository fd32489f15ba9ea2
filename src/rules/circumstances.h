#ifndef WANYAN_RULES_CIRCUMSTANCES_H_
#define WANYAN_RULES_CIRCUMSTANCES_H_

#include <string>
#include <vector>

#include "phrasebook/phrasebook.h"

namespace wanyan {

// What the caller says about a reply, beside its text.
struct Circumstances {
  std::string locale;  // normal form
  std::vector<std::string> labels;
  std::string channel;
};

// The first thing that keeps a rule from running in some circumstances.
enum class Obstacle { kNone, kLocale, kLabels, kChannel };

Obstacle ObstacleFor(const Rule& rule, const Circumstances& circumstances);

}  // namespace wanyan

#endif  // WANYAN_RULES_CIRCUMSTANCES_H_
