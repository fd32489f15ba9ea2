#ifndef WANYAN_TESTS_SUPPORT_TEMP_DIR_H_
#define WANYAN_TESTS_SUPPORT_TEMP_DIR_H_

#include <string>
#include <string_view>

namespace wanyan {

// An empty folder of the test's own, removed with all that is in it when the
// object goes.
//
//   TempDir dir;
//   std::string path = dir.Write("zh.yaml", "phrasebook: x\n");
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

  // Writes a file, with the folders that `relative` names, and returns its
  // path.
  std::string Write(std::string_view relative, std::string_view bytes) const;

 private:
  std::string path_;
};

}  // namespace wanyan

#endif  // WANYAN_TESTS_SUPPORT_TEMP_DIR_H_
