#include "base/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ReadFileTest, GivesTheBytesAsTheyAre) {
  TempDir dir;
  const std::string bytes("\xEF\xBB\xBF好\r\n\0\xFF", 10);
  EXPECT_THAT(ReadFile(dir.Write("a", bytes), 100), IsOkAndHolds(bytes));
}

TEST(ReadFileTest, ReadsFilesLongerThanItsBuffer) {
  TempDir dir;
  const std::string bytes(200'001, 'x');
  EXPECT_THAT(ReadFile(dir.Write("a", bytes), bytes.size()),
              IsOkAndHolds(bytes));
}

TEST(ReadFileTest, TakesAFileOfExactlyTheLimit) {
  TempDir dir;
  EXPECT_THAT(ReadFile(dir.Write("a", "four"), 4), IsOkAndHolds("four"));
}

TEST(ReadFileTest, RefusesOneByteMoreThanTheLimit) {
  TempDir dir;
  const std::string path = dir.Write("a", "fours");
  EXPECT_THAT(ReadFile(path, 4),
              StatusIs(absl::StatusCode::kOutOfRange,
                       AllOf(HasSubstr(path), HasSubstr("more than 4 bytes"))));
}

TEST(ReadFileTest, ReadsWhatHasNoSize) {
  // The size that the system gives for it is 0.
  EXPECT_THAT(ReadFile("/proc/self/cmdline", 10'000),
              IsOkAndHolds(HasSubstr("base_test")));
}

TEST(ReadFileTest, StopsAtTheLimitInAnEndlessFile) {
  EXPECT_THAT(ReadFile("/dev/zero", 1000),
              StatusIs(absl::StatusCode::kOutOfRange));
}

TEST(ReadFileTest, NamesPathAndReasonOfAMissingFile) {
  TempDir dir;
  const std::string path = dir.path() + "/missing";
  EXPECT_THAT(ReadFile(path, 4),
              StatusIs(absl::StatusCode::kNotFound,
                       "cannot read " + path + ": no such file or folder"));
}

TEST(ReadFileTest, TellsAFolderFromAFile) {
  TempDir dir;
  EXPECT_THAT(
      ReadFile(dir.path(), 4),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("folder")));
}

TEST(ReadFileTest, NamesAMissingPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  TempDir dir;
  const std::string path = dir.Write("secret", "x");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  EXPECT_THAT(ReadFile(path, 4), StatusIs(absl::StatusCode::kPermissionDenied,
                                          HasSubstr("permission denied")));
}

TEST(ListFilesTest, SortsByBytesAndKeepsTheExtensionOnly) {
  TempDir dir;
  for (const char* name : {"zh.yaml", "en.yaml", "中.yaml", "B.yaml", "a.yml",
                           ".hidden.yaml", "below/et.yaml", "yaml"}) {
    dir.Write(name, "");
  }
  const std::string at = dir.path() + "/";
  EXPECT_THAT(ListFiles(dir.path(), ".yaml"),
              IsOkAndHolds(ElementsAre(at + "B.yaml", at + "en.yaml",
                                       at + "zh.yaml", at + "中.yaml")));
}

TEST(ListFilesTest, FollowsLinksToFilesButNotDanglingOnes) {
  TempDir dir;
  TempDir other;
  std::filesystem::create_symlink(other.Write("x", ""),
                                  dir.path() + "/link.yaml");
  std::filesystem::create_symlink(other.path() + "/none",
                                  dir.path() + "/dangling.yaml");
  EXPECT_THAT(ListFiles(dir.path(), ".yaml"),
              IsOkAndHolds(ElementsAre(dir.path() + "/link.yaml")));
}

TEST(ListNamesTest, NamesEverythingThatIsNotHidden) {
  TempDir dir;
  for (const char* name : {"b.yaml", "a", ".hidden", "..data/x", "below/x"}) {
    dir.Write(name, "");
  }
  EXPECT_THAT(ListNames(dir.path()),
              IsOkAndHolds(ElementsAre("a", "b.yaml", "below")));
}

TEST(ListFilesTest, AnEmptyFolderHasNone) {
  TempDir dir;
  EXPECT_THAT(ListFiles(dir.path(), ".yaml"), IsOkAndHolds(IsEmpty()));
}

TEST(ListFilesTest, NamesAMissingFolder) {
  TempDir dir;
  const std::string path = dir.path() + "/missing";
  EXPECT_THAT(ListFiles(path, ".yaml"),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(path)));
}

TEST(ListFilesTest, TellsAFileFromAFolder) {
  TempDir dir;
  EXPECT_THAT(
      ListFiles(dir.Write("file", ""), ".yaml"),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("a file")));
}

TEST(IsDirectoryTest, IsTrueForFoldersAndLinksToThem) {
  TempDir dir;
  std::filesystem::create_symlink(dir.path(), dir.path() + "/link");
  EXPECT_TRUE(IsDirectory(dir.path()));
  EXPECT_TRUE(IsDirectory(dir.path() + "/link"));
  EXPECT_FALSE(IsDirectory(dir.Write("file", "")));
  EXPECT_FALSE(IsDirectory(dir.path() + "/missing"));
}

}  // namespace
}  // namespace wanyan
