#include "service/periodic_task.h"

#include <utility>

namespace wanyan {

PeriodicTask::PeriodicTask(absl::Duration interval, std::function<void()> run)
    : interval_(absl::ToChronoNanoseconds(interval)),
      run_(std::move(run)),
      thread_([this] {
        while (Sleep()) run_();
      }) {}

PeriodicTask::~PeriodicTask() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool PeriodicTask::Sleep() {
  std::unique_lock lock(mutex_);
  // By the steady clock: setting the time of day moves nothing.
  return !wake_.wait_for(lock, interval_, [this] { return stopping_; });
}

}  // namespace wanyan
