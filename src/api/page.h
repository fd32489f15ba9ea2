#ifndef WANYAN_API_PAGE_H_
#define WANYAN_API_PAGE_H_

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "google/protobuf/repeated_field.h"

// Lists in pages (AIP-158). A page token says where the next page begins, and
// is bound to what the list is made of; no server keeps anything, so that any
// of them can go on where another one stopped.

namespace wanyan {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 1000;
// What the items of a page may take; gRPC's clients take messages of 4 MB.
inline constexpr size_t kMaxPageBytes = 3 << 20;

class Page {
 public:
  // The page that a request asks for. `list` is a hash of all that decides what
  // the list holds: method, revision, parent, filters. InvalidArgument, naming
  // the field, for a negative size and for a token of another list.
  static absl::StatusOr<Page> Open(int page_size, std::string_view page_token,
                                   std::string list);

  // Adds an item to the response if it takes at most `room` bytes, and returns
  // how many it takes; otherwise nullopt.
  using Add = std::function<std::optional<size_t>(size_t index, size_t room)>;

  // Goes through the items from where the page begins to `count`, and adds
  // those that match until the page is full, or `max_looked_at` items have been
  // looked at. The first one has room for whatever it takes. Returns the token
  // of the next page, which may turn out empty; an empty token at the end of
  // the list.
  std::string Fill(size_t count, const std::function<bool(size_t)>& matches,
                   const Add& add, size_t max_looked_at = kNoBound) const;

 private:
  static constexpr size_t kNoBound = std::numeric_limits<size_t>::max();

  Page(size_t begin, size_t size, std::string list)
      : begin_(begin), size_(size), list_(std::move(list)) {}

  size_t begin_;  // index of the first item
  size_t size_;
  std::string list_;
};

// Page::Add for a list of messages.
template <typename Message>
std::optional<size_t> AddToPage(
    Message item, size_t room,
    google::protobuf::RepeatedPtrField<Message>* items) {
  const size_t bytes = item.ByteSizeLong();
  if (bytes > room) return std::nullopt;
  *items->Add() = std::move(item);
  return bytes;
}

}  // namespace wanyan

#endif  // WANYAN_API_PAGE_H_
