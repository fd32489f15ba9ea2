#ifndef WANYAN_SERVICE_PHRASEBOOK_RELOADER_H_
#define WANYAN_SERVICE_PHRASEBOOK_RELOADER_H_

#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "store/folder_watcher.h"
#include "store/library_store.h"

namespace wanyan {

// Keeps what a server serves the same as what is in its folder, and tells the
// log what became of each change: "phrasebooks_reloaded",
// "phrasebooks_unchanged", or "phrasebooks_refused" with a line for each
// mistake.
class PhrasebookReloader {
 public:
  // `store` holds the folder `directory` as it was at `loaded`, and must
  // outlive the reloader.
  PhrasebookReloader(LibraryStore* store, const std::string& directory,
                     FolderFingerprint loaded);

  // Loads the folder again now, changed or not. Safe to call from any thread.
  void Reload();

 private:
  absl::Status ReloadAndLog();
  FolderWatcher::Callbacks MakeCallbacks();

  LibraryStore& store_;
  // So that what is logged about a reload is not about the next one.
  std::mutex mutex_;
  FolderWatcher watcher_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_PHRASEBOOK_RELOADER_H_
