#include "service/work_queue.h"

#include <algorithm>
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
  for (std::deque<Waiting>* lane : {&calls_, &parts_}) {
    for (Waiting& waiting : *lane) waiting.task.shed(ShedReason::kStopping);
  }
}

void WorkQueue::Add(Task task) {
  Admit(std::move(task), /*may_be_shed=*/true, &calls_);
}

void WorkQueue::AddPart(Task task, bool is_first) {
  Admit(std::move(task), /*may_be_shed=*/is_first, &parts_);
}

bool WorkQueue::IsFull() const {
  const size_t free_workers = workers_.size() - running_;
  return calls_.size() + parts_.size() >= max_waiting_ + free_workers;
}

void WorkQueue::Admit(Task task, bool may_be_shed, std::deque<Waiting>* lane) {
  std::optional<ShedReason> refused;
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      refused = ShedReason::kStopping;
    } else if (may_be_shed && IsFull()) {
      refused = ShedReason::kQueueFull;
    } else {
      const Clock::time_point now = Clock::now();
      if (calls_.empty()) last_empty_ = now;
      lane->push_back({std::move(task), now, may_be_shed});
    }
  }
  if (refused.has_value()) {
    task.shed(*refused);
  } else {
    added_.notify_one();
  }
}

WorkQueue::Clock::duration WorkQueue::AllowedWait(Clock::time_point now) const {
  const bool overloaded = now - last_empty_ > max_wait_;
  return overloaded ? max_wait_ / kOverloadDivisor : max_wait_;
}

std::optional<WorkQueue::Waiting> WorkQueue::Next() {
  if (calls_.empty() && parts_.empty()) return std::nullopt;
  ++turn_;
  const bool is_turn_of_parts = turn_ % kTurnsPerPart == 0;
  const bool take_part = calls_.empty() || (is_turn_of_parts && !parts_.empty());
  std::deque<Waiting>& lane = take_part ? parts_ : calls_;
  Waiting next = std::move(lane.front());
  lane.pop_front();
  if (calls_.empty()) last_empty_ = Clock::now();
  return next;
}

void WorkQueue::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    added_.wait(lock, [this] {
      return stopping_ || !calls_.empty() || !parts_.empty();
    });
    if (stopping_) return;
    std::optional<Waiting> next = Next();
    if (!next.has_value()) continue;
    const Clock::time_point now = Clock::now();
    const bool too_late =
        next->may_be_shed && now - next->since > AllowedWait(now);
    ++running_;
    lock.unlock();
    if (too_late) {
      next->task.shed(ShedReason::kWaitedTooLong);
    } else {
      next->task.run();
    }
    next.reset();  // what the task holds goes before the lock
    lock.lock();
    --running_;
  }
}

size_t WorkQueue::waiting() const {
  const std::lock_guard lock(mutex_);
  return calls_.size() + parts_.size();
}

size_t WorkQueue::running() const {
  const std::lock_guard lock(mutex_);
  return running_;
}

}  // namespace wanyan
