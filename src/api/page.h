#ifndef WANYAN_API_PAGE_H_
#define WANYAN_API_PAGE_H_

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

// Lists in pages (AIP-158). A page token says where the next page begins, and
// is bound to what the list is made of; no server keeps anything, so that any
// of them can go on where another one stopped.

namespace wanyan {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// A page that has so much is full; gRPC's clients take messages of 4 MB.
inline constexpr size_t kMaxPageBytes = 3 << 20;

class Page {
 public:
  // The page that a request asks for. `list` is a hash of all that decides what
  // the list holds: method, revision, parent, filters. InvalidArgument, naming
  // the field, for a negative size and for a token of another list.
  static absl::StatusOr<Page> Open(int page_size, std::string_view page_token,
                                   std::string list);

  // Goes through the items from where the page begins to `count`, and adds
  // those that match until the page is full; `add` returns the bytes that the
  // response grew by. Returns the token of the next page, empty where no other
  // item matches.
  std::string Fill(size_t count, const std::function<bool(size_t)>& matches,
                   const std::function<size_t(size_t)>& add) const;

 private:
  Page(size_t begin, size_t size, std::string list)
      : begin_(begin), size_(size), list_(std::move(list)) {}

  size_t begin_;  // index of the first item
  size_t size_;
  std::string list_;
};

}  // namespace wanyan

#endif  // WANYAN_API_PAGE_H_
