#ifndef WANYAN_ENGINE_LIBRARY_H_
#define WANYAN_ENGINE_LIBRARY_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "phrasebook/phrasebook.h"

namespace wanyan {

class Snapshot;

// All books and profiles of a folder, compiled: what a door holds to check
// replies with. Immutable; shared between threads by shared_ptr.
//
//   auto library = Library::Compile(books, profiles, "zh-Hans");
//   CheckReply(**library, request);
class Library {
 public:
  // Books and profiles must have passed ParsePhrasebook and CheckFolder without
  // errors. Without a profile "default" one of all books is added. A reply
  // whose language cannot be told is checked in `default_locale` (a BCP 47 tag;
  // empty: none). InvalidArgument where that is no tag, or where a book asks
  // for more than the matcher allows.
  static absl::StatusOr<std::shared_ptr<const Library>> Compile(
      std::vector<Phrasebook> books, std::vector<Profile> profiles,
      std::string default_locale);

  ~Library();

  // The books of a profile for one language; NotFound for an unknown profile,
  // null where the profile has no book of that language.
  absl::StatusOr<std::shared_ptr<const Snapshot>> ForProfile(
      std::string_view profile, std::string_view language) const;

  // The same for books by id, with the default profile's overrides; compiled at
  // the first call; the sets asked for last are kept. NotFound for an unknown
  // book.
  absl::StatusOr<std::shared_ptr<const Snapshot>> ForPhrasebooks(
      const std::vector<std::string>& ids, std::string_view language) const;

  const std::vector<Phrasebook>& phrasebooks() const;
  const std::vector<Profile>& profiles() const;
  const std::string& default_locale() const;
  // A hash of everything that decides a result, 16 hexadecimal digits.
  const std::string& revision() const;
  // A hash of the file of one of phrasebooks(), likewise.
  const std::string& PhrasebookRevision(const Phrasebook& book) const;

 private:
  struct Impl;
  explicit Library(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_ENGINE_LIBRARY_H_
