#include "engine/library.h"

#include <algorithm>
#include <list>
#include <mutex>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "engine/request_error.h"
#include "engine/revision.h"
#include "engine/snapshot.h"
#include "text/locale.h"

namespace wanyan {
namespace {

// Sets of books that callers name are compiled when they are first asked for,
// and this many are kept, so that no caller makes memory grow without bound.
constexpr size_t kMaxKeptBookSets = 32;

constexpr std::string_view kDefaultProfile = "default";

struct BookSet {
  std::vector<const Phrasebook*> books;  // of one language
  std::shared_ptr<const Snapshot> snapshot;
};

std::string Names(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    joined += joined.empty() ? name : ", " + name;
  }
  return joined;
}

}  // namespace

struct Library::Impl {
  std::vector<Phrasebook> books;
  std::vector<Profile> profiles;
  std::string default_locale;
  std::string revision;
  std::vector<std::string> book_revisions;  // in the order of `books`
  // By profile and language.
  std::map<std::pair<std::string, std::string>, std::shared_ptr<const Snapshot>>
      snapshots;

  mutable std::mutex mutex;
  mutable std::list<BookSet> book_sets;  // guarded by mutex; newest first

  const Profile* FindProfile(std::string_view id) const;
  std::vector<const Phrasebook*> BooksOf(const Profile& profile,
                                         std::string_view language) const;
  absl::Status CompileProfile(const Profile& profile);
  // Null where the set is not kept.
  std::shared_ptr<const Snapshot> FindBookSet(
      const std::vector<const Phrasebook*>& books) const;
  void KeepBookSet(BookSet set) const;
};

std::shared_ptr<const Snapshot> Library::Impl::FindBookSet(
    const std::vector<const Phrasebook*>& wanted) const {
  const std::lock_guard lock(mutex);
  const auto found =
      std::find_if(book_sets.begin(), book_sets.end(),
                   [&](const BookSet& set) { return set.books == wanted; });
  if (found == book_sets.end()) return nullptr;
  book_sets.splice(book_sets.begin(), book_sets, found);
  return found->snapshot;
}

void Library::Impl::KeepBookSet(BookSet set) const {
  const std::lock_guard lock(mutex);
  book_sets.push_front(std::move(set));
  if (book_sets.size() > kMaxKeptBookSets) book_sets.pop_back();
}

const Profile* Library::Impl::FindProfile(std::string_view id) const {
  const auto found =
      std::find_if(profiles.begin(), profiles.end(),
                   [&](const Profile& profile) { return profile.id == id; });
  return found == profiles.end() ? nullptr : &*found;
}

std::vector<const Phrasebook*> Library::Impl::BooksOf(
    const Profile& profile, std::string_view language) const {
  std::vector<const Phrasebook*> chosen;
  const auto add = [&](const Phrasebook& book) {
    if (book.language == language) chosen.push_back(&book);
  };
  if (profile.all_phrasebooks) {
    std::for_each(books.begin(), books.end(), add);
    return chosen;
  }
  for (const std::string& id : profile.phrasebooks) {
    for (const Phrasebook& book : books) {
      if (book.id == id) add(book);
    }
  }
  return chosen;
}

absl::Status Library::Impl::CompileProfile(const Profile& profile) {
  for (const Phrasebook& book : books) {
    auto key = std::make_pair(profile.id, book.language);
    if (snapshots.contains(key)) continue;
    const auto chosen = BooksOf(profile, book.language);
    if (chosen.empty()) continue;
    WANYAN_ASSIGN_OR_RETURN(auto snapshot, Snapshot::Compile(chosen, profile));
    snapshots.emplace(std::move(key), std::move(snapshot));
  }
  return absl::OkStatus();
}

Library::Library(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Library::~Library() = default;

absl::StatusOr<std::shared_ptr<const Library>> Library::Compile(
    std::vector<Phrasebook> books, std::vector<Profile> profiles,
    std::string default_locale) {
  auto impl = std::make_unique<Impl>();
  impl->books = std::move(books);
  impl->profiles = std::move(profiles);
  if (!default_locale.empty()) {
    const auto normal = NormalizeLocale(default_locale);
    if (!normal.has_value()) {
      return FieldError(absl::StatusCode::kInvalidArgument, "default_locale",
                        absl::StrFormat("\"%s\" is no BCP 47 tag; write it "
                                        "like zh-Hans, en or et-EE",
                                        default_locale));
    }
    impl->default_locale = *normal;
  }
  if (impl->FindProfile(kDefaultProfile) == nullptr) {
    impl->profiles.emplace_back();
  }
  impl->revision =
      RevisionOf(impl->books, impl->profiles, impl->default_locale);
  for (const Phrasebook& book : impl->books) {
    impl->book_revisions.push_back(ContentHash({book.content}));
  }
  for (const Profile& profile : impl->profiles) {
    WANYAN_RETURN_IF_ERROR(impl->CompileProfile(profile));
  }
  return std::shared_ptr<const Library>(new Library(std::move(impl)));
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Library::ForProfile(
    std::string_view profile, std::string_view language) const {
  const std::string id(profile.empty() ? kDefaultProfile : profile);
  if (impl_->FindProfile(id) == nullptr) {
    std::vector<std::string> known;
    for (const Profile& other : impl_->profiles) known.push_back(other.id);
    return FieldError(absl::StatusCode::kNotFound, "profile",
                      absl::StrFormat("there is no profile \"%s\"; known: %s",
                                      id, Names(known)));
  }
  const auto found =
      impl_->snapshots.find(std::make_pair(id, std::string(language)));
  return found == impl_->snapshots.end() ? nullptr : found->second;
}

absl::StatusOr<std::shared_ptr<const Snapshot>> Library::ForPhrasebooks(
    const std::vector<std::string>& ids, std::string_view language) const {
  std::vector<const Phrasebook*> chosen;
  for (const std::string& id : ids) {
    const auto found =
        std::find_if(impl_->books.begin(), impl_->books.end(),
                     [&](const Phrasebook& book) { return book.id == id; });
    if (found == impl_->books.end()) {
      std::vector<std::string> known;
      for (const Phrasebook& book : impl_->books) known.push_back(book.id);
      return FieldError(
          absl::StatusCode::kNotFound,
          absl::StrFormat("phrasebooks[%d]", &id - ids.data()),
          absl::StrFormat("there is no phrasebook \"%s\"; known: %s", id,
                          Names(known)));
    }
    if (found->language == language &&
        std::find(chosen.begin(), chosen.end(), &*found) == chosen.end()) {
      chosen.push_back(&*found);
    }
  }
  if (chosen.empty()) return nullptr;

  if (auto kept = impl_->FindBookSet(chosen)) return kept;
  // Compiled outside the lock: others go on, and two callers that ask for the
  // same at the same time both do the work.
  WANYAN_ASSIGN_OR_RETURN(
      auto snapshot,
      Snapshot::Compile(chosen, *impl_->FindProfile(kDefaultProfile)));
  impl_->KeepBookSet({std::move(chosen), snapshot});
  return snapshot;
}

const std::vector<Phrasebook>& Library::phrasebooks() const {
  return impl_->books;
}
const std::vector<Profile>& Library::profiles() const {
  return impl_->profiles;
}
const std::string& Library::default_locale() const {
  return impl_->default_locale;
}
const std::string& Library::revision() const { return impl_->revision; }
const std::string& Library::PhrasebookRevision(const Phrasebook& book) const {
  return impl_
      ->book_revisions[static_cast<size_t>(&book - impl_->books.data())];
}

}  // namespace wanyan
