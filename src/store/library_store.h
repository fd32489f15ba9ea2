#ifndef WANYAN_STORE_LIBRARY_STORE_H_
#define WANYAN_STORE_LIBRARY_STORE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/library.h"
#include "yaml/diagnostic.h"

namespace wanyan {

// A library and when it was loaded.
struct LoadedLibrary {
  std::shared_ptr<const Library> library;
  // Since when this revision is served: loading the same files again changes
  // nothing.
  absl::Time loaded_at;
};

// Why the files as they are now could not be loaded.
struct LoadError {
  absl::Time time;
  // What is wrong in one line; it names the first place, and how many there
  // are: "books/zh.yaml:12:5: the set <agnet> is not defined; and 3 more".
  std::string message;
  // Everything that is wrong inside the files; empty where one could not be
  // read at all.
  std::vector<Diagnostic> diagnostics;
};

struct LibraryStatus {
  LoadedLibrary current;
  // Present while the files on the disk are not what is served.
  std::optional<LoadError> error;
  // Since the store was made: those that served what they loaded, whether or
  // not it differed, and those that did not.
  int64_t reloads = 0;
  int64_t failed_reloads = 0;
};

// Whether a reload that failed in this way may succeed though the files stay as
// they are: they changed while they were read, or the system could not read
// them at the moment. What is wrong with the files themselves stays wrong until
// somebody mends it.
bool IsTransient(const absl::Status& reload_error);

// The library that a server checks with, and the folder that it comes from. A
// reload builds the new library aside and swaps it in; whoever got the old one
// keeps it until done, and files that cannot be loaded change nothing. Safe to
// call from any thread. (A mutex, because GCC 12's std::atomic<std::shared_ptr>
// races.)
class LibraryStore {
 public:
  // Serves `library`, which never changes.
  explicit LibraryStore(std::shared_ptr<const Library> library);

  // Serves `library`, which was loaded from `directory` with `default_locale`;
  // Reload loads the folder again.
  LibraryStore(std::shared_ptr<const Library> library, std::string directory,
               std::string default_locale);

  std::shared_ptr<const Library> Get() const;
  LibraryStatus status() const;

  // Loads the folder again and serves it, if all of it is good and stayed as it
  // was while it was read: what is served was on the disk at one moment. Clears
  // status().error, or sets it: FailedPrecondition for what is wrong in the
  // files, Aborted where they kept changing, else as LoadPhrasebookFolder. One
  // call at a time does the work; others wait. OK where the library never
  // changes.
  absl::Status Reload();

 private:
  absl::Status Serve(std::shared_ptr<const Library> library);
  absl::Status Refuse(absl::Status status, std::vector<Diagnostic> diagnostics);

  const std::string directory_;  // empty: never reloaded
  const std::string default_locale_;
  std::mutex reload_mutex_;
  mutable std::mutex mutex_;
  LibraryStatus status_;  // guarded by mutex_
};

}  // namespace wanyan

#endif  // WANYAN_STORE_LIBRARY_STORE_H_
