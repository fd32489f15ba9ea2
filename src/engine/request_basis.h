#ifndef WANYAN_ENGINE_REQUEST_BASIS_H_
#define WANYAN_ENGINE_REQUEST_BASIS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "engine/checker.h"
#include "engine/library.h"
#include "engine/snapshot.h"

namespace wanyan {

// What a request is checked with.
struct RequestBasis {
  std::string locale;    // in normal form; "und" where none is known
  std::string language;  // its language subtag
  // Null where there is no phrasebook for the language.
  std::shared_ptr<const Snapshot> snapshot;
};

// Validates the request and finds what it is checked with; the errors are
// CheckReply's.
absl::StatusOr<RequestBasis> BasisOf(const Library& library,
                                     const CheckRequest& request);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REQUEST_BASIS_H_
