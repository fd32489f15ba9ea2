#include "match/naive_matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <set>
#include <utility>

#include "text/utf8.h"

namespace wanyan {
namespace {

// ---- Readings ----

template <typename Node>
const Node* As(const PatternNode* node) {
  return std::get_if<Node>(&node->node);
}

// `first`, and behind it `second`.
NaiveReading Join(NaiveReading first, NaiveReading second) {
  std::vector<int>& options = second.leaves.empty()
                                  ? second.options_behind
                                  : second.leaves.front().options_before;
  options.insert(options.begin(), first.options_behind.begin(),
                 first.options_behind.end());
  first.leaves.insert(first.leaves.end(), second.leaves.begin(),
                      second.leaves.end());
  first.options_behind = second.options_behind;
  return first;
}

std::vector<NaiveReading> Unfold(const PatternNode* node);

std::vector<NaiveReading> UnfoldSequence(const SequenceNode& sequence) {
  std::vector<NaiveReading> readings = {NaiveReading{}};
  for (const Pattern& part : sequence.parts) {
    std::vector<NaiveReading> longer;
    for (const NaiveReading& reading : readings) {
      for (NaiveReading& behind : Unfold(part.get())) {
        longer.push_back(Join(reading, std::move(behind)));
      }
    }
    readings = std::move(longer);
  }
  return readings;
}

std::vector<NaiveReading> UnfoldChoice(const ChoiceNode& choice) {
  std::vector<NaiveReading> readings;
  for (size_t i = 0; i < choice.options.size(); ++i) {
    NaiveReading taken;
    taken.options_behind = {static_cast<int>(i)};
    for (NaiveReading& reading : Unfold(choice.options[i].get())) {
      readings.push_back(Join(taken, std::move(reading)));
    }
  }
  return readings;
}

std::vector<NaiveReading> Unfold(const PatternNode* node) {
  if (const auto* sequence = As<SequenceNode>(node)) {
    return UnfoldSequence(*sequence);
  }
  if (const auto* choice = As<ChoiceNode>(node)) return UnfoldChoice(*choice);
  NaiveReading leaf;
  leaf.leaves = {{node, {}}};
  return {leaf};
}

// The patterns that gaps of `reading` must be without.
std::vector<Pattern> WithoutsOf(const NaiveReading& reading) {
  std::vector<Pattern> result;
  for (const NaiveReading::Leaf& leaf : reading.leaves) {
    const auto* gap = As<GapNode>(leaf.node);
    if (gap != nullptr && gap->without != nullptr) {
      result.push_back(gap->without);
    }
  }
  return result;
}

// ---- The text ----

// "Only white space, punctuation and symbols may stand between"; the signs of
// a URL or placeholder are none.
bool IsFreeOfWords(const FoldedChar& c) {
  const bool is_white_space = c.Is(kSpaceChar) || c.Is(kLineBreakChar);
  return (is_white_space || c.Is(kPunctuationChar)) && !c.Is(kMaskedChar);
}

std::u32string ValuesOf(FoldedChars text, TextRange range) {
  std::u32string values;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    values.push_back(text[i].value);
  }
  return values;
}

std::string Utf8Of(FoldedChars text, TextRange range) {
  std::string utf8;
  for (uint32_t i = range.begin; i < range.end; ++i) {
    AppendUtf8(text[i].value & ~kAltered, &utf8);
  }
  return utf8;
}

uint32_t SizeOf(FoldedChars text) { return static_cast<uint32_t>(text.size()); }

// "Not between two word characters, nor at an apostrophe between two of them,
// nor at . or , between two digits."
bool IsWordEdge(FoldedChars text, uint32_t position) {
  const auto is = [text](uint32_t i, CharTrait trait) {
    return i < text.size() && text[i].Is(trait);
  };
  const auto stands_inside = [&](uint32_t i) {  // a word or number
    if (i == 0 || i >= text.size()) return false;
    const char32_t c = text[i].value;
    const CharTrait around = c == U'\'' ? kWordChar : kDigitChar;
    const bool joins = c == U'\'' || c == U'.' || c == U',';
    return joins && is(i - 1, around) && is(i + 1, around);
  };
  if (position == 0 || position >= text.size()) return true;
  const bool between_word_characters =
      is(position - 1, kWordChar) && is(position, kWordChar);
  return !between_word_characters && !stands_inside(position - 1) &&
         !stands_inside(position);
}

// Where the clause ends that has a character, or its end, at `position`.
uint32_t ClauseEndFrom(FoldedChars text, uint32_t position) {
  uint32_t end = position;
  while (end < text.size() && !text[end].Is(kClauseEndChar)) ++end;
  return end;
}

bool AllBetween(FoldedChars text, TextRange range,
                bool (*condition)(const FoldedChar&)) {
  const FoldedChars between = text.subspan(range.begin, range.size());
  return std::all_of(between.begin(), between.end(), condition);
}

// ---- Cores of regular expressions ----

uint32_t CharAtByte(FoldedChars text, size_t byte) {
  uint32_t i = 0;
  while (Utf8Of(text, {0, i}).size() < byte) ++i;
  return i;
}

// "Its matches are found one after another, leftmost and longest."
std::vector<TextRange> RegexCores(const re2::RE2& regex, FoldedChars text) {
  const std::string utf8 = Utf8Of(text, {0, SizeOf(text)});
  std::vector<TextRange> cores;
  re2::StringPiece found;
  size_t from = 0;
  while (
      regex.Match(utf8, from, utf8.size(), re2::RE2::UNANCHORED, &found, 1)) {
    const size_t begin = static_cast<size_t>(found.data() - utf8.data());
    if (found.empty()) {
      if (begin == utf8.size()) break;
      from = begin + 1;
      continue;
    }
    from = begin + found.size();
    cores.push_back({CharAtByte(text, begin), CharAtByte(text, from)});
  }
  return cores;
}

// ---- Derivations ----

enum class Label : uint8_t { kOutside, kLiteral, kSpace, kGap, kSlot };

Label LabelOf(const PatternNode* node) {
  if (As<LiteralNode>(node) || As<WordEndingNode>(node)) return Label::kLiteral;
  if (As<SpaceNode>(node)) return Label::kSpace;
  if (As<SlotNode>(node)) return Label::kSlot;
  return Label::kGap;  // anchors have no characters
}

// Judges the readings of one pattern on one text.
class Judge {
 public:
  using Cores = std::vector<TextRange>;

