#include "store/folder_watcher.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "base/string_view.h"

// The thread looks, and where what it sees is not what it knows, lets the
// folder settle and tells of it. Then it looks again at once: the watches are
// new, as the links may lead elsewhere by now, and what happened before they
// were is told by no event. Only where nothing has changed it waits.

namespace wanyan {
namespace {

using Clock = std::chrono::steady_clock;

// Longer than the tick by which the kernel stamps files (10 ms at most), so
// that nothing written before the second of two equal looks goes unseen.
constexpr absl::Duration kRest = absl::Milliseconds(15);

// A folder that is being written all the time is not waited for any longer.
constexpr absl::Duration kMaxSettling = absl::Milliseconds(500);

Clock::time_point After(absl::Duration duration) {
  return Clock::now() + absl::ToChronoMilliseconds(duration);
}

// Rounded up, so that a poll does not end just before `time`.
int MillisecondsUntil(Clock::time_point time) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(time - Clock::now());
  return static_cast<int>(std::max<int64_t>(left.count(), 0));
}

}  // namespace

FolderWatcher::FolderWatcher(std::string directory, FolderFingerprint known,
                             Callbacks callbacks, FolderWatcherOptions options)
    : directory_(std::move(directory)),
      callbacks_(std::move(callbacks)),
      options_(options),
      stop_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      known_(std::move(known)),
      thread_(&FolderWatcher::Run, this) {}

FolderWatcher::~FolderWatcher() {
  stopping_ = true;
  // Without descriptors left the thread sees the flag when its poll is over.
  eventfd_write(stop_.get(), 1);
  thread_.join();
}

void FolderWatcher::Run() {
  WatchEvents();
  bool waited_in_vain = false;
  while (!stopping_) {
    FolderFingerprint seen = FolderFingerprint::Of(directory_);
    if (seen != known_ || (tell_again_ && waited_in_vain)) {
      known_ = Settle(std::move(seen));
      Tell();
      WatchEvents();
      waited_in_vain = false;
    } else {
      waited_in_vain = !WaitForEvent();
    }
  }
}

void FolderWatcher::Tell() {
  if (!stopping_) tell_again_ = !callbacks_.on_change();
}

void FolderWatcher::WatchEvents() {
  if (!options_.use_events) return;
  const absl::Status status = events_.Watch(directory_);
  const bool lost_now = !status.ok() && !events_lost_;
  events_lost_ = !status.ok();
  if (lost_now && callbacks_.on_events_lost != nullptr) {
    callbacks_.on_events_lost(ToStd(status.message()));
  }
}

// The fingerprint of a folder at rest; one that no folder has where it does not
// rest, so that the next look tells of it again.
FolderFingerprint FolderWatcher::Settle(FolderFingerprint seen) const {
  const Clock::time_point deadline = After(kMaxSettling);
  while (!stopping_ && Clock::now() < deadline) {
    SleepUnlessStopped(kRest);
    FolderFingerprint next = FolderFingerprint::Of(directory_);
    if (next == seen) return next;
    seen = std::move(next);
  }
  return FolderFingerprint();
}

bool FolderWatcher::WaitForEvent() {
  const Clock::time_point deadline = After(options_.poll_interval);
  pollfd descriptors[] = {{stop_.get(), POLLIN, 0},
                          {events_.descriptor(), POLLIN, 0}};
  while (!stopping_ && Clock::now() < deadline) {
    poll(descriptors, std::size(descriptors), MillisecondsUntil(deadline));
    if (events_.Read()) return true;
  }
  return false;
}

void FolderWatcher::SleepUnlessStopped(absl::Duration duration) const {
  pollfd stop = {stop_.get(), POLLIN, 0};
  poll(&stop, 1, MillisecondsUntil(After(duration)));
}

}  // namespace wanyan
