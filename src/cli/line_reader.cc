#include "cli/line_reader.h"

#include <unistd.h>

#include <cerrno>

#include "cli/byte_order_mark.h"

namespace wanyan {
namespace {

constexpr size_t kBufferBytes = 64 << 10;

}  // namespace

bool LineReader::Next() {
  line_.clear();
  too_long_ = false;
  if (position_ == buffer_.size() && !Fill()) return false;
  ++number_;
  do {
    const size_t line_break = buffer_.find('\n', position_);
    if (line_break != std::string::npos) {
      Append(line_break);
      position_ = line_break + 1;
      break;
    }
    Append(buffer_.size());
  } while (Fill());
  TrimLine();
  return status_.ok();
}

bool LineReader::Fill() {
  buffer_.resize(kBufferBytes);
  position_ = 0;
  ssize_t bytes_read;
  do {
    bytes_read = read(fd_, buffer_.data(), buffer_.size());
  } while (bytes_read < 0 && errno == EINTR);
  if (bytes_read < 0) status_ = absl::ErrnoToStatus(errno, "cannot read");
  buffer_.resize(bytes_read > 0 ? static_cast<size_t>(bytes_read) : 0);
  return bytes_read > 0;
}

void LineReader::Append(size_t end) {
  const size_t bytes = end - position_;
  if (too_long_ || line_.size() + bytes > max_line_bytes_) {
    too_long_ = true;
    line_.clear();
  } else {
    line_.append(buffer_, position_, bytes);
  }
  position_ = end;
}

void LineReader::TrimLine() {
  if (number_ == 1 && line_.starts_with(kByteOrderMark)) {
    line_.erase(0, kByteOrderMark.size());
  }
  if (line_.ends_with('\r')) line_.pop_back();
}

}  // namespace wanyan
