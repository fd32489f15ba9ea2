#ifndef WANYAN_STORE_FOLDER_FINGERPRINT_H_
#define WANYAN_STORE_FOLDER_FINGERPRINT_H_

#include <cstdint>
#include <string>
#include <vector>

namespace wanyan {

// What tells one state of a phrasebook folder from another without reading its
// books: for each file that LoadPhrasebookFolder would read, name, device,
// inode, size, and the nanoseconds of its last change, all links followed; for
// the folders, device and inode. Files that are no books (an editor's, say)
// are not part of it. Costs one stat a file. A value; Of() may be called from
// any thread.
//
// The system counts time in ticks of up to 10 ms (and some file systems in
// seconds): a file that is written over within the tick of its last change,
// with as many bytes, looks the same. So fingerprints are compared only where
// both are of a folder that has been quiet for a while; see FolderWatcher.
class FolderFingerprint {
 public:
  // That of `directory` as it is now. What cannot be seen (a folder that is not
  // there, a dangling link) is part of it, as is the reason.
  static FolderFingerprint Of(const std::string& directory);

  friend bool operator==(const FolderFingerprint&,
                         const FolderFingerprint&) = default;

 private:
  struct Entry {
    std::string path;
    int error = 0;  // errno, or the code of a status
    uint64_t device = 0;
    uint64_t inode = 0;
    int64_t bytes = 0;
    int64_t modified_ns = 0;
    // Also changes where somebody sets the time above back.
    int64_t changed_ns = 0;

    friend bool operator==(const Entry&, const Entry&) = default;
  };

  static Entry EntryOf(const std::string& path);
  void AddFolder(const std::string& directory);

  std::vector<Entry> entries_;
};

}  // namespace wanyan

#endif  // WANYAN_STORE_FOLDER_FINGERPRINT_H_