  Judge(FoldedChars text, const std::vector<std::u32string>& particles,
        std::map<const PatternNode*, Cores> forbidden_in_gaps)
      : text_(text),
        particles_(particles),
        forbidden_in_gaps_(std::move(forbidden_in_gaps)) {}

  std::vector<NaiveDerivation> Try(const NaiveReading& reading) {
    reading_ = &reading;
    for (uint32_t begin = 0; begin <= text_.size(); ++begin) {
      steps_.clear();
      PlaceFrom(0, begin);
    }
    return std::exchange(found_, {});
  }

 private:
  // Tries every stretch that begins at `position` for the leaf, and all that
  // follows from it.
  void PlaceFrom(size_t leaf, uint32_t position) {
    if (leaf == reading_->leaves.size()) {
      if (IsMatch()) found_.push_back(Derivation());
      return;
    }
    const PatternNode* node = reading_->leaves[leaf].node;
    const TextRange lengths = LengthsOf(node);
    for (uint32_t length = lengths.begin; length < lengths.end; ++length) {
      const TextRange stretch = {position, position + length};
      if (stretch.end > text_.size()) break;
      if (!Fits(node, stretch)) continue;
      steps_.push_back({node, stretch});
      PlaceFrom(leaf + 1, stretch.end);
      steps_.pop_back();
    }
  }

  // The lengths that a leaf may have at all.
  static TextRange LengthsOf(const PatternNode* node) {
    if (const auto* literal = As<LiteralNode>(node)) {
      const auto size = static_cast<uint32_t>(literal->chars.size());
      return {size, size + 1};
    }
    if (const auto* gap = As<GapNode>(node)) {
      return {0, static_cast<uint32_t>(gap->max_chars) + 1};
    }
    if (As<SpaceNode>(node)) return {0, 2};
    if (As<WordEndingNode>(node)) return {0, kMaxWordEnding + 1};
    if (As<SlotNode>(node)) return {1, SlotNode::kMaxChars + 1};
    return {0, 1};  // an anchor
  }

