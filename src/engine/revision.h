#ifndef WANYAN_ENGINE_REVISION_H_
#define WANYAN_ENGINE_REVISION_H_

#include <string>
#include <vector>

#include "phrasebook/phrasebook.h"

namespace wanyan {

// A content hash of books and profiles: the first 16 hexadecimal digits of the
// SHA-256 of the files they were parsed from, in order. Equal content gives
// equal revisions on every machine.
std::string RevisionOf(const std::vector<Phrasebook>& books,
                       const std::vector<Profile>& profiles);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REVISION_H_
