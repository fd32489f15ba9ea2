#include "api/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "engine/request_error.h"

// A token is base64 of "<list> <index of the first item>".

namespace wanyan {
namespace {

absl::Status InvalidField(std::string_view field, std::string_view message) {
  return FieldError(absl::StatusCode::kInvalidArgument, field, message);
}

absl::StatusOr<size_t> SizeFrom(int page_size) {
  if (page_size < 0) {
    return InvalidField("page_size", "it is negative; send 1 to 1000, or none");
  }
  if (page_size == 0) page_size = kDefaultPageSize;
  return static_cast<size_t>(std::min(page_size, kMaxPageSize));
}

std::string MakeToken(std::string_view list, size_t begin) {
  std::string token;
  absl::WebSafeBase64Escape(absl::StrFormat("%s %d", list, begin), &token);
  return token;
}

absl::StatusOr<size_t> BeginFrom(std::string_view token,
                                 std::string_view list) {
  if (token.empty()) return 0;
  size_t begin = 0;
  std::string text;
  const bool is_of_list = absl::WebSafeBase64Unescape(ToAbsl(token), &text) &&
                          text.starts_with(list) && text[list.size()] == ' ' &&
                          absl::SimpleAtoi(text.substr(list.size()), &begin);
  if (is_of_list) return begin;
  return InvalidField("page_token",
                      "it is not of this request and the phrasebooks as they "
                      "are now; start again without a token");
}

}  // namespace

absl::StatusOr<Page> Page::Open(int page_size, std::string_view page_token,
                                std::string list) {
  WANYAN_ASSIGN_OR_RETURN(const size_t size, SizeFrom(page_size));
  WANYAN_ASSIGN_OR_RETURN(const size_t begin, BeginFrom(page_token, list));
  return Page(begin, size, std::move(list));
}

std::string Page::Fill(size_t count, const std::function<bool(size_t)>& matches,
                       const Add& add, size_t max_looked_at) const {
  size_t items = 0;
  size_t bytes = 0;
  size_t looked_at = 0;
  for (size_t i = begin_; i < count; ++i) {
    // Not whether another item matches: finding out may take the whole list.
    if (items == size_ || looked_at == max_looked_at) {
      return MakeToken(list_, i);
    }
    ++looked_at;
    if (!matches(i)) continue;
    const size_t room = items == 0 ? kNoBound : kMaxPageBytes - bytes;
    const std::optional<size_t> added = add(i, room);
    if (!added.has_value()) return MakeToken(list_, i);
    bytes = std::min(bytes + *added, kMaxPageBytes);
    ++items;
  }
  return "";
}

}  // namespace wanyan