  bool Fits(const PatternNode* node, TextRange stretch) const {
    if (const auto* literal = As<LiteralNode>(node)) {
      return FitsLiteral(*literal, stretch);
    }
    if (As<SpaceNode>(node)) return FitsSpace(stretch);
    if (As<WordEndingNode>(node)) return FitsWordEnding(stretch);
    if (const auto* gap = As<GapNode>(node)) return FitsGap(*gap, stretch);
    if (const auto* slot = As<SlotNode>(node)) return FitsSlot(*slot, stretch);
    return FitsAnchor(*As<AnchorNode>(node), stretch.begin);
  }

  bool FitsLiteral(const LiteralNode& literal, TextRange stretch) const {
    for (uint32_t i = 0; i < stretch.size(); ++i) {
      const FoldedChar& c = text_[stretch.begin + i];
      if (c.value != literal.chars[i] || c.Is(kMaskedChar)) return false;
    }
    return true;
  }

  // "The edge of a word, with or without a space there."
  bool FitsSpace(TextRange stretch) const {
    if (stretch.empty()) return IsWordEdge(text_, stretch.begin);
    return text_[stretch.begin].Is(kSpaceChar) && !HasMasked(stretch);
  }

  // "The word characters that follow, to the word's end; perhaps none."
  bool FitsWordEnding(TextRange stretch) const {
    return AllBetween(text_, stretch,
                      [](const FoldedChar& c) { return c.Is(kWordChar); }) &&
           IsWordEdge(text_, stretch.end) && !HasMasked(stretch);
  }

  // "None of which ends a clause (a sentence), in which no match of `without`
  // lies."
  bool FitsGap(const GapNode& gap, TextRange stretch) const {
    const CharTrait end =
        gap.crosses_clauses ? kSentenceEndChar : kClauseEndChar;
    for (uint32_t i = stretch.begin; i < stretch.end; ++i) {
      if (text_[i].Is(end)) return false;
    }
    if (gap.without == nullptr) return true;
    const Cores& forbidden = forbidden_in_gaps_.at(gap.without.get());
    return std::none_of(forbidden.begin(), forbidden.end(),
                        [&](TextRange core) { return stretch.Contains(core); });
  }

  bool FitsSlot(const SlotNode& slot, TextRange stretch) const {
    if (slot.type != nullptr) return IsLongestOfType(slot, stretch);
    // "White space alone is no slot."
    if (stretch.size() == 1 && text_[stretch.begin].Is(kSpaceChar))
      return false;
    return ClauseEndFrom(text_, stretch.begin) >= stretch.end;
  }

  // "The longest text at its place (at most 64 characters) that the regular
  // expression fits."
  bool IsLongestOfType(const SlotNode& slot, TextRange stretch) const {
    if (!re2::RE2::FullMatch(Utf8Of(text_, stretch), *slot.type)) return false;
    TextRange longer = stretch;
    while (longer.end < text_.size() && longer.size() < SlotNode::kMaxChars) {
      ++longer.end;
      if (re2::RE2::FullMatch(Utf8Of(text_, longer), *slot.type)) return false;
    }
    return true;
  }

  bool FitsAnchor(const AnchorNode& anchor, uint32_t position) const {
    switch (anchor.place) {
      case AnchorNode::kTextStart:
        return AllBetween(text_, {0, position}, IsFreeOfWords);
      case AnchorNode::kTextEnd:
        return AllBetween(text_, {position, SizeOf(text_)}, IsFreeOfWords);
      case AnchorNode::kClauseEnd:
        return AllBetween(text_, {position, ClauseEndFrom(text_, position)},
                          IsFreeOfWords);
      case AnchorNode::kClauseStart: {
        uint32_t start = position;
        while (start > 0 && !text_[start - 1].Is(kClauseEndChar)) --start;
        return AllBetween(text_, {start, position}, IsFreeOfWords);
      }
    }
    return false;
  }

