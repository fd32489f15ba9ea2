#include "service/work_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ShedReason = WorkQueue::ShedReason;

AdmissionOptions OneWorker() {
  return {.workers = 1, .max_waiting = 2, .max_wait = absl::Seconds(60)};
}

// Keeps a worker busy until it is released.
class Blocker {
 public:
  explicit Blocker(WorkQueue* queue) {
    auto started = std::make_shared<std::promise<void>>();
    auto released = std::make_shared<std::future<void>>(release_.get_future());
    // In the second part of a long call, which is never shed.
    auto has_begun = std::make_shared<bool>(false);
    queue->AddLong({.run_part =
                        [started, released, has_begun] {
                          if (!std::exchange(*has_begun, true)) return false;
                          started->set_value();
                          released->wait();
                          return true;
                        },
                    .shed = [](ShedReason) { FAIL() << "it was shed"; }});
    started->get_future().wait();
  }
  ~Blocker() { Release(); }

  void Release() {
    if (!released_) release_.set_value();
    released_ = true;
  }

 private:
  bool released_ = false;
  std::promise<void> release_;
};

// What tasks record they record before their worker is free again.
void WaitUntilIdle(const WorkQueue& queue) {
  while (queue.waiting() + queue.running() > 0) {
    absl::SleepFor(absl::Milliseconds(1));
  }
}

// What happened to tasks, in order.
class Record {
 public:
  WorkQueue::Task Task(const std::string& name) {
    return {.run = [this, name] { Add(name); },
            .shed =
                [this, name](ShedReason reason) {
                  Add(name + (reason == ShedReason::kQueueFull ? ": full"
                              : reason == ShedReason::kWaitedTooLong
                                  ? ": waited too long"
                                  : ": stopping"));
                }};
  }

  WorkQueue::LongTask LongTask(const std::string& name, int parts) {
    return {.run_part =
                [this, name, parts, part = 0]() mutable {
                  Add(absl::StrFormat("%s %d", name, ++part));
                  return part == parts;
                },
            .shed = Task(name).shed};
  }

  std::vector<std::string> Wait(size_t count) {
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (absl::Now() < end) {
      {
        const std::lock_guard lock(mutex_);
        if (events_.size() >= count) return events_;
      }
      absl::SleepFor(absl::Milliseconds(1));
    }
    const std::lock_guard lock(mutex_);
    return events_;
  }

  void Add(const std::string& event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> events_;
};

TEST(WorkQueueTest, RunsCallsInTheirOrder) {
  Record record;
  WorkQueue queue({.workers = 1});
  for (const char* name : {"a", "b", "c"}) queue.Add(record.Task(name));
  EXPECT_THAT(record.Wait(3), ElementsAre("a", "b", "c"));
}

TEST(WorkQueueTest, ShedsAtOnceWhatExceedsTheQueue) {
  Record record;
  WorkQueue queue(OneWorker());
  Blocker blocker(&queue);
  for (const char* name : {"a", "b", "c"}) queue.Add(record.Task(name));
  EXPECT_THAT(record.Wait(1), ElementsAre("c: full"));
  EXPECT_EQ(queue.waiting(), 2u);
  EXPECT_EQ(queue.running(), 1u);
  blocker.Release();
  EXPECT_THAT(record.Wait(3), ElementsAre("c: full", "a", "b"));
}

TEST(WorkQueueTest, WhatAFreeWorkerCanTakeDoesNotCountAsWaiting) {
  Record record;
  WorkQueue queue({.workers = 1, .max_waiting = 0});
  queue.Add(record.Task("a"));
  EXPECT_THAT(record.Wait(1), ElementsAre("a"));
  WaitUntilIdle(queue);
  Blocker blocker(&queue);
  queue.Add(record.Task("b"));
  EXPECT_THAT(record.Wait(2), ElementsAre("a", "b: full"));
}

TEST(WorkQueueTest, ShedsWhatHasWaitedTooLong) {
  Record record;
  WorkQueue queue(
      {.workers = 1, .max_waiting = 9, .max_wait = absl::Milliseconds(20)});
  Blocker blocker(&queue);
  queue.Add(record.Task("a"));
  absl::SleepFor(absl::Milliseconds(40));
  blocker.Release();
  EXPECT_THAT(record.Wait(1), ElementsAre("a: waited too long"));
  queue.Add(record.Task("b"));
  EXPECT_THAT(record.Wait(2), ElementsAre("a: waited too long", "b"));
}

// Everything waits longer than it may as soon as the queue has not been empty
// for the longest wait; so the newest, which can still come in time, are run.
TEST(WorkQueueTest, AllowsLessWaitingWhileTheQueueDoesNotEmpty) {
  Record record;
  WorkQueue queue(
      {.workers = 1, .max_waiting = 9, .max_wait = absl::Seconds(2)});
  Blocker blocker(&queue);
  queue.Add(record.Task("2.2 s"));
  absl::SleepFor(absl::Milliseconds(1400));
  queue.Add(record.Task("0.8 s"));  // less than 2, more than a quarter of it
  absl::SleepFor(absl::Milliseconds(600));
  queue.Add(record.Task("0.2 s"));  // less than a quarter, more than a tenth
  absl::SleepFor(absl::Milliseconds(210));
  blocker.Release();
  EXPECT_THAT(record.Wait(3), ElementsAre("2.2 s: waited too long",
                                          "0.8 s: waited too long", "0.2 s"));
}

TEST(WorkQueueTest, LongCallsGetOneTurnInFour) {
  Record record;
  WorkQueue queue({.workers = 1, .max_waiting = 20});
  Blocker blocker(&queue);  // takes the first two turns
  queue.AddLong(record.LongTask("long", /*parts=*/3));
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    queue.Add(record.Task(name));
  }
  blocker.Release();
  EXPECT_THAT(record.Wait(8), ElementsAre("a", "long 1", "b", "c", "d",
                                          "long 2", "e", "long 3"));
}

