#ifndef WANYAN_CLI_FIRST_FILES_H_
#define WANYAN_CLI_FIRST_FILES_H_

#include <string>
#include <string_view>
#include <vector>

namespace wanyan {

// What `wanyan init` writes in one language.
struct FirstFiles {
  std::string_view language;
  // phrasebooks: our-wording.yaml, a book with comments for who goes on.
  std::string_view phrasebook;
  // profiles/default.yaml.
  std::string_view profile;
  // A reply that breaks a rule of the book.
  std::string_view reply;
};

// In Chinese, English and Estonian.
const std::vector<FirstFiles>& AllFirstFiles();

// The text of a first configuration, which serves `phrasebooks`, a path
// relative to it, to replies in `language`.
std::string FirstConfiguration(std::string_view phrasebooks,
                               std::string_view language);

}  // namespace wanyan

#endif  // WANYAN_CLI_FIRST_FILES_H_
