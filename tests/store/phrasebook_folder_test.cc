#include "store/phrasebook_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "support/data_dir.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

std::string Book(std::string_view id) {
  return absl::StrFormat(
      "phrasebook: %s\nlanguage: zh\ntitle: 书\nrules:\n"
      "  - {id: one, norm: wording.one, message: 一, forbid: [\"甲\"],\n"
      "     examples: {flags: [甲], allows: [乙]}}\n",
      id);
}

TEST(LoadPhrasebookFolder, LoadsBooksAndProfilesInTheOrderOfTheirNames) {
  const TempDir dir;
  dir.Write("b.yaml", Book("zh-b"));
  dir.Write("a.yaml", Book("zh-a"));
  dir.Write("README.md", "# not a book");
  dir.Write("profiles/strict.yaml", "profile: strict\nphrasebooks: [zh-b]\n");
  const auto folder = LoadPhrasebookFolder(dir.path(), "zh-Hant");
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(folder->diagnostics, IsEmpty());
  ASSERT_NE(folder->library, nullptr);
  const auto& books = folder->library->phrasebooks();
  ASSERT_EQ(books.size(), 2u);
  EXPECT_EQ(books[0].id, "zh-a");
  EXPECT_EQ(books[0].file, dir.path() + "/a.yaml");
  EXPECT_EQ(books[1].id, "zh-b");
  EXPECT_EQ(folder->library->default_locale(), "zh-Hant");
  EXPECT_THAT(folder->library->ForProfile("strict", "zh"), IsOk());
  EXPECT_THAT(folder->library->ForProfile("default", "zh"), IsOk());
}

TEST(LoadPhrasebookFolder, ABrokenFileMakesNoLibrary) {
  const TempDir dir;
  dir.Write("a.yaml", Book("zh-a"));
  dir.Write("b.yaml", "phrasebook: zh-b\nlanguage: zh\n");
  dir.Write("c.yaml", "- x\n");
  const auto folder = LoadPhrasebookFolder(dir.path());
  ASSERT_THAT(folder, IsOk());
  EXPECT_EQ(folder->library, nullptr);
  ASSERT_EQ(folder->diagnostics.size(), 2u) << "one of each broken file";
  EXPECT_EQ(folder->diagnostics[0].file, dir.path() + "/b.yaml");
  EXPECT_EQ(folder->diagnostics[0].code, "missing-key");
  EXPECT_EQ(folder->diagnostics[1].file, dir.path() + "/c.yaml");
}

TEST(LoadPhrasebookFolder, ChecksWhatOnlyTheFolderTells) {
  const TempDir dir;
  dir.Write("a.yaml", Book("zh-a"));
  dir.Write("profiles/p.yaml", "profile: p\nphrasebooks: [zh-x]\n");
  const auto folder = LoadPhrasebookFolder(dir.path());
  ASSERT_THAT(folder, IsOk());
  EXPECT_EQ(folder->library, nullptr);
  ASSERT_EQ(folder->diagnostics.size(), 1u);
  EXPECT_EQ(folder->diagnostics[0].code, "undefined-phrasebook");
}

TEST(LoadPhrasebookFolder, WarningsAreKeptBesideTheLibrary) {
  const TempDir dir;
  dir.Write("a.yaml", Book("zh-a") + "sets: {we: [\"(我|我)\"]}\n");
  const auto folder = LoadPhrasebookFolder(dir.path());
  ASSERT_THAT(folder, IsOk());
  EXPECT_NE(folder->library, nullptr);
  ASSERT_EQ(folder->diagnostics.size(), 1u);
  EXPECT_EQ(folder->diagnostics[0].code, "repeated-alternative");
}

TEST(LoadPhrasebookFolder, NamesTheFolderThatIsNotThere) {
  EXPECT_THAT(
      LoadPhrasebookFolder("/nowhere/books"),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("/nowhere/books")));
}

TEST(LoadPhrasebookFolder, AFolderWithoutBooksIsAnError) {
  const TempDir dir;
  dir.Write("book.txt", Book("zh-a"));
  EXPECT_THAT(
      LoadPhrasebookFolder(dir.path()),
      StatusIs(absl::StatusCode::kNotFound,
               AllOf(HasSubstr(dir.path()), HasSubstr("--phrasebooks"))));
}

