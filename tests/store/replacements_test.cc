// A thousand replacements of a phrasebook, of every kind, while threads check
// replies: each answer is that of one book, each book is soon served, and what
// is half written or broken never is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/checker.h"
#include "store/book_folder.h"
#include "store/folder_watcher.h"
#include "store/library_store.h"
#include "store/numbered_book.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using Clock = std::chrono::steady_clock;
using testing::HasSubstr;

constexpr int kReplacementCount = 1000;
constexpr int kCheckers = 2;
constexpr std::chrono::seconds kMaxDelay(2);
// So that a failing test ends.
constexpr std::chrono::seconds kPatience(10);

// What an answer to 甲 says; equal where it comes of the same book.
struct Answer {
  std::string revision;
  std::string message;
  std::string rewrite;

  friend bool operator==(const Answer&, const Answer&) = default;
};

Answer Ask(const Library& library) {
  CheckRequest request;
  request.reply = "甲";
  const auto result = CheckReply(library, request);
  if (!result.ok() || result->findings.size() != 1) return {};
  return {result->revision, result->findings[0].message,
          result->rewrite.value_or("")};
}

// What each book that was ever meant to be served answers, by its revision,
// found out in a folder that nobody writes to.
class Oracle {
 public:
  // Call before the book can be seen.
  Answer Expect(const std::string& book) {
    const TempDir dir;
    dir.Write("zh.yaml", book);
    const Answer answer = Ask(*MustLoad(dir.path()));
    const std::lock_guard lock(mutex_);
    answers_[answer.revision] = answer;
    return answer;
  }

  bool Agrees(const Answer& answer) const {
    const std::lock_guard lock(mutex_);
    const auto expected = answers_.find(answer.revision);
    return expected != answers_.end() && expected->second == answer;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
};

// Threads that check replies until destroyed.
class Checkers {
 public:
  Checkers(const LibraryStore& store, const Oracle& oracle) {
    for (int i = 0; i < kCheckers; ++i) {
      threads_.emplace_back([this, &store, &oracle] {
        while (!stop_) {
          const Answer answer = Ask(*store.Get());
          ++answers_;
          if (!oracle.Agrees(answer)) ++wrong_;
          // Leaves the machine something to write and to load with.
          std::this_thread::sleep_for(std::chrono::microseconds(50));
        }
      });
    }
  }
  ~Checkers() { Stop(); }

  void Stop() {
    stop_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

  int64_t answers() const { return answers_; }
  int64_t wrong() const { return wrong_; }

 private:
  std::atomic<bool> stop_ = false;
  std::atomic<int64_t> answers_ = 0;
  std::atomic<int64_t> wrong_ = 0;
  std::vector<std::thread> threads_;
};

class ReplacementsTest : public testing::Test {
 protected:
  ReplacementsTest()
      : folder_(NumberedBook(0)),
        known_(FolderFingerprint::Of(folder_.path())),
        store_(MustLoad(folder_.path()), folder_.path(), "zh-Hans"),
        watcher_(folder_.path(), known_,
                 {.on_change = [this] { return !IsTransient(store_.Reload()); },
                  .on_events_lost = nullptr}) {
    oracle_.Expect(NumberedBook(0));
  }

  // Writes the first half, and the rest when the half has been refused.
  void WriteInHalves(const std::string& book) {
    const int64_t failed = store_.status().failed_reloads;
    std::ofstream file(folder_.book(), std::ios::binary | std::ios::trunc);
    file << HalfOf(book) << std::flush;
    ExpectRefusal(failed);
    written_ = Clock::now();
    file << book.substr(HalfOf(book).size());
  }

  // A broken book in between.
  void WriteBrokenThenGood(const std::string& book) {
    const int64_t failed = store_.status().failed_reloads;
    folder_.Replace(Replacement::kRenameOver, book + "rulez: []\n");
    ExpectRefusal(failed);
    written_ = Clock::now();
    folder_.Replace(Replacement::kRenameOver, book);
  }

  void ExpectRefusal(int64_t failed_before) {
    EXPECT_TRUE(WaitUntil([&] {
      return store_.status().failed_reloads > failed_before;
    })) << "what is broken was not read";
    const auto error = store_.status().error;
    ASSERT_TRUE(error.has_value());
    EXPECT_THAT(error->message, HasSubstr(folder_.book() + ":"));
  }

  void Replace(int number, const std::string& book) {
    constexpr int kWholeKinds = std::size(kReplacements);
    const int kind = number % (kWholeKinds + 2);
    written_ = Clock::now();
    if (kind < kWholeKinds) {
      folder_.Replace(kReplacements[kind], book);
    } else if (kind == kWholeKinds) {
      WriteInHalves(book);
    } else {
      WriteBrokenThenGood(book);
    }
  }

  // How long it took from the good book's writing until it was served.
  Clock::duration WaitUntilServed(const std::string& revision) {
    EXPECT_TRUE(WaitUntil([&] { return store_.Get()->revision() == revision; }))
        << "never served";
    return Clock::now() - written_;
  }

  static bool WaitUntil(const std::function<bool()>& condition) {
    const auto deadline = Clock::now() + kPatience;
    while (!condition()) {
      if (Clock::now() > deadline) return false;
      std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    return true;
  }

  BookFolder folder_;
  const FolderFingerprint known_;
  LibraryStore store_;
  Oracle oracle_;
  Clock::time_point written_;
  FolderWatcher watcher_;
};

TEST_F(ReplacementsTest, AThousandOfEveryKindUnderLoad) {
  Checkers checkers(store_, oracle_);
  std::vector<Clock::duration> delays;
  for (int number = 1; number <= kReplacementCount; ++number) {
    const std::string book = NumberedBook(number);
    const Answer expected = oracle_.Expect(book);
    Replace(number, book);
    delays.push_back(WaitUntilServed(expected.revision));
    ASSERT_FALSE(HasFailure()) << "at replacement " << number;
  }
  checkers.Stop();
  EXPECT_EQ(checkers.wrong(), 0);
  EXPECT_GT(checkers.answers(), kReplacementCount);
  EXPECT_FALSE(store_.status().error.has_value());

  std::sort(delays.begin(), delays.end());
  const auto milliseconds = [](Clock::duration delay) {
    return std::chrono::duration<double, std::milli>(delay).count();
  };
  std::printf(
      "%d replacements, %lld answers; seen within %.1f ms (median %.1f ms)\n",
      kReplacementCount, static_cast<long long>(checkers.answers()),
      milliseconds(delays.back()), milliseconds(delays[delays.size() / 2]));
  EXPECT_LT(delays.back(), kMaxDelay);
}

}  // namespace
}  // namespace wanyan
