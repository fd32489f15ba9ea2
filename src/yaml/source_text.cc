#include "yaml/source_text.h"

#include <algorithm>

namespace wanyan::yaml {
namespace {

constexpr size_t kBlockBytes = 256;

bool BeginsCodePoint(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

size_t CountStarts(std::string_view bytes) {
  return static_cast<size_t>(
      std::count_if(bytes.begin(), bytes.end(), BeginsCodePoint));
}

}  // namespace

SourceText::SourceText(std::string_view utf8) : utf8_(utf8) {
  line_starts_.push_back(0);
  for (size_t i = 0; i < utf8.size(); ++i) {
    if (utf8[i] == '\n') line_starts_.push_back(static_cast<uint32_t>(i + 1));
  }
  size_t count = 0;
  for (size_t block = 0; block <= utf8.size(); block += kBlockBytes) {
    code_points_.push_back(static_cast<uint32_t>(count));
    count += CountStarts(utf8.substr(block, kBlockBytes));
  }
}

size_t SourceText::OffsetOf(size_t line, size_t byte_column) const {
  if (line >= line_starts_.size()) return utf8_.size();
  return std::min(utf8_.size(), line_starts_[line] + byte_column);
}

size_t SourceText::CodePointsBefore(size_t byte_offset) const {
  const size_t block = byte_offset / kBlockBytes;
  const size_t begin = block * kBlockBytes;
  return code_points_[block] +
         CountStarts(utf8_.substr(begin, byte_offset - begin));
}

SourcePosition SourceText::PositionAt(size_t byte_offset) const {
  const auto behind =
      std::upper_bound(line_starts_.begin(), line_starts_.end(), byte_offset);
  const size_t line = static_cast<size_t>(behind - line_starts_.begin());
  const size_t column =
      CodePointsBefore(byte_offset) - CodePointsBefore(line_starts_[line - 1]);
  return {static_cast<int>(line), static_cast<int>(column) + 1};
}

std::string_view SourceText::Line(int line) const {
  if (line < 1 || static_cast<size_t>(line) > line_starts_.size()) return {};
  const size_t next = static_cast<size_t>(line);
  const size_t begin = line_starts_[next - 1];
  const size_t end =
      next < line_starts_.size() ? line_starts_[next] - 1 : utf8_.size();
  std::string_view text = utf8_.substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace wanyan::yaml
