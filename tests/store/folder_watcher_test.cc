#include "store/folder_watcher.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/descriptor.h"
#include "store/book_folder.h"
#include "store/library_store.h"
#include "store/numbered_book.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// Far more than any change takes on a busy machine: only a failing test waits
// for it.
constexpr milliseconds kPatience(10'000);

// Within this a change is seen where the kernel tells of it; the poll alone
// would need up to a second. A busy machine may need several tries.
constexpr milliseconds kSoon(300);

// Longer than anything that would be told takes to be told.
constexpr milliseconds kQuiet(150);

bool WaitUntil(const std::function<bool()>& condition) {
  const auto deadline = Clock::now() + kPatience;
  while (!condition()) {
    if (Clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds(1));
  }
  return true;
}

constexpr FolderWatcherOptions kPollOnly = {
    .poll_interval = absl::Milliseconds(50), .use_events = false};

// A watcher that counts what it is told.
class CountingWatcher {
 public:
  explicit CountingWatcher(const std::string& directory,
                           FolderWatcherOptions options = {})
      : watcher_(directory, FolderFingerprint::Of(directory),
                 {.on_change =
                      [this] {
                        ++changes_;
                        return done_.load();
                      },
                  .on_events_lost =
                      [this](std::string_view why) {
                        const std::lock_guard lock(mutex_);
                        lost_.emplace_back(why);
                      }},
                 options) {
    // Its first watches take a moment.
    std::this_thread::sleep_for(milliseconds(20));
  }

  int changes() const { return changes_; }
  bool WaitForChange(int changes = 1) const {
    return WaitUntil([&] { return changes_ >= changes; });
  }
  // Whether every change from now on is said to be dealt with.
  void set_done(bool done) { done_ = done; }
  std::vector<std::string> lost() const {
    const std::lock_guard lock(mutex_);
    return lost_;
  }

 private:
  std::atomic<int> changes_ = 0;
  std::atomic<bool> done_ = true;
  mutable std::mutex mutex_;
  std::vector<std::string> lost_;
  FolderWatcher watcher_;
};

// A store that follows its folder, put together as a server does it.
class WatchedStore {
 public:
  explicit WatchedStore(const std::string& directory,
                        FolderWatcherOptions options = {})
      : known_(FolderFingerprint::Of(directory)),
        store_(MustLoad(directory), directory, "zh-Hans"),
        watcher_(directory, known_,
                 {.on_change = [this] { return !IsTransient(store_.Reload()); },
                  .on_events_lost = nullptr},
                 options) {}

  const LibraryStore& store() const { return store_; }
  std::string message() const {
    return store_.Get()->phrasebooks()[0].rules[0].message;
  }
  bool WaitForMessage(std::string_view message) const {
    return WaitUntil([&] { return this->message() == message; });
  }

 private:
  const FolderFingerprint known_;
  LibraryStore store_;
  FolderWatcher watcher_;
};

TEST(FolderWatcher, TellsNothingWhileNothingChanges) {
  const BookFolder folder(NumberedBook(1));
  const CountingWatcher watcher(folder.path());
  std::this_thread::sleep_for(kQuiet);
  EXPECT_EQ(watcher.changes(), 0);
}

class EveryReplacement : public testing::TestWithParam<Replacement> {};

INSTANTIATE_TEST_SUITE_P(FolderWatcher, EveryReplacement,
                         testing::ValuesIn(kReplacements),
                         [](const auto& one) { return NameOf(one.param); });

TEST_P(EveryReplacement, IsSeenSoon) {
  BookFolder folder(NumberedBook(1));
  const CountingWatcher watcher(folder.path());
  milliseconds best = kPatience;
  for (int attempt = 0; attempt < 5 && best >= kSoon; ++attempt) {
    const int told = watcher.changes();
    const auto start = Clock::now();
    folder.Replace(GetParam(), NumberedBook(2 + attempt));
    ASSERT_TRUE(watcher.WaitForChange(told + 1));
    best = std::min(
        best, std::chrono::duration_cast<milliseconds>(Clock::now() - start));
    std::this_thread::sleep_for(kQuiet);
  }
  EXPECT_LT(best, kSoon);
}

TEST_P(EveryReplacement, IsSeenByThePollAlone) {
  BookFolder folder(NumberedBook(1));
  const CountingWatcher watcher(folder.path(), kPollOnly);
  folder.Replace(GetParam(), NumberedBook(2));
  EXPECT_TRUE(watcher.WaitForChange());
}

TEST_P(EveryReplacement, IsServed) {
  BookFolder folder(NumberedBook(1));
  const WatchedStore served(folder.path());
  folder.Replace(GetParam(), NumberedBook(2));
  EXPECT_TRUE(served.WaitForMessage("第000002版"));
  folder.Replace(GetParam(), NumberedBook(3));
  EXPECT_TRUE(served.WaitForMessage("第000003版"));
  EXPECT_FALSE(served.store().status().error.has_value());
}

TEST(FolderWatcher, SeesFilesComeAndGo) {
  TempDir dir;
  dir.Write("a.yaml", NumberedBook(1));
  const WatchedStore served(dir.path());
  const auto books = [&] { return served.store().Get()->phrasebooks().size(); };
  dir.Write("b.yaml", NumberedBook(1, "zh-b"));
  EXPECT_TRUE(WaitUntil([&] { return books() == 2; }));
  fs::remove(dir.path() + "/b.yaml");
  EXPECT_TRUE(WaitUntil([&] { return books() == 1; }));
}

TEST(FolderWatcher, SeesProfilesComeChangeAndGo) {
  TempDir dir;
  dir.Write("a.yaml", NumberedBook(1));
  const WatchedStore served(dir.path());
  const auto has = [&](std::string_view profile) {
    return served.store().Get()->ForProfile(profile, "zh").ok();
  };
  dir.Write("profiles/p.yaml", "profile: one\nphrasebooks: [zh-numbered]\n");
  EXPECT_TRUE(WaitUntil([&] { return has("one"); }));
  dir.Write("profiles/p.yaml", "profile: two\nphrasebooks: [zh-numbered]\n");
  EXPECT_TRUE(WaitUntil([&] { return has("two") && !has("one"); }));
  fs::remove_all(dir.path() + "/profiles");
  EXPECT_TRUE(WaitUntil([&] { return !has("two"); }));
}

TEST(FolderWatcher, SeesTheFileThatALinkLeadsTo) {
  const TempDir elsewhere;
  const TempDir dir;
  fs::create_symlink(elsewhere.Write("book.txt", NumberedBook(1)),
                     dir.path() + "/zh.yaml");
  const CountingWatcher watcher(dir.path());
  elsewhere.Write("book.txt", NumberedBook(2));
  EXPECT_TRUE(watcher.WaitForChange());
}

TEST(FolderWatcher, SeesEveryLinkOnTheWaySwappedSoon) {
  const TempDir dir;
  dir.Write("v1/books/zh.yaml", NumberedBook(1));
  dir.Write("v2/books/zh.yaml", NumberedBook(2));
  fs::create_symlink("v1", dir.path() + "/current");
  fs::create_symlink("current/books", dir.path() + "/books");
  const CountingWatcher watcher(
      dir.path() + "/books/",
      FolderWatcherOptions{.poll_interval = absl::Hours(1)});
  fs::create_symlink("v2", dir.path() + "/next");
  fs::rename(dir.path() + "/next", dir.path() + "/current");
  EXPECT_TRUE(watcher.WaitForChange());
}

TEST(FolderWatcher, ALinkInALoopHarmsNothing) {
  const TempDir dir;
  dir.Write("zh.yaml", NumberedBook(1));
  fs::create_symlink("b.yaml", dir.path() + "/a.yaml");
  fs::create_symlink("a.yaml", dir.path() + "/b.yaml");
  const CountingWatcher watcher(dir.path());
  dir.Write("zh.yaml", NumberedBook(2));
  EXPECT_TRUE(watcher.WaitForChange());
}

TEST(FolderWatcher, FollowsAFolderThatIsGoneForAWhile) {
  TempDir dir;
  dir.Write("books/zh.yaml", NumberedBook(1));
  const WatchedStore served(dir.path() + "/books");
  fs::remove_all(dir.path() + "/books");
  EXPECT_TRUE(
      WaitUntil([&] { return served.store().status().error.has_value(); }));
  EXPECT_EQ(served.message(), "第000001版");
  dir.Write("books/zh.yaml", NumberedBook(2));
  EXPECT_TRUE(served.WaitForMessage("第000002版"));
  EXPECT_FALSE(served.store().status().error.has_value());
}

TEST(FolderWatcher, TellsOfAChangeBeforeItBegan) {
  BookFolder folder(NumberedBook(1));
  const auto known = FolderFingerprint::Of(folder.path());
  folder.Replace(Replacement::kRenameOver, NumberedBook(2));
  std::atomic<int> changes = 0;
  const FolderWatcher watcher(folder.path(), known,
                              {.on_change =
                                   [&] {
                                     ++changes;
                                     return true;
                                   },
                               .on_events_lost = nullptr});
  EXPECT_TRUE(WaitUntil([&] { return changes == 1; }));
}

TEST(FolderWatcher, LeavesAloneWhatIsNoBook) {
  const TempDir dir;
  dir.Write("zh.yaml", NumberedBook(1));
  const CountingWatcher watcher(dir.path());
  dir.Write(".zh.yaml.swp", "x");
  dir.Write("zh.yaml~", "x");
  dir.Write("README.md", "x");
  std::this_thread::sleep_for(kQuiet);
  EXPECT_EQ(watcher.changes(), 0);
}

TEST(FolderWatcher, ManyFilesWrittenTogetherAreToldOnce) {
  const TempDir dir;
  dir.Write("zh.yaml", NumberedBook(1));
  const CountingWatcher watcher(dir.path());
  // A machine that holds the writer up makes it look as if it had finished.
  int fewest = 1000;
  for (int attempt = 0; attempt < 20 && fewest > 1; ++attempt) {
    const int told = watcher.changes();
    for (int i = 0; i < 50; ++i) {
      dir.Write("book" + std::to_string(i) + ".yaml", NumberedBook(attempt));
      std::this_thread::sleep_for(milliseconds(1));
    }
    std::this_thread::sleep_for(kQuiet);
    fewest = std::min(fewest, watcher.changes() - told);
  }
  EXPECT_EQ(fewest, 1);
}

TEST(FolderWatcher, AFolderThatNeverRestsIsToldNowAndThen) {
  const TempDir dir;
  dir.Write("zh.yaml", NumberedBook(1));
  const CountingWatcher watcher(dir.path());
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int i = 0; !done; ++i) {
      dir.Write("zh.yaml", std::string(static_cast<size_t>(i % 1000), '#'));
      std::this_thread::sleep_for(milliseconds(2));
    }
  });
  EXPECT_TRUE(watcher.WaitForChange(2));
  done = true;
  writer.join();
}

