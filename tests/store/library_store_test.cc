#include "store/library_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "absl/status/status.h"
#include "engine/checker.h"
#include "store/book_folder.h"
#include "store/numbered_book.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view kLocale = "zh-Hans";

// What the library says of 甲.
std::string MessageOf(const Library& library) {
  CheckRequest request;
  request.reply = "甲";
  const auto result = CheckReply(library, request);
  if (!result.ok() || result->findings.empty()) return "none";
  return result->findings[0].message;
}

class LibraryStoreTest : public testing::Test {
 protected:
  std::string Write(std::string_view name, std::string_view content) const {
    return dir_.Write(name, content);
  }
  std::unique_ptr<LibraryStore> Open() const {
    return std::make_unique<LibraryStore>(MustLoad(dir_.path()), dir_.path(),
                                          std::string(kLocale));
  }

  const TempDir dir_;
};

TEST_F(LibraryStoreTest, ServesWhatItWasGiven) {
  Write("zh.yaml", NumberedBook(1));
  const auto library = MustLoad(dir_.path());
  const absl::Time before = absl::Now();
  const LibraryStore store(library, dir_.path(), std::string(kLocale));
  EXPECT_EQ(store.Get(), library);
  const LibraryStatus status = store.status();
  EXPECT_EQ(status.current.library, library);
  EXPECT_GE(status.current.loaded_at, before);
  EXPECT_FALSE(status.error.has_value());
  EXPECT_EQ(status.reloads, 0);
  EXPECT_EQ(status.failed_reloads, 0);
}

TEST_F(LibraryStoreTest, ReloadServesTheFilesAsTheyAre) {
  Write("zh.yaml", NumberedBook(1));
  const auto store = Open();
  const LibraryStatus before = store->status();
  Write("zh.yaml", NumberedBook(2));
  EXPECT_EQ(MessageOf(*store->Get()), "第000001版") << "not before Reload";
  EXPECT_THAT(store->Reload(), IsOk());
  EXPECT_EQ(MessageOf(*store->Get()), "第000002版");
  EXPECT_EQ(MessageOf(*before.current.library), "第000001版");
  const LibraryStatus after = store->status();
  EXPECT_EQ(after.reloads, 1);
  EXPECT_GE(after.current.loaded_at, before.current.loaded_at);
  EXPECT_NE(after.current.library->revision(),
            before.current.library->revision());
}

TEST_F(LibraryStoreTest, ReloadKeepsTheDefaultLocale) {
  Write("zh.yaml", NumberedBook(1));
  LibraryStore store(MustLoad(dir_.path()), dir_.path(), "zh-Hant");
  EXPECT_THAT(store.Reload(), IsOk());
  EXPECT_EQ(store.Get()->default_locale(), "zh-Hant");
}

TEST_F(LibraryStoreTest, AReloadAskedForCountsThoughNothingHasChanged) {
  Write("zh.yaml", NumberedBook(1));
  const auto store = Open();
  EXPECT_THAT(store->Reload(), IsOk());
  EXPECT_EQ(store->status().reloads, 1);
  EXPECT_EQ(store->status().failed_reloads, 0);
}

TEST_F(LibraryStoreTest, ABrokenEditLeavesTheOldOneServing) {
  Write("zh.yaml", NumberedBook(1));
  const auto store = Open();
  const auto served = store->Get();
  const std::string path =
      Write("zh.yaml", NumberedBook(2) + "sets: {}\nsetz: {}\ncontext: {}\n");
  EXPECT_THAT(store->Reload(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                        HasSubstr("setz")));
  EXPECT_EQ(store->Get(), served);
  const LibraryStatus status = store->status();
  ASSERT_TRUE(status.error.has_value());
  EXPECT_THAT(status.error->message, StartsWith(path + ":13:1: "));
  EXPECT_THAT(status.error->message, EndsWith("; and 1 more"));
  EXPECT_THAT(status.error->diagnostics, SizeIs(2));
  EXPECT_EQ(status.failed_reloads, 1);
  EXPECT_EQ(status.reloads, 0);
}

