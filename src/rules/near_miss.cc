#include "rules/near_miss.h"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "match/pattern_text.h"
#include "match/text_scan.h"
#include "phrasebook/template_parser.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

using Parts = std::vector<Pattern>;

bool IsHan(char32_t c) {
  std::string utf8;
  AppendUtf8(c & ~kAltered, &utf8);
  const FoldedText text = FoldedText::Fold(utf8);
  return text.size() > 0 && text[0].Is(kHanChar);
}

// A Han character is a part; other characters make one with their neighbours.
void AddLiteral(const LiteralNode& literal, Parts* parts) {
  std::u32string word;
  const auto end_word = [&] {
    if (!word.empty()) parts->push_back(MakePattern(LiteralNode{word}));
    word.clear();
  };
  for (const char32_t c : literal.chars) {
    const bool is_han = IsHan(c);
    if (is_han) end_word();
    word += c;
    if (is_han) end_word();
  }
  end_word();
}

void AddParts(const Pattern& pattern, Parts* parts) {
  if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    for (const Pattern& part : sequence->parts) AddParts(part, parts);
  } else if (const auto* literal = std::get_if<LiteralNode>(&pattern->node)) {
    AddLiteral(*literal, parts);
  } else {
    parts->push_back(pattern);
  }
}

Pattern Join(std::span<const Pattern> parts) {
  return MakePattern(SequenceNode{{parts.begin(), parts.end()}});
}

// A template cut in two.
struct Cut {
  Pattern tried;
  Pattern rest;
  bool rest_is_first = false;
};

// The cuts from the end, then those from the beginning, each the shortest
// first.
std::vector<Cut> CutsOf(const Parts& parts) {
  const std::span<const Pattern> all(parts);
  std::vector<Cut> cuts;
  const size_t most = std::min(parts.size(), kMaxPartsTried);
  for (size_t count = 1; count < most; ++count) {
    cuts.push_back(
        {Join(all.last(count)), Join(all.first(parts.size() - count)), true});
  }
  for (size_t count = 1; count < most; ++count) {
    cuts.push_back({Join(all.first(count)), Join(all.subspan(count)), false});
  }
  // The matcher takes no pattern without literal text, and such a part says
  // nothing.
  std::erase_if(
      cuts, [](const Cut& cut) { return CanMatchWithoutLiteral(cut.tried); });
  return cuts;
}

// The longest core of a pattern in the text, the leftmost of those.
std::optional<TextRange> LongestCore(const TextScan& scan, int pattern) {
  std::optional<TextRange> longest;
  for (const Candidate& candidate : scan.Of(pattern)) {
    if (!longest.has_value() || candidate.core.size() > longest->size()) {
      longest = candidate.core;
    }
  }
  return longest;
}

std::optional<NearMiss> NearestOfCuts(const std::vector<Cut>& cuts,
                                      const PatternOptions& options,
                                      const FoldedText& text) {
  PatternSetBuilder builder;
  for (const Cut& cut : cuts) builder.Add(cut.tried, options);
  const auto patterns = std::move(builder).Build();
  if (!patterns.ok()) return std::nullopt;  // the whole is larger and was built
  const TextScan scan(**patterns, text, options.mode);
  std::optional<NearMiss> nearest;
  // Of cuts with cores of one length the last counts: a beginning, the longest.
  for (size_t i = 0; i < cuts.size(); ++i) {
    const auto core = LongestCore(scan, static_cast<int>(i));
    if (!core.has_value()) continue;
    if (nearest.has_value() && core->size() < nearest->core.size()) continue;
    nearest = {PatternText(cuts[i].tried), PatternText(cuts[i].rest),
               cuts[i].rest_is_first, *core};
  }
  return nearest;
}

}  // namespace

std::optional<NearMiss> FindNearMiss(const Pattern& pattern,
                                     const PatternOptions& options,
                                     const FoldedText& text) {
  Parts parts;
  AddParts(pattern, &parts);
  if (parts.size() != 1) return NearestOfCuts(CutsOf(parts), options, text);
  // Alternatives at the top are templates of their own.
  const auto* choice = std::get_if<ChoiceNode>(&parts[0]->node);
  if (choice == nullptr) return std::nullopt;
  std::optional<NearMiss> nearest;
  for (const Pattern& option : choice->options) {
    std::optional<NearMiss> found = FindNearMiss(option, options, text);
    if (!found.has_value()) continue;
    if (nearest.has_value() && found->core.size() <= nearest->core.size()) {
      continue;
    }
    nearest = std::move(found);
  }
  return nearest;
}

}  // namespace wanyan
