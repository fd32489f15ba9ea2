#include "store/library_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/string_view.h"
#include "store/folder_fingerprint.h"
#include "store/phrasebook_folder.h"

namespace wanyan {
namespace {

// How often a folder that changes while it is read is read again at once. A
// swap of links is over by the second time; a folder that is being copied is
// not over for a while, and whoever watches it comes back.
constexpr int kMaxReadings = 3;

// Loads the folder as it was at one moment: files of before and after a change
// never make one library.
absl::StatusOr<LoadedFolder> LoadUntorn(const std::string& directory,
                                        const std::string& default_locale) {
  for (int reading = 0; reading < kMaxReadings; ++reading) {
    const FolderFingerprint before = FolderFingerprint::Of(directory);
    absl::StatusOr<LoadedFolder> folder =
        LoadPhrasebookFolder(directory, default_locale);
    if (FolderFingerprint::Of(directory) == before) return folder;
  }
  return absl::AbortedError(absl::StrFormat(
      "%s changed each of %d times while it was read; let the files rest, or "
      "replace them all at once by a rename",
      directory, kMaxReadings));
}

// What is wrong, in one line. There is at least one error.
std::string Summary(const std::vector<Diagnostic>& diagnostics) {
  const auto is_error = [](const Diagnostic& diagnostic) {
    return diagnostic.severity == Diagnostic::Severity::kError;
  };
  const auto first = std::ranges::find_if(diagnostics, is_error);
  const auto others = std::ranges::count_if(diagnostics, is_error) - 1;
  std::string summary =
      absl::StrFormat("%s: %s", PlaceOf(*first), first->message);
  if (others > 0) summary += absl::StrFormat("; and %d more", others);
  return summary;
}

}  // namespace

bool IsTransient(const absl::Status& reload_error) {
  return absl::IsAborted(reload_error) || absl::IsUnknown(reload_error);
}

LibraryStore::LibraryStore(std::shared_ptr<const Library> library)
    : LibraryStore(std::move(library), "", "") {}

LibraryStore::LibraryStore(std::shared_ptr<const Library> library,
                           std::string directory, std::string default_locale)
    : directory_(std::move(directory)),
      default_locale_(std::move(default_locale)) {
  status_.current = {std::move(library), absl::Now()};
}

std::shared_ptr<const Library> LibraryStore::Get() const {
  const std::lock_guard lock(mutex_);
  return status_.current.library;
}

LibraryStatus LibraryStore::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

absl::Status LibraryStore::Reload() {
  if (directory_.empty()) return absl::OkStatus();
  const std::lock_guard lock(reload_mutex_);
  absl::StatusOr<LoadedFolder> folder = LoadUntorn(directory_, default_locale_);
  if (!folder.ok()) return Refuse(folder.status(), {});
  if (folder->library == nullptr) {
    absl::Status status =
        absl::FailedPreconditionError(Summary(folder->diagnostics));
    return Refuse(std::move(status), std::move(folder->diagnostics));
  }
  return Serve(std::move(folder->library));
}

absl::Status LibraryStore::Serve(std::shared_ptr<const Library> library) {
  // The old library, maybe the last of it, goes after the lock.
  const std::lock_guard lock(mutex_);
  const bool is_other =
      library->revision() != status_.current.library->revision();
  if (is_other) {
    status_.current.library.swap(library);
    status_.current.loaded_at = absl::Now();
  }
  status_.error.reset();
  ++status_.reloads;
  return absl::OkStatus();
}

absl::Status LibraryStore::Refuse(absl::Status status,
                                  std::vector<Diagnostic> diagnostics) {
  const std::lock_guard lock(mutex_);
  status_.error = LoadError{absl::Now(), std::string(ToStd(status.message())),
                            std::move(diagnostics)};
  ++status_.failed_reloads;
  return status;
}

}  // namespace wanyan
