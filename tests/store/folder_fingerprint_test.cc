#include "store/folder_fingerprint.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>

#include "store/book_folder.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

// So that two changes are not of one tick of the file system's clock.
void NextTick() { std::this_thread::sleep_for(std::chrono::milliseconds(20)); }

TEST(FolderFingerprint, StaysWhileNothingChanges) {
  const BookFolder folder("one");
  const auto before = FolderFingerprint::Of(folder.path());
  NextTick();
  EXPECT_EQ(FolderFingerprint::Of(folder.path()), before);
}

TEST(FolderFingerprint, EveryKindOfReplacementShows) {
  BookFolder folder("one");
  for (const Replacement how : kReplacements) {
    SCOPED_TRACE(NameOf(how));
    const auto before = FolderFingerprint::Of(folder.path());
    NextTick();
    folder.Replace(how, "two");  // of the same size
    EXPECT_NE(FolderFingerprint::Of(folder.path()), before);
  }
}

TEST(FolderFingerprint, NamesShow) {
  const TempDir dir;
  dir.Write("a.yaml", "one");
  const auto before = FolderFingerprint::Of(dir.path());
  std::filesystem::rename(dir.path() + "/a.yaml", dir.path() + "/b.yaml");
  EXPECT_NE(FolderFingerprint::Of(dir.path()), before);
}

TEST(FolderFingerprint, ProfilesShow) {
  const TempDir dir;
  dir.Write("a.yaml", "one");
  const auto without = FolderFingerprint::Of(dir.path());
  dir.Write("profiles/p.yaml", "one");
  const auto with = FolderFingerprint::Of(dir.path());
  EXPECT_NE(with, without);
  dir.Write("profiles/p.yaml", "longer");
  EXPECT_NE(FolderFingerprint::Of(dir.path()), with);
}

TEST(FolderFingerprint, WhatIsNoBookDoesNotShow) {
  const TempDir dir;
  dir.Write("a.yaml", "one");
  const auto before = FolderFingerprint::Of(dir.path());
  dir.Write(".a.yaml.swp", "");
  dir.Write("a.yaml~", "");
  dir.Write("README.md", "");
  EXPECT_EQ(FolderFingerprint::Of(dir.path()), before);
}

TEST(FolderFingerprint, WhatWouldBeAMistakeShows) {
  const TempDir dir;
  dir.Write("a.yaml", "one");
  const auto before = FolderFingerprint::Of(dir.path());
  dir.Write("b.yml", "");
  const auto with_extension = FolderFingerprint::Of(dir.path());
  EXPECT_NE(with_extension, before);
  std::filesystem::create_symlink("nowhere", dir.path() + "/c.yaml");
  EXPECT_NE(FolderFingerprint::Of(dir.path()), with_extension);
}

TEST(FolderFingerprint, AMissingFolderHasOneToo) {
  TempDir dir;
  const std::string missing = dir.path() + "/missing";
  const auto before = FolderFingerprint::Of(missing);
  EXPECT_EQ(FolderFingerprint::Of(missing), before);
  dir.Write("missing/a.yaml", "");
  EXPECT_NE(FolderFingerprint::Of(missing), before);
}

TEST(FolderFingerprint, IsNeverThatOfNoFolder) {
  EXPECT_NE(FolderFingerprint::Of("/nowhere"), FolderFingerprint());
}

}  // namespace
}  // namespace wanyan
