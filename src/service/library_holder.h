#ifndef WANYAN_SERVICE_LIBRARY_HOLDER_H_
#define WANYAN_SERVICE_LIBRARY_HOLDER_H_

#include <memory>
#include <mutex>
#include <utility>

#include "engine/library.h"

namespace wanyan {

// The library that a server checks with. Set swaps it for a new one at once;
// whoever got the old one keeps it until done. Safe to call from any thread.
// (A mutex, because GCC 12's std::atomic<std::shared_ptr> races.)
class LibraryHolder {
 public:
  // `library` must not be null, here and in Set.
  explicit LibraryHolder(std::shared_ptr<const Library> library)
      : library_(std::move(library)) {}

  std::shared_ptr<const Library> Get() const {
    const std::lock_guard lock(mutex_);
    return library_;
  }

  void Set(std::shared_ptr<const Library> library) {
    // The old library, maybe the last of it, goes after the lock.
    const std::lock_guard lock(mutex_);
    library_.swap(library);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Library> library_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_LIBRARY_HOLDER_H_
