#ifndef WANYAN_SERVICE_WORK_QUEUE_H_
#define WANYAN_SERVICE_WORK_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "service/server_options.h"

namespace wanyan {

// The threads that check replies, and the admission gate in front of them. gRPC
// takes every call that arrives; this bounds how many of them are worked on,
// how many wait, and for how long. What exceeds it is shed at once, so that
// those that were taken on are answered in time.
//
//   WorkQueue queue(options);
//   queue.Add({.run = [] { … }, .shed = [](auto reason) { … }});
//
// Each task ends in exactly one call: `run` on a worker, or `shed` on the
// thread that added it or on a worker. Safe to call from any thread.
//
// While work keeps coming faster than it is done, the wait that is allowed
// falls to a quarter, as in controlled delay (Nichols and Jacobson,
// "Controlling Queue Delay", ACM Queue 2012): a queue that never empties gives
// every call the longest wait and serves no more of them.
class WorkQueue {
 public:
  enum class ShedReason { kQueueFull, kWaitedTooLong, kStopping };

  struct Task {
    std::function<void()> run;
    // Must be quick.
    std::function<void(ShedReason)> shed;
  };

  struct LongTask {
    // Does the next part; true when that was the last one.
    std::function<bool()> run_part;
    // Must be quick.
    std::function<void(ShedReason)> shed;
  };

  // Long tasks that are worked on at once, for each worker: together they have
  // as much memory as so many of the largest requests and answers.
  static constexpr size_t kLongTasksPerWorker = 16;

  explicit WorkQueue(const AdmissionOptions& options);
  // Sheds what waits, ends what runs.
  ~WorkQueue();

  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // For a call that somebody waits for.
  void Add(Task task);
  // For a call that takes long. Its parts take turns with those of other long
  // calls; while calls of the other kind wait, they get one turn in four. Once
  // the first part has begun, the call is shed only when the queue ends.
  void AddLong(LongTask task);

  // Tasks that wait (for long ones: for their first or next part), and tasks
  // that run.
  size_t waiting() const;
  size_t running() const;

 private:
  // Steady: a clock that is set changes no wait.
  using Clock = std::chrono::steady_clock;

  struct Waiting {
    LongTask task;  // of one part where it is not long
    bool is_long = false;
    Clock::time_point since;
    bool has_begun = false;
  };

  // These need mutex_.
  bool IsFullFor(const Waiting& waiting) const;
  Waiting TakeNext();
  Clock::duration AllowedWait(Clock::time_point now) const;

  void Admit(Waiting waiting);
  void Work();
  // Runs or sheds it; true when it is over.
  bool Handle(Waiting* waiting, Clock::duration allowed_wait);

  const size_t max_waiting_;
  const Clock::duration max_wait_;
  mutable std::mutex mutex_;
  std::condition_variable added_;
  std::deque<Waiting> calls_;
  std::deque<Waiting> long_calls_;  // the next part of each
  size_t long_tasks_ = 0;           // those and the ones that run
  size_t running_ = 0;
  size_t turn_ = 0;  // counts what was taken from either lane
  Clock::time_point last_empty_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_WORK_QUEUE_H_
