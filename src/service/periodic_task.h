#ifndef WANYAN_SERVICE_PERIODIC_TASK_H_
#define WANYAN_SERVICE_PERIODIC_TASK_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace wanyan {

// Calls a function again and again on a thread of its own, `interval` after it
// last returned; the first time after one interval. Ends when destroyed, which
// waits for a call that is running.
class PeriodicTask {
 public:
  PeriodicTask(absl::Duration interval, std::function<void()> run);
  ~PeriodicTask();
  PeriodicTask(const PeriodicTask&) = delete;
  PeriodicTask& operator=(const PeriodicTask&) = delete;

 private:
  // False when it is time to end.
  bool Sleep();

  const std::chrono::nanoseconds interval_;
  const std::function<void()> run_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_PERIODIC_TASK_H_
