#include "text/graphemes.h"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/utext.h>

#include <cstdint>
#include <memory>

namespace wanyan {
namespace {

// An iterator is made once per thread: it is costly to make, and not safe to
// share. Asked for one boundary, it reads only back to the next place where it
// is safe to begin. Between calls it keeps the last text's address, unread.
icu::BreakIterator& ThreadsIterator() {
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode error = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(),
                                                    error));
  }();
  return *iterator;
}

uint32_t BoundaryAtOrBefore(icu::BreakIterator& iterator, uint32_t offset) {
  const auto position = static_cast<int32_t>(offset);
  return iterator.isBoundary(position)
             ? offset
             : static_cast<uint32_t>(iterator.preceding(position));
}

uint32_t BoundaryAtOrBehind(icu::BreakIterator& iterator, uint32_t offset) {
  const auto position = static_cast<int32_t>(offset);
  return iterator.isBoundary(position)
             ? offset
             : static_cast<uint32_t>(iterator.following(position));
}

}  // namespace

TextRange GrowToGraphemes(std::string_view utf8, TextRange range) {
  UErrorCode error = U_ZERO_ERROR;
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, utf8.data(), static_cast<int64_t>(utf8.size()), &error);
  icu::BreakIterator& iterator = ThreadsIterator();
  iterator.setText(&text, error);
  const TextRange grown = {BoundaryAtOrBefore(iterator, range.begin),
                           BoundaryAtOrBehind(iterator, range.end)};
  utext_close(&text);
  return grown;
}

}  // namespace wanyan
