#ifndef WANYAN_STORE_INTERNAL_FOLDER_EVENTS_H_
#define WANYAN_STORE_INTERNAL_FOLDER_EVENTS_H_

#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "base/descriptor.h"

namespace wanyan::internal {

// What the kernel tells about a phrasebook folder (inotify). It makes a change
// known at once, and promises nothing: it tells nothing of network file
// systems, forgets under load, and watches only the places that the folder's
// links led to when Watch was called.
//
//   FolderEvents events;
//   if (absl::Status status = events.Watch(directory); !status.ok()) …
//   poll() until events.descriptor() is readable
//   if (events.Read()) …  // something may have changed
//
// For one thread.
class FolderEvents {
 public:
  // Watches from now on: the folder, its profiles and its books, and every link
  // on the way to them, as they are now. What was watched before is forgotten.
  // ResourceExhausted, with the limit to raise, where the system has no watches
  // left; then some or all of it is not watched. Places that are not there are
  // no error.
  absl::Status Watch(const std::string& directory);

  // For poll(); negative where nothing can be watched.
  int descriptor() const { return inotify_.get(); }

  // Takes all that has been told, without waiting. Whether any of it may
  // concern the folder.
  bool Read();

 private:
  absl::Status WatchFolders(const std::set<std::string>& folders);
  bool Concerns(std::string_view name) const;

  Descriptor inotify_;
  std::set<int> watches_;
  // Those of the entries that are watched, beside those of books.
  std::set<std::string, std::less<>> names_;
};

}  // namespace wanyan::internal

#endif  // WANYAN_STORE_INTERNAL_FOLDER_EVENTS_H_