  bool HasMasked(TextRange stretch) const {
    return !AllBetween(text_, stretch,
                       [](const FoldedChar& c) { return !c.Is(kMaskedChar); });
  }

  // ---- What is true of a match as a whole ----

  bool IsMatch() {
    LabelText();
    return HasLiteral() && LiteralTextEndsAtWordEdges() &&
           EndSlotsReachClauseEnd() && SameSlotsHoldSameText();
  }

  void LabelText() {
    labels_.assign(text_.size(), Label::kOutside);
    for (const NaiveDerivation::Step& step : steps_) {
      std::fill(labels_.begin() + step.chars.begin,
                labels_.begin() + step.chars.end, LabelOf(step.node));
    }
  }

  bool IsLiteral(uint32_t i) const { return labels_[i] == Label::kLiteral; }

  bool HasLiteral() const {
    return std::find(labels_.begin(), labels_.end(), Label::kLiteral) !=
           labels_.end();
  }

  // "Literal text that stops beside free text stops at the edge of a word."
  bool LiteralTextEndsAtWordEdges() const {
    for (uint32_t i = 0; i < text_.size(); ++i) {
      if (!IsLiteral(i)) continue;
      const bool begins = i == 0 || !IsLiteral(i - 1);
      const bool ends = i + 1 == text_.size() || !IsLiteral(i + 1);
      if (begins && !IsWordEdge(text_, i)) return false;
      if (ends && !IsWordEdge(text_, i + 1)) return false;
    }
    return true;
  }

  // "With no literal text behind it, a slot ends at the end of the clause,
  // trailing particles, white space and punctuation left out."
  bool EndSlotsReachClauseEnd() const {
    const uint32_t core_end = Core().end;
    for (const NaiveDerivation::Step& step : steps_) {
      const auto* slot = As<SlotNode>(step.node);
      const bool is_end_slot = slot != nullptr && slot->type == nullptr &&
                               step.chars.begin >= core_end;
      if (is_end_slot && step.chars.end != EndSlotEnd(step.chars.begin)) {
        return false;
      }
    }
    return true;
  }

  uint32_t EndSlotEnd(uint32_t begin) const {
    uint32_t end = ClauseEndFrom(text_, begin);
    while (end > begin) {
      if (IsFreeOfWords(text_[end - 1])) {
        --end;
      } else if (const size_t particle = ParticleBefore({begin, end})) {
        end -= static_cast<uint32_t>(particle);
      } else {
        break;
      }
    }
    return end;
  }

  // The length of the longest particle that `slot` ends with; 0 for none.
  size_t ParticleBefore(TextRange slot) const {
    const std::u32string held = ValuesOf(text_, slot);
    size_t longest = 0;
    for (const std::u32string& particle : particles_) {
      if (held.ends_with(particle)) {
        longest = std::max(longest, particle.size());
      }
    }
    return longest;
  }

  // "The same name twice holds the same (folded) text twice."
  bool SameSlotsHoldSameText() const {
    std::map<std::string, std::u32string> held;
    for (const NaiveDerivation::Step& step : steps_) {
      const auto* slot = As<SlotNode>(step.node);
      if (slot == nullptr) continue;
      const std::u32string text = ValuesOf(text_, step.chars);
      if (held.try_emplace(slot->name, text).first->second != text) {
        return false;
      }
    }
    return true;
  }

  TextRange Core() const {
    TextRange core = {SizeOf(text_), 0};
    for (uint32_t i = 0; i < text_.size(); ++i) {
      if (!IsLiteral(i)) continue;
      core.begin = std::min(core.begin, i);
      core.end = i + 1;
    }
    return core;
  }

  NaiveDerivation Derivation() const {
    NaiveDerivation derivation;
    derivation.steps = steps_;
    derivation.core = Core();
    derivation.whole = {steps_.front().chars.begin, steps_.back().chars.end};
    derivation.preference = PreferenceOf(derivation.core);
    return derivation;
  }

