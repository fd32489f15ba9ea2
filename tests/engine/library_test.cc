#include "engine/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/snapshot.h"
#include "engine/test_library.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

std::string BookNumber(int number) {
  const std::string id = "zh-" + std::to_string(number);
  return BookText(id, {RuleText("r", R"(forbid: ["没办法"])")});
}

const char kProfile[] = "profile: p\nphrasebooks: all\n";

TEST(LibraryTest, EqualContentHasEqualRevisions) {
  EXPECT_EQ(MakeLibrary({BookNumber(1), kProfile})->revision(),
            MakeLibrary({BookNumber(1), kProfile})->revision());
  EXPECT_EQ(MakeLibrary({BookNumber(1)})->revision().size(), 16u);
}

TEST(LibraryTest, TheDefaultLocaleIsPartOfTheRevision) {
  EXPECT_NE(MakeLibrary({BookNumber(1)}, "zh-Hans")->revision(),
            MakeLibrary({BookNumber(1)}, "zh-Hant")->revision());
}

TEST(LibraryTest, ADefaultLocaleThatIsNoTagIsRefused) {
  EXPECT_THAT(Library::Compile({}, {}, "no tag!"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LibraryTest, AnyChangedByteChangesTheRevision) {
  const std::string book = BookNumber(1);
  const std::set<std::string> revisions = {
      MakeLibrary({book})->revision(),
      MakeLibrary({book + "\n"})->revision(),
      MakeLibrary({"# c\n" + book})->revision(),
      MakeLibrary({book, BookNumber(2)})->revision(),
      MakeLibrary({BookNumber(2), book})->revision(),
      MakeLibrary({book, kProfile})->revision(),
      MakeLibrary({book, std::string(kProfile) + "title: t\n"})->revision(),
  };
  EXPECT_EQ(revisions.size(), 7u);
}

TEST(LibraryTest, HasADefaultProfileOfAllBooks) {
  const auto library = MakeLibrary({BookNumber(1), BookNumber(2)});
  ASSERT_EQ(library->profiles().size(), 1u);
  EXPECT_EQ(library->profiles()[0].id, "default");
  const auto snapshot = library->ForProfile("", "zh");
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_EQ((*snapshot)->rules().forbids.size(), 2u);
  EXPECT_EQ(*library->ForProfile("default", "zh"), *snapshot);
}

TEST(LibraryTest, TheFolderMayHaveADefaultProfileOfItsOwn) {
  const auto library = MakeLibrary({BookNumber(1), BookNumber(2),
                                    "profile: default\nphrasebooks: [zh-2]\n"});
  EXPECT_EQ(library->profiles().size(), 1u);
  EXPECT_EQ((*library->ForProfile("", "zh"))->rules().forbids.size(), 1u);
}

TEST(LibraryTest, ALanguageWithoutABookHasNoSnapshot) {
  const auto library = MakeLibrary({BookNumber(1)});
  EXPECT_EQ(*library->ForProfile("", "en"), nullptr);
  EXPECT_EQ(*library->ForPhrasebooks({"zh-1"}, "en"), nullptr);
  EXPECT_THAT(library->ForProfile("q", "en"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(library->ForPhrasebooks({"q"}, "en"),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(LibraryTest, SetsOfBooksAreCompiledOnceAndNotKeptForEver) {
  constexpr int kBooks = 40;  // more than are kept
  std::vector<std::string> books;
  for (int i = 0; i < kBooks; ++i) books.push_back(BookNumber(i));
  const auto library = MakeLibrary(books);
  const std::weak_ptr<const Snapshot> first =
      *library->ForPhrasebooks({"zh-0"}, "zh");
  EXPECT_EQ(*library->ForPhrasebooks({"zh-0"}, "zh"), first.lock());
  for (int i = 1; i < kBooks; ++i) {
    ASSERT_THAT(library->ForPhrasebooks({"zh-" + std::to_string(i)}, "zh"),
                IsOk());
  }
  EXPECT_TRUE(first.expired());
  EXPECT_NE(*library->ForPhrasebooks({"zh-0"}, "zh"), nullptr);
}

TEST(LibraryTest, ABookThatIsNamedTwiceCountsOnce) {
  const auto library = MakeLibrary({BookNumber(1)});
  const auto snapshot = library->ForPhrasebooks({"zh-1", "zh-1"}, "zh");
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_EQ((*snapshot)->rules().forbids.size(), 1u);
}

TEST(LibraryTest, ThreadsMayAskForBooksTogether) {
  const auto library = MakeLibrary({BookNumber(1), BookNumber(2)});
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const std::string id = "zh-" + std::to_string(1 + i % 2);
      EXPECT_THAT(library->ForPhrasebooks({id}, "zh"), IsOk());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace wanyan
