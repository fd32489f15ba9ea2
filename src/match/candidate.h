#ifndef WANYAN_MATCH_CANDIDATE_H_
#define WANYAN_MATCH_CANDIDATE_H_

#include <cstdint>

#include "text/text_range.h"

namespace wanyan {

// The life of a candidate, from the matcher to a finding:
//
//   kLive ──▶ kSettled ──▶ kCancelled          (an exception or context)
//                     └──▶ kChosen | kPassed   (leftmost-longest of its rule)
//
// The matcher leaves a candidate kLive where text that might still follow could
// make another core begin where it begins, or take this one away; for a
// finished text the difference does not matter.
enum class CandidateState : uint8_t {
  kLive,
  kSettled,
  kCancelled,
  kChosen,
  kPassed,
};

// A place where a pattern matches: what may become a finding. `core` is in
// characters of the folded text that was scanned: from the first to the last
// literal character.
struct Candidate {
  int pattern = 0;
  TextRange core;
  CandidateState state = CandidateState::kSettled;

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

}  // namespace wanyan

#endif  // WANYAN_MATCH_CANDIDATE_H_