TEST(WorkQueueTest, LongCallsTakeTurns) {
  Record record;
  WorkQueue queue({.workers = 1});
  Blocker blocker(&queue);
  queue.AddLong(record.LongTask("x", /*parts=*/2));
  queue.AddLong(record.LongTask("y", /*parts=*/2));
  blocker.Release();
  EXPECT_THAT(record.Wait(4), ElementsAre("x 1", "y 1", "x 2", "y 2"));
}

TEST(WorkQueueTest, LongCallsThatHaveBegunAreNotShed) {
  Record record;
  WorkQueue queue({.workers = 1, .max_wait = absl::Milliseconds(500)});
  auto blocker = std::make_unique<Blocker>(&queue);
  queue.AddLong({.run_part =
                     [&, part = 0]() mutable {
                       record.Add(absl::StrFormat("part %d", ++part));
                       absl::SleepFor(absl::Milliseconds(600));
                       return part == 3;
                     },
                 .shed = [](ShedReason) { FAIL() << "it was shed"; }});
  blocker->Release();
  EXPECT_THAT(record.Wait(3), ElementsAre("part 1", "part 2", "part 3"));
}

// However many batches there are, a single reply has its place.
TEST(WorkQueueTest, LongCallsTakeNoPlaceOfOthers) {
  Record record;
  WorkQueue queue({.workers = 1, .max_waiting = 1});
  Blocker blocker(&queue);
  const size_t most = WorkQueue::kLongTasksPerWorker;
  for (size_t i = 1; i < most; ++i) {  // the blocker is one of them
    queue.AddLong(record.LongTask("long", /*parts=*/1));
  }
  queue.AddLong(record.LongTask("one too many", /*parts=*/1));
  EXPECT_THAT(record.Wait(1), ElementsAre("one too many: full"));
  queue.Add(record.Task("a"));
  blocker.Release();
  const std::vector<std::string> events = record.Wait(most + 1);
  EXPECT_THAT(events, ::testing::Contains("a"));
  EXPECT_EQ(events.size(), most + 1);
  // And when they are done, there is room again.
  WaitUntilIdle(queue);
  queue.AddLong(record.LongTask("later", /*parts=*/1));
  EXPECT_THAT(record.Wait(most + 2), ::testing::Contains("later 1"));
}

TEST(WorkQueueTest, ShedsWhatWaitsWhenItEnds) {
  Record record;
  std::thread releaser;
  {
    WorkQueue queue({.workers = 1});
    auto blocker = std::make_shared<Blocker>(&queue);
    queue.Add(record.Task("a"));
    releaser = std::thread([blocker] {
      absl::SleepFor(absl::Milliseconds(20));
      blocker->Release();
    });
  }
  releaser.join();
  EXPECT_THAT(record.Wait(1), ElementsAre("a: stopping"));
}

TEST(WorkQueueTest, EachTaskEndsExactlyOnce) {
  constexpr int kThreads = 4;
  constexpr int kTasks = 5000;
  std::atomic<int> ran = 0;
  std::atomic<int> shed = 0;
  {
    WorkQueue queue(
        {.workers = 3, .max_waiting = 8, .max_wait = absl::Seconds(60)});
    std::vector<std::thread> callers;
    for (int i = 0; i < kThreads; ++i) {
      callers.emplace_back([&] {
        for (int k = 0; k < kTasks; ++k) {
          queue.Add(
              {.run = [&] { ++ran; }, .shed = [&](ShedReason) { ++shed; }});
        }
      });
    }
    for (std::thread& caller : callers) caller.join();
  }
  EXPECT_EQ(ran + shed, kThreads * kTasks);
  EXPECT_GT(ran, 0);
}

}  // namespace
}  // namespace wanyan
