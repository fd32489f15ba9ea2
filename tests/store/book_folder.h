#ifndef WANYAN_TESTS_STORE_BOOK_FOLDER_H_
#define WANYAN_TESTS_STORE_BOOK_FOLDER_H_

#include <string>

#include "support/temp_dir.h"

namespace wanyan {

// The ways in which programs and people replace a file.
enum class Replacement {
  kRenameOver,          // an editor, rsync
  kInPlace,             // cp, shell redirection
  kInPlaceKeepingTime,  // as many bytes, the old time set back: cp -p, tar
  kDeleteAndRecreate,
  kFolderRecreated,
  kKubernetesSwap,  // the link ..data, through which all files are read
  kFolderLinkSwap,  // the folder is a link: blue and green
};

inline constexpr Replacement kReplacements[] = {
    Replacement::kRenameOver,         Replacement::kInPlace,
    Replacement::kInPlaceKeepingTime, Replacement::kDeleteAndRecreate,
    Replacement::kFolderRecreated,    Replacement::kKubernetesSwap,
    Replacement::kFolderLinkSwap,
};

const char* NameOf(Replacement how);

// A folder with one book, zh.yaml, that can be replaced in every way, in any
// order. The folder itself is a link beside the folder that it leads to.
class BookFolder {
 public:
  explicit BookFolder(const std::string& content);

  const std::string& path() const { return path_; }
  std::string book() const { return path_ + "/zh.yaml"; }

  void Replace(Replacement how, const std::string& content);

 private:
  std::string FreshName(const std::string& prefix);
  void SwapLink(const std::string& target, const std::string& link);
  void RewriteKeepingTime(const std::string& content);
  void RecreateFolder(const std::string& content);
  void SwapData(const std::string& content);
  void SwapFolder(const std::string& content);

  const TempDir dir_;
  const std::string path_;
  int names_ = 0;
};

}  // namespace wanyan

#endif  // WANYAN_TESTS_STORE_BOOK_FOLDER_H_
