#ifndef WANYAN_MATCH_CANDIDATE_H_
#define WANYAN_MATCH_CANDIDATE_H_

#include <cstdint>

#include "text/text_range.h"

namespace wanyan {

// What text that might still follow can do to a candidate. For a finished text
// the difference does not matter; a stream may act on what is settled.
enum class CandidateState : uint8_t {
  // It can make another core begin where this one begins, or take it away.
  kLive,
  // Nothing: the candidate stays, and no other begins there.
  kSettled,
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
