#include "text/utf8.h"

namespace wanyan {
namespace {

// One row of Unicode's table 3-7: the sequences that begin with a lead byte in
// [first_lead, last_lead]. Only the second byte's bounds vary; bytes behind it
// are 80..BF.
struct SequenceShape {
  uint8_t first_lead;
  uint8_t last_lead;
  uint8_t length;
  uint8_t second_min;
  uint8_t second_max;
};

constexpr SequenceShape kShapes[] = {
    {0x00, 0x7F, 1, 0, 0},       {0xC2, 0xDF, 2, 0x80, 0xBF},
    {0xE0, 0xE0, 3, 0xA0, 0xBF}, {0xE1, 0xEC, 3, 0x80, 0xBF},
    {0xED, 0xED, 3, 0x80, 0x9F}, {0xEE, 0xEF, 3, 0x80, 0xBF},
    {0xF0, 0xF0, 4, 0x90, 0xBF}, {0xF1, 0xF3, 4, 0x80, 0xBF},
    {0xF4, 0xF4, 4, 0x80, 0x8F},
};

uint8_t ByteAt(std::string_view bytes, size_t offset) {
  return static_cast<uint8_t>(bytes[offset]);
}

const SequenceShape* FindShape(uint8_t lead) {
  for (const SequenceShape& shape : kShapes) {
    if (shape.first_lead <= lead && lead <= shape.last_lead) return &shape;
  }
  return nullptr;
}

// The length of the well-formed sequence at the start of `bytes`, which is not
// empty; 0 where there is none.
size_t WellFormedLength(std::string_view bytes) {
  const SequenceShape* shape = FindShape(ByteAt(bytes, 0));
  if (shape == nullptr || bytes.size() < shape->length) return 0;
  if (shape->length == 1) return 1;
  const uint8_t second = ByteAt(bytes, 1);
  if (second < shape->second_min || second > shape->second_max) return 0;
  for (size_t i = 2; i < shape->length; ++i) {
    if ((ByteAt(bytes, i) & 0xC0) != 0x80) return 0;
  }
  return shape->length;
}

// In well-formed text every byte but 80..BF begins a code point.
bool BeginsCodePoint(char byte) {
  return (static_cast<uint8_t>(byte) & 0xC0) != 0x80;
}

// Code points beyond U+FFFF, four bytes of UTF-8, take two UTF-16 units.
uint32_t UnitsBegunBy(char byte, OffsetUnit unit) {
  if (!BeginsCodePoint(byte)) return 0;
  const bool is_four_bytes = static_cast<uint8_t>(byte) >= 0xF0;
  return unit == OffsetUnit::kUtf16 && is_four_bytes ? 2 : 1;
}

uint32_t CountUnits(std::string_view utf8, OffsetUnit unit) {
  uint32_t count = 0;
  for (char byte : utf8) count += UnitsBegunBy(byte, unit);
  return count;
}

}  // namespace

std::optional<size_t> FirstIllFormedByte(std::string_view bytes) {
  for (size_t offset = 0; offset < bytes.size();) {
    const size_t length = WellFormedLength(bytes.substr(offset));
    if (length == 0) return offset;
    offset += length;
  }
  return std::nullopt;
}

char32_t DecodeUtf8(std::string_view utf8, size_t* offset) {
  const uint8_t lead = ByteAt(utf8, (*offset)++);
  if (lead < 0x80) return lead;
  const int continuations = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  char32_t code_point = lead & (0x3FU >> continuations);
  for (int i = 0; i < continuations; ++i) {
    code_point = code_point << 6 | (ByteAt(utf8, (*offset)++) & 0x3FU);
  }
  return code_point;
}

void AppendUtf8(char32_t code_point, std::string* utf8) {
  const auto append = [utf8](char32_t byte) {
    utf8->push_back(static_cast<char>(byte));
  };
  if (code_point < 0x80) {
    append(code_point);
    return;
  }
  if (code_point < 0x800) {
    append(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      append(0xE0 | code_point >> 12);
    } else {
      append(0xF0 | code_point >> 18);
      append(0x80 | (code_point >> 12 & 0x3F));
    }
    append(0x80 | (code_point >> 6 & 0x3F));
  }
  append(0x80 | (code_point & 0x3F));
}

size_t CountCodePoints(std::string_view utf8) {
  return CountUnits(utf8, OffsetUnit::kCodePoint);
}

TextRange ConvertRange(std::string_view utf8, TextRange range,
                       OffsetUnit unit) {
  if (unit == OffsetUnit::kUtf8) return range;
  const uint32_t begin = CountUnits(utf8.substr(0, range.begin), unit);
  const uint32_t length =
      CountUnits(utf8.substr(range.begin, range.size()), unit);
  return {begin, begin + length};
}

}  // namespace wanyan