TEST_F(LibraryStoreTest, MendingClearsTheError) {
  Write("zh.yaml", NumberedBook(1));
  const auto store = Open();
  Write("zh.yaml", HalfOf(NumberedBook(2)));
  EXPECT_THAT(store->Reload(), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_TRUE(store->status().error.has_value());
  Write("zh.yaml", NumberedBook(2));
  EXPECT_THAT(store->Reload(), IsOk());
  EXPECT_FALSE(store->status().error.has_value());
  EXPECT_EQ(MessageOf(*store->Get()), "第000002版");
}

TEST_F(LibraryStoreTest, GoingBackToWhatIsServedClearsTheErrorToo) {
  Write("zh.yaml", NumberedBook(1));
  const auto store = Open();
  const std::string revision = store->Get()->revision();
  Write("zh.yaml", "");
  EXPECT_FALSE(store->Reload().ok());
  Write("zh.yaml", NumberedBook(1));
  EXPECT_THAT(store->Reload(), IsOk());
  EXPECT_FALSE(store->status().error.has_value());
  EXPECT_EQ(store->Get()->revision(), revision);
}

TEST_F(LibraryStoreTest, WarningsAreNotCountedAsErrors) {
  Write("a.yaml", NumberedBook(1, "zh-a"));
  const auto store = Open();
  Write("a.yaml", NumberedBook(2, "zh-a") + "sets: {we: [\"(我|我)\"]}\n");
  const std::string broken = Write("b.yaml", "- x\n");
  EXPECT_FALSE(store->Reload().ok());
  EXPECT_THAT(store->status().error->message, StartsWith(broken + ":1:1: "));
  EXPECT_THAT(store->status().error->message, Not(HasSubstr("more")));
}

TEST_F(LibraryStoreTest, AFolderThatIsGoneLeavesTheOldOneServing) {
  Write("zh.yaml", NumberedBook(1));
  const auto store = Open();
  std::filesystem::remove_all(dir_.path());
  const absl::Status status = store->Reload();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(dir_.path())));
  EXPECT_FALSE(IsTransient(status));
  EXPECT_EQ(MessageOf(*store->Get()), "第000001版");
  EXPECT_EQ(store->status().error->message, status.message());
}

TEST(FixedLibraryStore, NeverChanges) {
  const BookFolder folder(NumberedBook(1));
  LibraryStore store(MustLoad(folder.path()));
  const auto served = store.Get();
  EXPECT_THAT(store.Reload(), IsOk());
  EXPECT_EQ(store.Get(), served);
  EXPECT_EQ(store.status().reloads, 0);
}

// Two books that are always replaced together, by a swap of links, while the
// folder is loaded over and over: no library has one of before and one of
// after.
TEST(LibraryStoreReload, NeverServesFilesOfTwoMoments) {
  constexpr int kSwaps = 300;
  namespace fs = std::filesystem;
  const TempDir dir;
  const auto swap_to = [&dir](int number) {
    const std::string version = "..version" + std::to_string(number);
    dir.Write(version + "/a.yaml", NumberedBook(number, "zh-a"));
    dir.Write(version + "/z.yaml", NumberedBook(number, "zh-z"));
    fs::create_symlink(version, dir.path() + "/..fresh");
    fs::rename(dir.path() + "/..fresh", dir.path() + "/..data");
  };
  swap_to(0);
  fs::create_symlink("..data/a.yaml", dir.path() + "/a.yaml");
  fs::create_symlink("..data/z.yaml", dir.path() + "/z.yaml");
  LibraryStore store(MustLoad(dir.path()), dir.path(), std::string(kLocale));

  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (int number = 1; number <= kSwaps; ++number) swap_to(number);
    done = true;
  });
  while (!done) {
    const absl::Status status = store.Reload();
    EXPECT_TRUE(status.ok() || IsTransient(status)) << status.ToString();
    const auto library = store.Get();
    const auto& books = library->phrasebooks();
    ASSERT_EQ(books.size(), 2u);
    EXPECT_EQ(books[0].rules[0].message, books[1].rules[0].message);
  }
  writer.join();
  EXPECT_THAT(store.Reload(), IsOk());
  EXPECT_EQ(MessageOf(*store.Get()), "第000300版");
}

}  // namespace
}  // namespace wanyan
