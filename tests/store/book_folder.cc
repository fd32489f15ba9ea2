#include "store/book_folder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <ios>
#include <string>

#include "base/descriptor.h"

namespace wanyan {
namespace {

namespace fs = std::filesystem;

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << content << std::flush;
  EXPECT_TRUE(file.good()) << path;
}

}  // namespace

const char* NameOf(Replacement how) {
  switch (how) {
    case Replacement::kRenameOver:
      return "RenameOver";
    case Replacement::kInPlace:
      return "InPlace";
    case Replacement::kInPlaceKeepingTime:
      return "InPlaceKeepingTime";
    case Replacement::kDeleteAndRecreate:
      return "DeleteAndRecreate";
    case Replacement::kFolderRecreated:
      return "FolderRecreated";
    case Replacement::kKubernetesSwap:
      return "KubernetesSwap";
    case Replacement::kFolderLinkSwap:
      return "FolderLinkSwap";
  }
  return "";
}

BookFolder::BookFolder(const std::string& content)
    : path_(dir_.path() + "/books") {
  SwapFolder(content);
}

void BookFolder::Replace(Replacement how, const std::string& content) {
  switch (how) {
    case Replacement::kRenameOver:
      WriteFile(path_ + "/.new", content);
      fs::rename(path_ + "/.new", book());
      return;
    case Replacement::kInPlace:
      WriteFile(book(), content);
      return;
    case Replacement::kInPlaceKeepingTime:
      RewriteKeepingTime(content);
      return;
    case Replacement::kDeleteAndRecreate:
      fs::remove(book());
      WriteFile(book(), content);
      return;
    case Replacement::kFolderRecreated:
      RecreateFolder(content);
      return;
    case Replacement::kKubernetesSwap:
      SwapData(content);
      return;
    case Replacement::kFolderLinkSwap:
      SwapFolder(content);
      return;
  }
}

std::string BookFolder::FreshName(const std::string& prefix) {
  return prefix + std::to_string(++names_);
}

// Replaces `link` at once, whatever it is, by one that leads to `target`.
void BookFolder::SwapLink(const std::string& target, const std::string& link) {
  const std::string fresh = FreshName(dir_.path() + "/link");
  fs::create_symlink(target, fresh);
  fs::rename(fresh, link);
}

void BookFolder::RewriteKeepingTime(const std::string& content) {
  const Descriptor file(open(book().c_str(), O_WRONLY | O_CLOEXEC));
  struct stat before;
  ASSERT_EQ(fstat(file.get(), &before), 0);
  ASSERT_EQ(static_cast<size_t>(before.st_size), content.size());
  ASSERT_EQ(pwrite(file.get(), content.data(), content.size(), 0),
            static_cast<ssize_t>(content.size()));
  const timespec times[] = {before.st_atim, before.st_mtim};
  ASSERT_EQ(futimens(file.get(), times), 0);
}

void BookFolder::RecreateFolder(const std::string& content) {
  const std::string target = fs::canonical(path_).string();
  fs::remove_all(target);
  fs::create_directory(target);
  WriteFile(book(), content);
}

void BookFolder::SwapData(const std::string& content) {
  const std::string data = path_ + "/..data";
  const fs::path old = fs::exists(data) ? fs::canonical(data) : fs::path();
  const std::string fresh = FreshName("..version");
  fs::create_directory(path_ + "/" + fresh);
  WriteFile(path_ + "/" + fresh + "/zh.yaml", content);
  SwapLink(fresh, data);
  if (!fs::is_symlink(book())) SwapLink("..data/zh.yaml", book());
  if (!old.empty()) fs::remove_all(old);
}

void BookFolder::SwapFolder(const std::string& content) {
  const fs::path old = fs::exists(path_) ? fs::canonical(path_) : fs::path();
  const std::string fresh = FreshName("volume");
  fs::create_directory(dir_.path() + "/" + fresh);
  WriteFile(dir_.path() + "/" + fresh + "/zh.yaml", content);
  SwapLink(fresh, path_);
  if (!old.empty()) fs::remove_all(old);
}

}  // namespace wanyan
