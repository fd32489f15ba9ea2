#ifndef WANYAN_PHRASEBOOK_PARSER_H_
#define WANYAN_PHRASEBOOK_PARSER_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "phrasebook/phrasebook.h"
#include "yaml/diagnostic.h"

// Files to phrasebooks and profiles, with every mistake at once.
//
//   std::vector<Diagnostic> diagnostics;
//   std::optional<Phrasebook> book =
//       ParsePhrasebook("zh.yaml", bytes, &diagnostics);
//
// The functions are pure; nothing is read but what is given. Hostile input
// costs at most time and memory linear in its size; its limits are constants of
// phrasebook/limits.h.

namespace wanyan {

// Parses and checks one book. `file` is the name that diagnostics carry.
// Returns the book where no error was found, warnings or not; what was found
// is appended to `diagnostics`, in the order of places.
std::optional<Phrasebook> ParsePhrasebook(std::string_view file,
                                          std::string_view yaml,
                                          std::vector<Diagnostic>* diagnostics);

// The same for a profile. What it names is checked by CheckProfile.
std::optional<Profile> ParseProfile(std::string_view file,
                                    std::string_view yaml,
                                    std::vector<Diagnostic>* diagnostics);

// Checks what only the whole folder tells: book ids used twice, and what each
// profile names (books, norms, rules, entries, inputs) being there.
void CheckFolder(const std::vector<Phrasebook>& books,
                 const std::vector<Profile>& profiles,
                 std::vector<Diagnostic>* diagnostics);

}  // namespace wanyan

#endif  // WANYAN_PHRASEBOOK_PARSER_H_
