#include "store/internal/folder_events.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "store/internal/book_files.h"

namespace wanyan::internal {
namespace {

namespace fs = std::filesystem;

// More folders than the links of any real one lead to. The rest of a folder of
// thousands of links is left to the poll.
constexpr size_t kMaxWatches = 64;

constexpr uint32_t kChanges = IN_CREATE | IN_DELETE | IN_MOVED_FROM |
                              IN_MOVED_TO | IN_MODIFY | IN_CLOSE_WRITE |
                              IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

// As many as the kernel follows before it calls them a loop.
constexpr int kMaxLinks = 40;

// What has to be watched to see where paths lead: entries, by their folders and
// their names.
class Places {
 public:
  // Those of the folder, its profiles and its books.
  explicit Places(const std::string& directory) {
    AddFolder(directory);
    AddFolder(ProfilesOf(directory));
  }

  const std::set<std::string>& folders() const { return folders_; }
  const std::set<std::string, std::less<>>& names() const { return names_; }

 private:
  using Parts = std::vector<fs::path>;  // the first one last

  void AddFolder(const std::string& directory) {
    Add(directory);
    folders_.insert(directory);
    const auto paths = ListBookFiles(directory);
    if (!paths.ok()) return;
    for (const std::string& path : *paths) Add(path);
  }

  // Each link on the way, and the entry at its end, whether or not it is there.
  void Add(const fs::path& path) {
    std::error_code error;
    Parts parts;
    AddParts(fs::absolute(path, error), &parts);
    fs::path at;
    for (int links = 0; !parts.empty() && links <= kMaxLinks;) {
      const fs::path part = std::move(parts.back());
      parts.pop_back();
      if (part == "..") {
        at = at.parent_path();
        continue;
      }
      const fs::path target = fs::read_symlink(at / part, error);
      const bool is_link = !error;
      if (is_link || parts.empty()) AddEntry(at, part);
      if (is_link) {
        AddParts(target, &parts);
        ++links;
      } else {
        at /= part;
      }
    }
  }

  static void AddParts(const fs::path& path, Parts* parts) {
    const auto size = static_cast<Parts::difference_type>(parts->size());
    for (const fs::path& part : path) {
      if (!part.empty() && part != ".") parts->push_back(part);
    }
    std::reverse(parts->begin() + size, parts->end());
  }

  void AddEntry(const fs::path& folder, const fs::path& name) {
    folders_.insert(folder.string());
    names_.insert(name.string());
  }

  std::set<std::string> folders_;
  std::set<std::string, std::less<>> names_;
};

absl::Status NoWatchesLeft(std::string_view limit) {
  return absl::ResourceExhaustedError(absl::StrFormat(
      "the system has no more watches for files (raise %s)", limit));
}

}  // namespace

absl::Status FolderEvents::Watch(const std::string& directory) {
  if (!inotify_.is_open()) {
    inotify_ = Descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  }
  if (!inotify_.is_open()) {
    return NoWatchesLeft(
        "fs.inotify.max_user_instances, or the limit of open files");
  }
  const Places places(directory);
  names_ = places.names();
  return WatchFolders(places.folders());
}

// A folder that is watched already keeps its watch: the kernel knows it by what
// it is, not by its path.
absl::Status FolderEvents::WatchFolders(const std::set<std::string>& folders) {
  absl::Status status;
  std::set<int> watches;
  for (const std::string& folder : folders) {
    if (watches.size() == kMaxWatches) break;
    const int watch = inotify_add_watch(inotify_.get(), folder.c_str(),
                                        kChanges | IN_ONLYDIR);
    if (watch >= 0) {
      watches.insert(watch);
    } else if (errno == ENOSPC || errno == ENOMEM) {
      status = NoWatchesLeft("fs.inotify.max_user_watches");
    }
  }
  watches_.swap(watches);
  for (const int old : watches) {
    if (!watches_.contains(old)) inotify_rm_watch(inotify_.get(), old);
  }
  return status;
}

bool FolderEvents::Read() {
  bool concerns = false;
  alignas(inotify_event) char buffer[16 << 10];
  while (inotify_.is_open()) {
    const ssize_t size = read(inotify_.get(), buffer, sizeof(buffer));
    if (size <= 0) break;  // EAGAIN: that was all
    for (ssize_t at = 0; at < size;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
      // The kernel fills the name up with zeros; there is none where the event
      // is about a watched folder itself, or where events were lost.
      concerns = concerns || event->len == 0 || Concerns(event->name);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  return concerns;
}

// Kubernetes swaps the link "..data" for a whole folder of files.
bool FolderEvents::Concerns(std::string_view name) const {
  return IsBookName(name) || name.starts_with("..") || names_.contains(name);
}

}  // namespace wanyan::internal
