#ifndef WANYAN_CLI_LINE_READER_H_
#define WANYAN_CLI_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace wanyan {

// The lines of a file or pipe, each as soon as it is there, in bounded memory.
//
//   LineReader lines(STDIN_FILENO, kMaxLineBytes);
//   while (lines.Next()) {
//     if (lines.too_long()) … else Use(lines.number(), lines.line());
//   }
//   if (!lines.status().ok()) …
//
// A byte order mark at the start of the file is left out. The last line needs
// no line break.
class LineReader {
 public:
  // `fd` stays the caller's.
  LineReader(int fd, size_t max_line_bytes)
      : fd_(fd), max_line_bytes_(max_line_bytes) {}

  // Moves to the next line; false at the end, or where reading failed.
  bool Next();

  // The line without its line break (and without the CR before it); valid until
  // the next call of Next. Empty where it is too long.
  std::string_view line() const { return line_; }
  // Whether the line is longer than the limit. Its bytes were skipped.
  bool too_long() const { return too_long_; }
  // Counts from 1.
  int64_t number() const { return number_; }

  // Why Next gave up: OK at the end of the file.
  const absl::Status& status() const { return status_; }

 private:
  // Reads more into buffer_; false where there is no more.
  bool Fill();
  // Takes buffer bytes up to `end` into the line.
  void Append(size_t end);
  void TrimLine();

  const int fd_;
  const size_t max_line_bytes_;
  std::string buffer_;
  size_t position_ = 0;  // of the first unread byte in buffer_
  std::string line_;
  bool too_long_ = false;
  int64_t number_ = 0;
  absl::Status status_;
};

}  // namespace wanyan

#endif  // WANYAN_CLI_LINE_READER_H_