  std::vector<int> PreferenceOf(TextRange core) const {
    std::vector<int> preference;
    const auto append = [&](const std::vector<int>& options) {
      preference.insert(preference.end(), options.begin(), options.end());
    };
    bool in_core_or_behind = false;
    for (size_t i = 0; i < steps_.size(); ++i) {
      append(reading_->leaves[i].options_before);
      const TextRange chars = steps_[i].chars;
      const Label label = LabelOf(steps_[i].node);
      const bool is_outer = chars.end <= core.begin || chars.begin >= core.end;
      const int length = static_cast<int>(chars.size());
      if (label == Label::kSlot) {
        preference.push_back(is_outer ? -length : length);
      } else if (label == Label::kGap && in_core_or_behind) {
        preference.push_back(length);
      }
      in_core_or_behind |= chars.end > core.begin;
    }
    append(reading_->options_behind);
    return preference;
  }

  const FoldedChars text_;
  const std::vector<std::u32string>& particles_;
  const std::map<const PatternNode*, Cores> forbidden_in_gaps_;
  const NaiveReading* reading_ = nullptr;
  std::vector<NaiveDerivation::Step> steps_;
  std::vector<Label> labels_;
  std::vector<NaiveDerivation> found_;
};

std::vector<NaiveDerivation> RegexDerivations(const PatternNode* node,
                                              FoldedChars text) {
  std::vector<NaiveDerivation> result;
  for (TextRange core : RegexCores(*As<RegexNode>(node)->regex, text)) {
    result.push_back({{{node, core}}, core, core, {}});
  }
  return result;
}

bool IsRegex(const NaiveReading& reading) {
  return reading.leaves.size() == 1 &&
         As<RegexNode>(reading.leaves.front().node) != nullptr;
}

bool ByCoreThenPreference(const NaiveDerivation& a, const NaiveDerivation& b) {
  return std::tie(a.core.begin, a.core.end, a.preference) <
         std::tie(b.core.begin, b.core.end, b.preference);
}

}  // namespace

NaiveMatcher::NaiveMatcher(Pattern pattern,
                           std::vector<std::u32string> particles)
    : pattern_(std::move(pattern)),
      particles_(std::move(particles)),
      readings_(Unfold(pattern_.get())) {
  for (const NaiveReading& reading : readings_) {
    for (const Pattern& without : WithoutsOf(reading)) {
      auto& judge = without_[without.get()];
      if (!judge)
        judge = std::make_shared<const NaiveMatcher>(without, particles_);
    }
  }
}

std::vector<NaiveDerivation> NaiveMatcher::Derivations(FoldedChars text) const {
  std::map<const PatternNode*, std::vector<TextRange>> forbidden_in_gaps;
  for (const auto& [pattern, judge] : without_) {
    forbidden_in_gaps[pattern] = judge->Cores(text);
  }
  std::vector<NaiveDerivation> all;
  Judge judge(text, particles_, std::move(forbidden_in_gaps));
  for (const NaiveReading& reading : readings_) {
    std::vector<NaiveDerivation> found =
        IsRegex(reading) ? RegexDerivations(reading.leaves.front().node, text)
                         : judge.Try(reading);
    std::move(found.begin(), found.end(), std::back_inserter(all));
  }
  std::stable_sort(all.begin(), all.end(), ByCoreThenPreference);
  return all;
}

std::vector<TextRange> NaiveMatcher::Cores(FoldedChars text) const {
  std::vector<TextRange> cores;
  for (const NaiveDerivation& derivation : Derivations(text)) {
    if (cores.empty() || cores.back() != derivation.core) {
      cores.push_back(derivation.core);
    }
  }
  return cores;
}

size_t CountReadings(const Pattern& pattern, size_t limit) {
  size_t count = 1;
  if (const auto* sequence = As<SequenceNode>(pattern.get())) {
    for (const Pattern& part : sequence->parts) {
      count = std::min(limit, count * CountReadings(part, limit));
    }
  } else if (const auto* choice = As<ChoiceNode>(pattern.get())) {
    count = 0;
    for (const Pattern& option : choice->options) {
      count = std::min(limit, count + CountReadings(option, limit));
    }
  }
  return count;
}

}  // namespace wanyan
