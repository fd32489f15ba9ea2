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
  absl::Time loaded_at;
};

// Why the files as they are now could not be loaded.
struct LoadError {
  absl::Time time;
  // What is wrong in one line; it names the first file and line.
  std::string message;
  // Everything that is wrong inside the files; empty where one could not be
  // read at all.
  std::vector<Diagnostic> diagnostics;
};

struct LibraryStatus {
  LoadedLibrary current;
  // Present while the files on the disk are not what is served.
  std::optional<LoadError> error;
  // Since the store was opened.
  int64_t reloads = 0;
  int64_t failed_reloads = 0;
};

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

  // Loads the folder again and serves it, if all of it is good. The error is
  // that of status().error. One call at a time does the work; others wait.
  absl::Status Reload();

 private:
  const std::string directory_;  // empty: never reloaded
  const std::string default_locale_;
  std::mutex reload_mutex_;
  mutable std::mutex mutex_;
  LibraryStatus status_;  // guarded by mutex_
};

}  // namespace wanyan

#endif  // WANYAN_STORE_LIBRARY_STORE_H_
