#include "match/internal/text_context.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace wanyan::internal {
namespace {

// Where a clause goes on for longer than a slot and what it leaves out, its end
// is not looked for: the slot is too long either way.
constexpr uint32_t kMaxLastSlotWindow = 2 * SlotNode::kMaxChars;

}  // namespace

TextContext::TextContext(const FoldedText& text,
                         std::function<const FirstEnds&(int)> first_ends)
    : text_(text),
      first_ends_(std::move(first_ends)),
      size_(text.size()),
      stable_(text.stable_size()) {}

bool TextContext::IsLiteral(uint32_t position, char32_t value) {
  Touch(position);
  return position < size_ && text_[position].value == value &&
         !text_[position].Is(kMaskedChar);
}

bool TextContext::IsSpace(uint32_t position) {
  Touch(position);
  return position < size_ && text_[position].Is(kSpaceChar) &&
         !text_[position].Is(kMaskedChar);
}

bool TextContext::IsWordEdge(uint32_t position) {
  if (position > 0 && !text_[position - 1].Is(kHanChar)) Touch(position);
  // An apostrophe or a decimal sign needs the character behind it as well.
  if (position < size_ && text_[position].Is(kPunctuationChar)) {
    Touch(position + 1);
  }
  return text_.IsWordEdge(position);
}

// What may stand between an anchor and the place that it names.
bool TextContext::IsSkippable(uint32_t position) const {
  const FoldedChar& c = text_[position];
  return (c.Is(kSpaceChar) || c.Is(kPunctuationChar)) && !c.Is(kMaskedChar);
}

// For each position, how far skippable characters reach from it.
const TextContext::SkipTable& TextContext::SkipsFor(bool of_text) {
  SkipTable& table = skips_[of_text ? 1 : 0];
  if (!table.back.empty()) return table;
  const auto skips = [&](uint32_t i) {
    if (of_text) return IsSkippable(i) || text_[i].Is(kLineBreakChar);
    return IsSkippable(i) && !text_[i].Is(kClauseEndChar);
  };
  table.back.resize(size_ + 1);
  table.ahead.resize(size_ + 1);
  for (uint32_t i = 0; i < size_; ++i) {
    table.back[i + 1] = skips(i) ? table.back[i] : i + 1;
  }
  table.ahead[size_] = size_;
  for (uint32_t i = size_; i > 0; --i) {
    table.ahead[i - 1] = skips(i - 1) ? table.ahead[i] : i - 1;
  }
  return table;
}

bool TextContext::HoldsAnchor(AnchorNode::Place place, uint32_t position) {
  const bool of_text =
      place == AnchorNode::kTextStart || place == AnchorNode::kTextEnd;
  const SkipTable& skips = SkipsFor(of_text);
  if (place == AnchorNode::kClauseStart || place == AnchorNode::kTextStart) {
    const uint32_t begin = skips.back[position];
    return begin == 0 || (!of_text && text_[begin - 1].Is(kClauseEndChar));
  }
  const uint32_t end = skips.ahead[position];
  Touch(end);
  return end == size_ || (!of_text && text_[end].Is(kClauseEndChar));
}

uint32_t TextContext::WordEnd(uint32_t position) {
  const uint32_t limit = std::min(size_, position + kMaxWordEnding + 1);
  while (position < limit && text_[position].Is(kWordChar) &&
         !text_[position].Is(kMaskedChar)) {
    ++position;
  }
  Touch(position);
  return position;
}

// The end of the run of characters without `stop` at `position`, cut at
// `max_chars`.
uint32_t TextContext::EndOfRun(uint32_t position, uint32_t max_chars,
                               CharTrait stop) {
  const uint32_t limit = std::min(size_, position + max_chars);
  uint32_t end = position;
  while (end < limit && !text_[end].Is(stop)) ++end;
  if (end < position + max_chars) Touch(end);
  if (end > position) Touch(end - 1);
  return end;
}

