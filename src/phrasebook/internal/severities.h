#ifndef WANYAN_PHRASEBOOK_INTERNAL_SEVERITIES_H_
#define WANYAN_PHRASEBOOK_INTERNAL_SEVERITIES_H_

#include "phrasebook/internal/reader.h"
#include "phrasebook/phrasebook.h"

namespace wanyan::internal {

// How severities are written in books and profiles.
inline const yaml::NamedValues<Severity>& Severities() {
  static const auto* severities =
      new yaml::NamedValues<Severity>{{"error", Severity::kError},
                                      {"warning", Severity::kWarning},
                                      {"info", Severity::kInfo},
                                      {"hint", Severity::kHint}};
  return *severities;
}

}  // namespace wanyan::internal

#endif  // WANYAN_PHRASEBOOK_INTERNAL_SEVERITIES_H_