TEST(LoadPhrasebookFolder, WhatWouldBeLeftOutInSilenceIsAnError) {
  const TempDir dir;
  dir.Write("a.yaml", Book("zh-a"));
  dir.Write("b.yml", Book("zh-b"));
  dir.Write("c.YAML", Book("zh-c"));
  dir.Write("d.yaml/x", "");
  std::filesystem::create_symlink("nowhere", dir.path() + "/e.yaml");
  dir.Write("profiles/f.yml", "profile: f\nphrasebooks: [zh-a]\n");
  const auto folder = LoadPhrasebookFolder(dir.path());
  ASSERT_THAT(folder, IsOk());
  EXPECT_EQ(folder->library, nullptr);
  EXPECT_THAT(
      folder->diagnostics,
      ElementsAre(
          AllOf(Field(&Diagnostic::file, dir.path() + "/b.yml"),
                Field(&Diagnostic::code, "wrong-extension"),
                Field(&Diagnostic::hint, "rename it to b.yaml")),
          AllOf(Field(&Diagnostic::file, dir.path() + "/c.YAML"),
                Field(&Diagnostic::code, "wrong-extension")),
          AllOf(Field(&Diagnostic::file, dir.path() + "/d.yaml"),
                Field(&Diagnostic::code, "not-a-file")),
          AllOf(Field(&Diagnostic::file, dir.path() + "/e.yaml"),
                Field(&Diagnostic::code, "dangling-link")),
          AllOf(Field(&Diagnostic::file, dir.path() + "/profiles/f.yml"),
                Field(&Diagnostic::code, "wrong-extension"))));
}

TEST(LoadPhrasebookFolder, LeavesHiddenAndOtherFilesOut) {
  const TempDir dir;
  dir.Write("a.yaml", Book("zh-a"));
  dir.Write(".b.yaml", "broken");
  dir.Write(".c.yml", "broken");
  dir.Write("d.yaml.orig", "broken");
  dir.Write("..data/e.yaml", "broken");
  const auto folder = LoadPhrasebookFolder(dir.path());
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(folder->diagnostics, IsEmpty());
  EXPECT_NE(folder->library, nullptr);
}

TEST(LoadPhrasebookFolder, ProfilesThatAreNoFolderAreAnError) {
  const TempDir dir;
  dir.Write("a.yaml", Book("zh-a"));
  const std::string profiles = dir.path() + "/profiles";
  std::filesystem::create_symlink("nowhere", profiles);
  EXPECT_THAT(LoadPhrasebookFolder(dir.path()),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(profiles)));
}

TEST(LoadPhrasebookFolder, NamesTheFileThatCannotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const TempDir dir;
  const std::string path = dir.Write("a.yaml", Book("zh-a"));
  ASSERT_EQ(chmod(path.c_str(), 0), 0);
  EXPECT_THAT(LoadPhrasebookFolder(dir.path()),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr(path)));
}

TEST(LoadPhrasebookFolder, LoadsTheShippedBooks) {
  const auto folder = LoadPhrasebookFolder(SourceDir() + "/phrasebooks");
  ASSERT_THAT(folder, IsOk());
  for (const Diagnostic& one : folder->diagnostics) {
    ADD_FAILURE() << FormatDiagnostic(one);
  }
  EXPECT_NE(folder->library, nullptr);
}

class PhrasebookDirectoryTest : public testing::Test {
 protected:
  void SetUp() override { unsetenv("WANYAN_PHRASEBOOKS"); }
  void TearDown() override { unsetenv("WANYAN_PHRASEBOOKS"); }
};

TEST_F(PhrasebookDirectoryTest, TheFlagComesFirst) {
  setenv("WANYAN_PHRASEBOOKS", "/from/environment", 1);
  EXPECT_EQ(PhrasebookDirectory("/from/flag"), "/from/flag");
}

TEST_F(PhrasebookDirectoryTest, ThenTheEnvironment) {
  setenv("WANYAN_PHRASEBOOKS", "/from/environment", 1);
  EXPECT_EQ(PhrasebookDirectory(""), "/from/environment");
}

TEST_F(PhrasebookDirectoryTest, ThenTheShippedBooks) {
  EXPECT_THAT(PhrasebookDirectory(""), testing::EndsWith("phrasebooks"));
  setenv("WANYAN_PHRASEBOOKS", "", 1);
  EXPECT_THAT(PhrasebookDirectory(""), testing::EndsWith("phrasebooks"));
}

}  // namespace
}  // namespace wanyan