uint32_t TextContext::GapEnd(const GapSpec& gap, uint32_t position) {
  const uint32_t end =
      EndOfRun(position, static_cast<uint32_t>(gap.max_chars),
               gap.crosses_clauses ? kSentenceEndChar : kClauseEndChar);
  if (gap.without < 0) return end;
  const bool touched = touched_end_;  // looking for the others forgets it
  const FirstEnds& without = first_ends_(gap.without);
  touched_end_ = touched || end > without.live_from;
  const uint32_t first_end = without.ends[position];
  return first_end <= end ? first_end - 1 : end;
}

uint32_t TextContext::ShortestSlotEnd(uint32_t position) const {
  const bool space = position < size_ && text_[position].Is(kSpaceChar);
  return position + (space ? 2 : 1);
}

uint32_t TextContext::SlotEnd(uint32_t position) {
  return EndOfRun(position, SlotNode::kMaxChars, kClauseEndChar);
}

uint32_t TextContext::TypedSlotEnd(const SlotNode& slot, uint32_t position) {
  const uint32_t limit =
      std::min<uint32_t>(size_, position + SlotNode::kMaxChars);
  Touch(limit);
  const uint32_t offset = text_.Utf8Offset(position);
  const re2::StringPiece window(text_.utf8().data() + offset,
                                text_.Utf8Offset(limit) - offset);
  re2::StringPiece found;
  if (!slot.type->Match(window, 0, window.size(), RE2::ANCHOR_START, &found,
                        1)) {
    return position;
  }
  return text_.CharAtUtf8Offset(offset + static_cast<uint32_t>(found.size()));
}

// Where the particle that ends at `end` begins; `end` where none does.
uint32_t TextContext::ParticleBegin(std::span<const std::u32string> particles,
                                    uint32_t begin, uint32_t end) const {
  for (const std::u32string& particle : particles) {
    if (particle.size() > end - begin) continue;
    const uint32_t start = end - static_cast<uint32_t>(particle.size());
    const bool same = std::equal(
        particle.begin(), particle.end(), text_.chars().begin() + start,
        [](char32_t value, const FoldedChar& c) {
          return c.value == value && !c.Is(kMaskedChar);
        });
    if (same && text_.IsWordEdge(start) && text_.IsWordEdge(end)) return start;
  }
  return end;
}

uint32_t TextContext::WithoutTrailing(std::span<const std::u32string> particles,
                                      uint32_t begin, uint32_t end) const {
  while (end > begin) {
    uint32_t shorter = end;
    if (IsSkippable(end - 1)) {
      shorter = end - 1;
    } else {
      shorter = ParticleBegin(particles, begin, end);
    }
    if (shorter == end) break;
    end = shorter;
  }
  return end;
}

uint32_t TextContext::LastSlotEnd(std::span<const std::u32string> particles,
                                  uint32_t position) {
  const uint32_t clause_end =
      EndOfRun(position, kMaxLastSlotWindow, kClauseEndChar);
  if (clause_end - position == kMaxLastSlotWindow) return clause_end;
  return WithoutTrailing(particles, position, clause_end);
}

uint32_t TextContext::ParticlesEnd(std::span<const std::u32string> particles,
                                   uint32_t position) {
  uint32_t end = EndOfRun(position, kMaxLastSlotWindow, kClauseEndChar);
  if (WithoutTrailing(particles, position, end) != position) return position;
  // Punctuation stays, and what stands behind it: “办不了退款”了.
  const auto is_mark = [](const FoldedChar& c) {
    return c.Is(kPunctuationChar);
  };
  const auto chars = text_.chars().subspan(position, end - position);
  end = position +
        static_cast<uint32_t>(
            std::find_if(chars.begin(), chars.end(), is_mark) - chars.begin());
  while (end > position && text_[end - 1].Is(kSpaceChar)) --end;
  return end;
}

}  // namespace wanyan::internal
