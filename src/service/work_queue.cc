#include "service/work_queue.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/time.h"

namespace wanyan {
namespace {

// Of so many turns one is for the parts of long calls while others wait.
constexpr size_t kTurnsPerPart = 4;
// What the allowed wait is divided by while the queue does not empty.
constexpr int kOverloadDivisor = 4;

int WorkerCount(const AdmissionOptions& options) {
  if (options.workers > 0) return options.workers;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

WorkQueue::WorkQueue(const AdmissionOptions& options)
    : max_waiting_(static_cast<size_t>(options.max_waiting)),
      max_wait_(absl::ToChronoNanoseconds(options.max_wait)),
      last_empty_(Clock::now()) {
  const std::lock_guard lock(mutex_);  // workers wait until all are there
  for (int i = 0; i < WorkerCount(options); ++i) {
    workers_.emplace_back([this] { Work(); });
  }
}

WorkQueue::~WorkQueue() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  added_.notify_all();
  for (std::thread& worker : workers_) worker.join();
  for (std::deque<Waiting>* lane : {&calls_, &long_calls_}) {
    for (Waiting& waiting : *lane) waiting.task.shed(ShedReason::kStopping);
  }
}

void WorkQueue::Add(Task task) {
  auto run = [run = std::move(task.run)] {
    run();
    return true;
  };
  Admit({.task = {.run_part = std::move(run), .shed = std::move(task.shed)},
         .is_long = false,
         .since = Clock::now()});
}

void WorkQueue::AddLong(LongTask task) {
  Admit({.task = std::move(task), .is_long = true, .since = Clock::now()});
}

bool WorkQueue::IsFullFor(const Waiting& waiting) const {
  if (waiting.is_long) {
    return long_tasks_ >= kLongTasksPerWorker * workers_.size();
  }
  const size_t free_workers = workers_.size() - running_;
  return calls_.size() >= max_waiting_ + free_workers;
}

void WorkQueue::Admit(Waiting waiting) {
  std::optional<ShedReason> refused;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = ShedReason::kStopping;
    } else if (IsFullFor(waiting)) {
      refused = ShedReason::kQueueFull;
    } else if (waiting.is_long) {
      ++long_tasks_;
      long_calls_.push_back(std::move(waiting));
    } else {
      if (calls_.empty()) last_empty_ = waiting.since;
      calls_.push_back(std::move(waiting));
    }
  }
  if (refused.has_value()) {
    waiting.task.shed(*refused);
  } else {
    added_.notify_one();
  }
}

WorkQueue::Clock::duration WorkQueue::AllowedWait(Clock::time_point now) const {
  const bool overloaded = now - last_empty_ > max_wait_;
  return overloaded ? max_wait_ / kOverloadDivisor : max_wait_;
}

WorkQueue::Waiting WorkQueue::TakeNext() {
  ++turn_;
  const bool is_turn_of_long_ones = turn_ % kTurnsPerPart == 0;
  const bool take_long =
      calls_.empty() || (is_turn_of_long_ones && !long_calls_.empty());
  std::deque<Waiting>& lane = take_long ? long_calls_ : calls_;
  Waiting next = std::move(lane.front());
  lane.pop_front();
  if (calls_.empty()) last_empty_ = Clock::now();
  return next;
}

bool WorkQueue::Handle(Waiting* waiting, Clock::duration allowed_wait) {
  if (!waiting->has_begun && Clock::now() - waiting->since > allowed_wait) {
    waiting->task.shed(ShedReason::kWaitedTooLong);
    return true;
  }
  waiting->has_begun = true;
  return waiting->task.run_part();
}

void WorkQueue::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    added_.wait(lock, [this] {
      return stopping_ || !calls_.empty() || !long_calls_.empty();
    });
    if (stopping_) return;
    const Clock::duration allowed_wait = AllowedWait(Clock::now());
    Waiting next = TakeNext();
    ++running_;
    lock.unlock();
    const bool is_long = next.is_long;
    const bool is_over = Handle(&next, allowed_wait);
    if (is_over) next = {};  // what the task holds goes before the lock
    lock.lock();
    --running_;
    if (!is_over) {
      long_calls_.push_back(std::move(next));
    } else if (is_long) {
      --long_tasks_;
    }
  }
}

size_t WorkQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return calls_.size() + long_calls_.size();
}

size_t WorkQueue::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

}  // namespace wanyan
