#ifndef WANYAN_ENGINE_REVISION_H_
#define WANYAN_ENGINE_REVISION_H_

#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/phrasebook.h"

namespace wanyan {

// A content hash of what a library is made of: the first 16 hexadecimal digits
// of the SHA-256 of the default locale and of the files that books and profiles
// were parsed from, in order. Equal content gives
// equal revisions on every machine.
std::string RevisionOf(const std::vector<Phrasebook>& books,
                       const std::vector<Profile>& profiles,
                       std::string_view default_locale);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REVISION_H_
