#include "text/marked.h"

#include <cstdint>
#include <functional>

#include "text/utf8.h"

namespace wanyan {
namespace {

std::string MarkedWhere(const FoldedText& text,
                        const std::function<bool(uint32_t)>& is_marked,
                        const std::function<bool(uint32_t)>& begins_anew) {
  std::string result;
  bool was_marked = false;
  for (uint32_t i = 0; i < text.size(); ++i) {
    const bool marked = is_marked(i);
    if (was_marked && (!marked || begins_anew(i))) result += "]]";
    if (marked && (!was_marked || begins_anew(i))) result += "[[";
    AppendUtf8(text[i].value & ~kAltered, &result);
    was_marked = marked;
  }
  if (was_marked) result += "]]";
  return result;
}

std::string MarkedStretches(const FoldedText& text,
                            const std::function<TextRange(uint32_t)>& at) {
  const auto is_inside = [&at](uint32_t i) {
    return at(i).begin <= i && i < at(i).end;
  };
  const auto begins = [&at](uint32_t i) { return at(i).begin == i; };
  return MarkedWhere(text, is_inside, begins);
}

}  // namespace

std::string Marked(const FoldedText& text, CharTrait trait) {
  return MarkedWhere(
      text, [&](uint32_t i) { return text[i].Is(trait); },
      [](uint32_t) { return false; });
}

std::string MarkedClauses(const FoldedText& text) {
  return MarkedStretches(text, [&](uint32_t i) { return text.ClauseAt(i); });
}

std::string MarkedSentences(const FoldedText& text) {
  return MarkedStretches(text, [&](uint32_t i) { return text.SentenceAt(i); });
}

}  // namespace wanyan
