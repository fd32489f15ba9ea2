#ifndef WANYAN_SERVICE_WORK_QUEUE_H_
#define WANYAN_SERVICE_WORK_QUEUE_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
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
// falls to a quarter, as in controlled delay (Nichols and Jacobson, "Controlling
// Queue Delay", ACM Queue 2012): a queue that never empties gives every call
// the longest wait and serves no more of them.
class WorkQueue {
 public:
  enum class ShedReason { kQueueFull, kWaitedTooLong, kStopping };

  struct Task {
    std::function<void()> run;
    // Must be quick.
    std::function<void(ShedReason)> shed;
  };

  explicit WorkQueue(const AdmissionOptions& options);
  // Sheds what waits, ends what runs.
  ~WorkQueue();

  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // For a call that somebody waits for.
  void Add(Task task);
  // For one part of a long call, which adds the next part when it is done: long
  // calls take turns, and while there are others get one turn in four. Only the
  // first part (`is_first`) is subject to the gate.
  void AddPart(Task task, bool is_first);

  // Tasks that wait, and tasks that run.
  size_t waiting() const;
  size_t running() const;

 private:
  // Steady: a clock that is set changes no wait.
  using Clock = std::chrono::steady_clock;

  struct Waiting {
    Task task;
    Clock::time_point since;
    bool may_be_shed = true;
  };

  bool IsFull() const;  // needs mutex_
  void Admit(Task task, bool may_be_shed, std::deque<Waiting>* lane);
  void Work();
  std::optional<Waiting> Next();  // needs mutex_
  Clock::duration AllowedWait(Clock::time_point now) const;  // needs mutex_

  const size_t max_waiting_;
  const Clock::duration max_wait_;
  mutable std::mutex mutex_;
  std::condition_variable added_;
  std::deque<Waiting> calls_;
  std::deque<Waiting> parts_;
  size_t running_ = 0;
  size_t turn_ = 0;  // counts what was taken from either lane
  Clock::time_point last_empty_;
  bool stopping_ = false;
  std::vector<std::thread> workers_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_WORK_QUEUE_H_