TEST(FolderWatcher, ABrokenEditIsToldAndItsMendingToo) {
  const BookFolder folder(NumberedBook(1));
  const WatchedStore served(folder.path());
  const std::string book = NumberedBook(2);
  {
    std::ofstream file(folder.book(), std::ios::binary | std::ios::trunc);
    file << HalfOf(book) << std::flush;
    EXPECT_TRUE(
        WaitUntil([&] { return served.store().status().error.has_value(); }));
    EXPECT_THAT(served.store().status().error->message,
                HasSubstr(folder.book() + ":8:"));
    EXPECT_EQ(served.message(), "第000001版");
    file << book.substr(HalfOf(book).size());
  }
  EXPECT_TRUE(served.WaitForMessage("第000002版"));
  EXPECT_FALSE(served.store().status().error.has_value());
}

TEST(FolderWatcher, AHalfThatIsAWholeBookByChanceIsReadAgain) {
  const BookFolder folder(NumberedBook(1));
  const WatchedStore served(folder.path());
  const std::string second_rule =
      "  - {id: two, norm: wording.two, message: 二, forbid: [\"乙\"],\n"
      "     examples: {flags: [乙], allows: [丙]}}\n";
  std::ofstream file(folder.book(), std::ios::binary | std::ios::trunc);
  file << NumberedBook(2) << std::flush;
  EXPECT_TRUE(served.WaitForMessage("第000002版"));
  file << second_rule << std::flush;
  EXPECT_TRUE(WaitUntil([&] {
    return served.store().Get()->phrasebooks()[0].rules.size() == 2;
  }));
}

