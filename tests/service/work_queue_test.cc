#include "service/work_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

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
    // As a later part of a long call it is never shed.
    queue->AddPart({.run =
                        [started, released] {
                          started->set_value();
                          released->wait();
                        },
                    .shed = [](ShedReason) { FAIL() << "it was shed"; }},
                   /*is_first=*/false);
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
      {.workers = 1, .max_waiting = 9, .max_wait = absl::Milliseconds(500)});
  Blocker blocker(&queue);
  queue.Add(record.Task("first"));
  absl::SleepFor(absl::Milliseconds(400));
  queue.Add(record.Task("second"));
  absl::SleepFor(absl::Milliseconds(150));
  queue.Add(record.Task("third"));
  blocker.Release();
  // The second has waited 150 ms: less than 500, more than a quarter of it.
  EXPECT_THAT(record.Wait(3),
              ElementsAre("first: waited too long", "second: waited too long",
                          "third"));
}

TEST(WorkQueueTest, PartsOfLongCallsGetOneTurnInFour) {
  Record record;
  WorkQueue queue({.workers = 1, .max_waiting = 20});
  Blocker blocker(&queue);  // takes the first turn
  queue.AddPart(record.Task("part 1"), /*is_first=*/true);
  queue.AddPart(record.Task("part 2"), /*is_first=*/true);
  for (const char* name : {"a", "b", "c", "d", "e"}) {
    queue.Add(record.Task(name));
  }
  blocker.Release();
  EXPECT_THAT(record.Wait(7), ElementsAre("a", "b", "part 1", "c", "d", "e",
                                          "part 2"));
}

TEST(WorkQueueTest, NextPartsAreNeverShed) {
  Record record;
  WorkQueue queue(
      {.workers = 1, .max_waiting = 1, .max_wait = absl::Milliseconds(1)});
  Blocker blocker(&queue);
  queue.Add(record.Task("a"));
  queue.AddPart(record.Task("begins"), /*is_first=*/true);
  queue.AddPart(record.Task("goes on"), /*is_first=*/false);
  absl::SleepFor(absl::Milliseconds(10));
  blocker.Release();
  EXPECT_THAT(record.Wait(3), ElementsAre("begins: full", "a: waited too long",
                                          "goes on"));
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
        {.workers = 3, .max_waiting = 8, .max_wait = absl::Milliseconds(1)});
    std::vector<std::thread> callers;
    for (int i = 0; i < kThreads; ++i) {
      callers.emplace_back([&] {
        for (int k = 0; k < kTasks; ++k) {
          queue.Add({.run = [&] { ++ran; },
                     .shed = [&](ShedReason) { ++shed; }});
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
