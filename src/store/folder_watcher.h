#ifndef WANYAN_STORE_FOLDER_WATCHER_H_
#define WANYAN_STORE_FOLDER_WATCHER_H_

#include <atomic>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "absl/time/time.h"
#include "base/descriptor.h"
#include "store/folder_fingerprint.h"
#include "store/internal/folder_events.h"

namespace wanyan {

struct FolderWatcherOptions {
  // How long a change can stay unseen where the kernel does not tell it.
  absl::Duration poll_interval = absl::Seconds(1);
  // Whether the kernel is asked to tell of changes (inotify).
  bool use_events = true;
};

// Tells when the books of a folder have changed, however they are replaced: by
// a rename over them, written in place, deleted and made again (the folder
// too), or by a swap of links as Kubernetes does it.
//
//   const FolderFingerprint loaded = FolderFingerprint::Of(directory);
//   …load the folder, make the store…
//   FolderWatcher watcher(directory, loaded,
//                         {.on_change = [&] {
//                            const absl::Status status = store.Reload();
//                            …log and count…
//                            return !IsTransient(status);
//                          }});
//
// The fingerprint decides, looked at each poll_interval; events of the kernel
// only say when to look earlier. A change is told when the folder has rested
// for 15 ms, or half a second after it was seen, whichever comes first: files
// that are being written are read once, and again when they have changed again.
// Time is the steady clock's.
//
// The callbacks are called on the watcher's own thread, one at a time. That
// thread has the signal mask of the one that makes the watcher.
class FolderWatcher {
 public:
  struct Callbacks {
    // The folder is not what it was. Returns whether that is dealt with; false:
    // it is called again after a poll_interval, changed or not.
    std::function<bool()> on_change;
    // Optional. Events cannot be had and why, said once until they can be again
    // (which is tried at each change); changes are seen by the poll alone.
    std::function<void(std::string_view why)> on_events_lost;
  };

  // Watches until it is destroyed. `known` is what the caller has dealt with: a
  // folder that has changed since is told at once.
  FolderWatcher(std::string directory, FolderFingerprint known,
                Callbacks callbacks, FolderWatcherOptions options = {});

  // Waits for a callback that is being called, and for nothing else.
  ~FolderWatcher();

  FolderWatcher(const FolderWatcher&) = delete;
  FolderWatcher& operator=(const FolderWatcher&) = delete;

 private:
  void Run();
  void Tell();
  void WatchEvents();
  FolderFingerprint Settle(FolderFingerprint seen) const;
  // Whether something may have changed, rather than the time being over.
  bool WaitForEvent();
  void SleepUnlessStopped(absl::Duration duration) const;

  const std::string directory_;
  const Callbacks callbacks_;
  const FolderWatcherOptions options_;
  std::atomic<bool> stopping_ = false;
  const Descriptor stop_;  // an eventfd, readable when stopping_: ends a poll()

  // Of the thread alone.
  FolderFingerprint known_;
  bool tell_again_ = false;
  internal::FolderEvents events_;
  bool events_lost_ = false;

  std::thread thread_;
};

}  // namespace wanyan

#endif  // WANYAN_STORE_FOLDER_WATCHER_H_