TEST(FolderWatcher, WhatIsNotDealtWithIsToldAgain) {
  BookFolder folder(NumberedBook(1));
  CountingWatcher watcher(folder.path(),
                          {.poll_interval = absl::Milliseconds(20)});
  watcher.set_done(false);
  folder.Replace(Replacement::kRenameOver, NumberedBook(2));
  EXPECT_TRUE(watcher.WaitForChange(3));
  watcher.set_done(true);
  std::this_thread::sleep_for(kQuiet);
  const int told = watcher.changes();
  std::this_thread::sleep_for(kQuiet);
  EXPECT_EQ(watcher.changes(), told);
}

TEST(FolderWatcher, StopsAtOnce) {
  const BookFolder folder(NumberedBook(1));
  auto watcher = std::make_unique<CountingWatcher>(
      folder.path(), FolderWatcherOptions{.poll_interval = absl::Hours(1)});
  const auto start = Clock::now();
  watcher.reset();
  EXPECT_LT(Clock::now() - start, milliseconds(500));
}

// Lets the process open no more than `free` descriptors, until destroyed.
class FewDescriptors {
 public:
  explicit FewDescriptors(rlim_t free) {
    getrlimit(RLIMIT_NOFILE, &before_);
    // The numbers below the first free one are taken.
    const Descriptor next(open("/dev/null", O_RDONLY | O_CLOEXEC));
    const rlimit few = {static_cast<rlim_t>(next.get()) + free,
                        before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &few);
  }
  ~FewDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_;
};

TEST(FolderWatcher, WithoutEventsItSaysSoAndPolls) {
  BookFolder folder(NumberedBook(1));
  std::unique_ptr<CountingWatcher> watcher;
  {
    const FewDescriptors one_for_the_end(1);
    watcher = std::make_unique<CountingWatcher>(folder.path());
    ASSERT_TRUE(WaitUntil([&] { return !watcher->lost().empty(); }));
  }
  EXPECT_THAT(watcher->lost(),
              testing::ElementsAre(HasSubstr("fs.inotify.max_user_instances")));
  const int told = watcher->changes();
  folder.Replace(Replacement::kRenameOver, NumberedBook(2));
  EXPECT_TRUE(watcher->WaitForChange(told + 1));
}

}  // namespace
}  // namespace wanyan
