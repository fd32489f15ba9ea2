#include "match/comparison.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "match/patterns.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

std::string Written(const std::vector<TextRange>& cores) {
  std::string text;
  for (TextRange core : cores) {
    text += absl::StrFormat(" [%d, %d)", core.begin, core.end);
  }
  return text.empty() ? " none" : text;
}

// ---- Smaller patterns and texts ----

// All patterns that are `pattern` with one thing taken away.
std::vector<Pattern> SmallerPatterns(const Pattern& pattern);

template <typename Remake>
void AddSmallerLists(const std::vector<Pattern>& list, Remake remake,
                     std::vector<Pattern>* smaller) {
  for (size_t i = 0; i < list.size(); ++i) {
    std::vector<Pattern> without = list;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    smaller->push_back(remake(std::move(without)));
    for (const Pattern& replacement : SmallerPatterns(list[i])) {
      std::vector<Pattern> replaced = list;
      replaced[i] = replacement;
      smaller->push_back(remake(std::move(replaced)));
    }
  }
}

// A word ending cannot do without the letters before it.
bool IsWordWithEnding(const SequenceNode& sequence) {
  return std::any_of(
      sequence.parts.begin(), sequence.parts.end(), [](const Pattern& part) {
        return std::holds_alternative<WordEndingNode>(part->node);
      });
}

std::vector<Pattern> SmallerPatterns(const Pattern& pattern) {
  std::vector<Pattern> smaller;
  if (const auto* sequence = std::get_if<SequenceNode>(&pattern->node)) {
    if (IsWordWithEnding(*sequence)) return {sequence->parts.front()};
    if (sequence->parts.size() == 1) smaller.push_back(sequence->parts[0]);
    AddSmallerLists(sequence->parts, Sequence, &smaller);
  } else if (const auto* choice = std::get_if<ChoiceNode>(&pattern->node)) {
    if (choice->options.size() == 1) smaller.push_back(choice->options[0]);
    AddSmallerLists(choice->options, Choice, &smaller);
  } else if (const auto* gap = std::get_if<GapNode>(&pattern->node)) {
    const auto with = [&](int max_chars, Pattern without) {
      smaller.push_back(MakePattern(
          GapNode{max_chars, gap->crosses_clauses, std::move(without)}));
    };
    if (gap->max_chars > 0) with(gap->max_chars / 2, gap->without);
    if (gap->without != nullptr) {
      with(gap->max_chars, nullptr);
      for (const Pattern& without : SmallerPatterns(gap->without)) {
        if (!LacksLiteral(without)) with(gap->max_chars, without);
      }
    }
  } else if (const auto* literal = std::get_if<LiteralNode>(&pattern->node)) {
    if (literal->chars.size() > 1) {
      smaller.push_back(Literal(literal->chars.substr(1)));
      smaller.push_back(
          Literal(literal->chars.substr(0, literal->chars.size() - 1)));
    }
  }
  return smaller;
}

// All texts that are `text` without one code point.
std::vector<std::string> SmallerTexts(std::string_view text) {
  std::vector<std::string> smaller;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = begin;
    DecodeUtf8(text, &end);
    smaller.push_back(std::string(text.substr(0, begin)) +
                      std::string(text.substr(end)));
    begin = end;
  }
  return smaller;
}

struct DisagreementCase {
  JudgedPattern pattern;
  std::string text;
};

std::optional<DisagreementCase> Smaller(const DisagreementCase& big) {
  for (const std::string& text : SmallerTexts(big.text)) {
    if (Disagreement(big.pattern, text)) {
      return DisagreementCase{
          JudgedPattern(big.pattern.pattern, big.pattern.particles), text};
    }
  }
  for (const Pattern& pattern : SmallerPatterns(big.pattern.pattern)) {
    if (LacksLiteral(pattern)) continue;
    JudgedPattern judged(pattern, big.pattern.particles);
    if (Disagreement(judged, big.text)) {
      return DisagreementCase{std::move(judged), big.text};
    }
  }
  return std::nullopt;
}

}  // namespace

JudgedPattern::JudgedPattern(Pattern the_pattern,
                             std::vector<std::u32string> the_particles)
    : pattern(the_pattern),
      particles(the_particles),
      judge(std::move(the_pattern), std::move(the_particles)) {}

std::shared_ptr<const PatternSet> BuildSet(
    const std::vector<JudgedPattern>& patterns) {
  PatternSetBuilder builder;
  for (const JudgedPattern& pattern : patterns) {
    builder.Add(pattern.pattern, {FoldMode::kFolded, pattern.particles});
  }
  auto set = std::move(builder).Build();
  EXPECT_TRUE(set.ok()) << set.status();
  return *std::move(set);
}

std::vector<TextRange> CoresOf(const TextScan& scan, int pattern) {
  std::vector<TextRange> cores;
  for (const Candidate& candidate : scan.Of(pattern)) {
    cores.push_back(candidate.core);
  }
  return cores;
}

std::optional<std::string> Disagreement(const JudgedPattern& pattern,
                                        std::string_view text) {
  PatternSetBuilder builder;
  builder.Add(pattern.pattern, {FoldMode::kFolded, pattern.particles});
  const auto set = std::move(builder).Build();
  const FoldedText folded = FoldedText::Fold(text);
  const std::vector<TextRange> engine = CoresOf(TextScan(**set, folded), 0);
  const std::vector<TextRange> judge = pattern.judge.Cores(folded.chars());
  if (engine == judge) return std::nullopt;
  return absl::StrFormat("template: %s\ntext: %s\nengine:%s\njudge:%s",
                         ToTemplate(pattern.pattern), Escaped(text),
                         Written(engine), Written(judge));
}

std::optional<std::string> SmallestDisagreement(const JudgedPattern& pattern,
                                                std::string_view text) {
  if (!Disagreement(pattern, text)) return std::nullopt;
  DisagreementCase smallest{JudgedPattern(pattern.pattern, pattern.particles),
                            std::string(text)};
  while (std::optional<DisagreementCase> smaller = Smaller(smallest)) {
    smallest = *std::move(smaller);
  }
  return Disagreement(smallest.pattern, smallest.text);
}

}  // namespace wanyan
