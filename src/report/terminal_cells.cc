#include "report/terminal_cells.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "text/graphemes.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

constexpr int kTabStop = 8;
constexpr char32_t kEmojiPresentation = 0xFE0F;
constexpr char32_t kReplacementCharacter = 0xFFFD;
// U+2400 + c is the picture of the control character c.
constexpr char32_t kControlPictures = 0x2400;
constexpr char32_t kDelete = 0x7F;
constexpr char32_t kDeletePicture = 0x2421;

// A code point that shows nothing but moves the cursor or turns the text.
bool SteersTerminal(UChar32 c) {
  return U_GET_GC_MASK(c) & (U_GC_CC_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK) ||
         u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0;
}

char32_t PictureOf(char32_t control) {
  if (control < 0x20) return kControlPictures + control;
  return control == kDelete ? kDeletePicture : kReplacementCharacter;
}

int WidthOf(UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) return 0;
  const int8_t category = u_charType(c);
  if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK) return 0;
  if (u_hasBinaryProperty(c, UCHAR_EMOJI_PRESENTATION) != 0) return 2;
  const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

ShownGrapheme ShowTab(TextRange bytes, int column) {
  const int width = kTabStop - column % kTabStop;
  return {bytes, std::string(static_cast<size_t>(width), ' '), width};
}

// A cluster is as wide as its widest code point: the rest is drawn onto it.
ShownGrapheme Show(std::string_view line, TextRange bytes) {
  ShownGrapheme grapheme{bytes, "", 0};
  for (size_t offset = bytes.begin; offset < bytes.end;) {
    const char32_t code_point = DecodeUtf8(line, &offset);
    const UChar32 c = static_cast<UChar32>(code_point);
    const bool steers = SteersTerminal(c);
    AppendUtf8(steers ? PictureOf(code_point) : code_point, &grapheme.shown);
    const int width = steers ? 1 : WidthOf(c);
    grapheme.width =
        code_point == kEmojiPresentation ? 2 : std::max(grapheme.width, width);
  }
  return grapheme;
}

}  // namespace

std::vector<ShownGrapheme> LayOutLine(std::string_view line) {
  std::vector<ShownGrapheme> graphemes;
  int column = 0;
  for (uint32_t begin = 0; begin < line.size();) {
    const TextRange bytes = GrowToGraphemes(line, {begin, begin + 1});
    graphemes.push_back(line[begin] == '\t' ? ShowTab(bytes, column)
                                            : Show(line, bytes));
    column += graphemes.back().width;
    begin = bytes.end;
  }
  return graphemes;
}

std::string Printable(std::string_view line) {
  std::string shown;
  for (const ShownGrapheme& grapheme : LayOutLine(line)) {
    shown += grapheme.shown;
  }
  return shown;
}

}  // namespace wanyan
