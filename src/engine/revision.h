#ifndef WANYAN_ENGINE_REVISION_H_
#define WANYAN_ENGINE_REVISION_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/phrasebook.h"

namespace wanyan {

// The first 16 hexadecimal digits of the SHA-256 of `parts` and their lengths:
// equal on every machine, and no two lists look alike.
std::string ContentHash(std::initializer_list<std::string_view> parts);

// A content hash of what a library is made of: the first 16 hexadecimal digits
// of the SHA-256 of the default locale and of the files that books and profiles
// were parsed from, in order. Equal content gives equal revisions on every
// machine.
std::string RevisionOf(const std::vector<Phrasebook>& books,
                       const std::vector<Profile>& profiles,
                       std::string_view default_locale);

}  // namespace wanyan

#endif  // WANYAN_ENGINE_REVISION_H_
