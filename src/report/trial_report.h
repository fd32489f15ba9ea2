#ifndef WANYAN_REPORT_TRIAL_REPORT_H_
#define WANYAN_REPORT_TRIAL_REPORT_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "tester/trial.h"

namespace wanyan {

// A hit of a phrase that is tried, for people. `place` says where the reply
// comes from.
//
//   replies.txt:12, bytes 18-27: new
//     抱歉，这个我没办法。
//                 ~~~~~~
//
// or, where a rule finds something there already:
//
//   calls.jsonl:3 call-7 turn 2, bytes 18-27: known to zh/helpless
//   (wording.helpless)
//
// (on one line). Nothing in the reply can steer the terminal.
std::string FormatTrialHit(std::string_view place, std::string_view reply,
                           const TrialHit& hit);

struct TrialCounts {
  int64_t replies = 0;  // that were read
  int64_t replies_hit = 0;
  int64_t hits = 0;
  int64_t known = 0;  // hits where a rule finds something already
  int64_t shown = 0;  // hits that were printed
};

// "2 hits in 1 of 30 replies: 1 new, 1 known to rules already; 1 is shown".
std::string FormatTrialCounts(const TrialCounts& counts);

}  // namespace wanyan

#endif  // WANYAN_REPORT_TRIAL_REPORT_H_
