#include "match/text_scan.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "match/internal/compiled_patterns.h"
#include "match/internal/core_finder.h"
#include "match/internal/regex_finder.h"
#include "match/internal/resolver.h"
#include "match/internal/text_context.h"

namespace wanyan {

using internal::CompiledPattern;
using internal::CompiledPatterns;
using internal::CoreFinder;
using internal::Resolver;
using internal::TextContext;
using internal::Variant;

// What a scan holds on to: the text as patterns ask about it, and what the
// `without` patterns match in it, each found when it is first asked for.
struct TextScan::State {
  State(const CompiledPatterns& compiled_patterns, const FoldedText& folded,
        FoldMode fold_mode)
      : compiled(compiled_patterns),
        text(folded),
        mode(fold_mode),
        context(folded,
                [this](int number) -> const TextContext::FirstEnds& {
                  return FirstEnds(number);
                }),
        finder(&context),
        first_ends(compiled_patterns.without.size()) {}

  const CompiledPattern& pattern(int number) const {
    return compiled.patterns[static_cast<size_t>(number)];
  }

  // Appends the ends of the cores of one variant that begin at `begin`.
  // Returns whether text to come could change them.
  bool FindEnds(const CompiledPattern& pattern, const Variant& variant,
                uint32_t begin, std::vector<uint32_t>* ends);
  const TextContext::FirstEnds& FirstEnds(int number);
  std::vector<TextRange> FindWithout(const CompiledPattern& pattern,
                                     uint32_t* live_from);
  bool Resolves(int pattern, TextRange core, Resolver::Bounds bounds);

  const CompiledPatterns& compiled;
  const FoldedText& text;
  const FoldMode mode;
  TextContext context;
  CoreFinder finder;
  // A bound was reached, so that something may be missing.
  bool truncated = false;
  std::vector<TextContext::FirstEnds> first_ends;
};

bool TextScan::State::FindEnds(const CompiledPattern& pattern,
                               const Variant& variant, uint32_t begin,
                               std::vector<uint32_t>* ends) {
  ends->clear();
  bool live = false;
  finder.FindEnds(pattern.program, variant, begin, ends, &live);
  if (pattern.program.repeats_slot) {
    // Whether two captures are equal is more than a walk can tell.
    std::erase_if(*ends, [&](uint32_t end) {
      Resolver resolver(pattern.program, &context, {begin, end}, {});
      const bool matches = resolver.Run().has_value();
      truncated |= !matches && resolver.gave_up();
      return !matches;
    });
  }
  return live;
}

// The cores of a `without` pattern, of those with one start the shortest. Its
// own gaps may ask for others.
std::vector<TextRange> TextScan::State::FindWithout(
    const CompiledPattern& pattern, uint32_t* live_from) {
  std::vector<TextRange> cores;
  std::vector<uint32_t> ends;
  CoreFinder own_finder(&context);  // `finder` may be in the middle of a walk
  for (uint32_t begin = 0; begin < text.size(); ++begin) {
    for (const Variant& variant : pattern.program.variants) {
      if (!std::binary_search(variant.first_chars.begin(),
                              variant.first_chars.end(), text[begin].value)) {
        continue;
      }
      ends.clear();
      bool live = false;
      own_finder.FindEnds(pattern.program, variant, begin, &ends, &live);
      if (live) *live_from = std::min(*live_from, begin);
      if (ends.empty()) continue;
      cores.push_back({begin, *std::min_element(ends.begin(), ends.end())});
    }
  }
  for (const auto& regex : pattern.regexes) {
    *live_from = 0;
    truncated |= !internal::FindRegex(*regex, text, kMaxRegexMatches, &cores);
  }
  return cores;
}

const TextContext::FirstEnds& TextScan::State::FirstEnds(int number) {
  TextContext::FirstEnds& known = first_ends[static_cast<size_t>(number)];
  if (!known.ends.empty()) return known;
  TextContext::FirstEnds found{
      .ends = std::vector<uint32_t>(text.size() + 1, UINT32_MAX),
      .live_from = context.stable_size()};
  const auto cores = FindWithout(compiled.without[static_cast<size_t>(number)],
                                 &found.live_from);
  for (TextRange core : cores) {
    uint32_t& end = found.ends[core.begin];
    end = std::min(end, core.end);
  }
  for (uint32_t i = text.size(); i > 0; --i) {
    found.ends[i - 1] = std::min(found.ends[i - 1], found.ends[i]);
  }
  known = std::move(found);
  return known;
}

bool TextScan::State::Resolves(int number, TextRange core,
                               Resolver::Bounds bounds) {
  const CompiledPattern& compiled_pattern = pattern(number);
  const auto program_runs = [&](Resolver::Bounds within) {
    return compiled_pattern.has_program &&
           Resolver(compiled_pattern.program, &context, core, within)
               .Run()
               .has_value();
  };
  if (program_runs(bounds)) return true;
  // A core that is none of the program's is one of a regular expression, which
  // has nothing around its core.
  return !compiled_pattern.regexes.empty() &&
         bounds.begin.value_or(core.begin) == core.begin &&
         bounds.end.value_or(core.end) == core.end && !program_runs({});
}

TextScan::TextScan(const PatternSet& patterns, const FoldedText& text,
                   FoldMode mode)
    : state_(std::make_unique<State>(*patterns.compiled_, text, mode)),
      live_from_(state_->context.stable_size()) {
  FindPrograms();
  FindRegexes();
  const auto place = [](const Candidate& c) {
    return std::make_tuple(c.pattern, c.core.begin, c.core.end);
  };
  std::sort(candidates_.begin(), candidates_.end(),
            [&](const Candidate& a, const Candidate& b) {
              return place(a) < place(b);
            });
  candidates_.erase(std::unique(candidates_.begin(), candidates_.end(),
                                [&](const Candidate& a, const Candidate& b) {
                                  return place(a) == place(b);
                                }),
                    candidates_.end());
}

TextScan::~TextScan() = default;
TextScan::TextScan(TextScan&&) noexcept = default;
TextScan& TextScan::operator=(TextScan&&) noexcept = default;

void TextScan::FindPrograms() {
  const FoldedText& text = state_->text;
  const internal::StartTable& starts =
      state_->compiled.starts[internal::Index(state_->mode)];
  std::vector<uint32_t> ends;
  for (uint32_t begin = 0; begin < text.size(); ++begin) {
    const auto entries = starts.by_first_char.find(text[begin].value);
    if (entries == starts.by_first_char.end()) continue;
    for (const auto& [number, variant] : entries->second) {
      if (candidates_.size() >= kMaxCandidates) {
        state_->truncated = true;
        return;
      }
      const CompiledPattern& pattern = state_->pattern(number);
      const bool live = state_->FindEnds(
          pattern, pattern.program.variants[static_cast<size_t>(variant)],
          begin, &ends);
      if (live) live_from_ = std::min(live_from_, begin);
      for (uint32_t end : ends) {
        candidates_.push_back(
            {number,
             {begin, end},
             live ? CandidateState::kLive : CandidateState::kSettled});
      }
    }
  }
}

// A regular expression may reach as far as it likes, so that all of its
// candidates are live.
void TextScan::FindRegexes() {
  const auto& patterns = state_->compiled.patterns;
  std::vector<TextRange> cores;
  for (size_t number = 0; number < patterns.size(); ++number) {
    if (patterns[number].mode != state_->mode) continue;
    for (const auto& regex : patterns[number].regexes) {
      live_from_ = 0;
      cores.clear();
      state_->truncated |=
          !internal::FindRegex(*regex, state_->text, kMaxRegexMatches, &cores);
      for (TextRange core : cores) {
        candidates_.push_back(
            {static_cast<int>(number), core, CandidateState::kLive});
      }
    }
  }
}

bool TextScan::truncated() const { return state_->truncated; }

std::span<const Candidate> TextScan::Of(int pattern) const {
  const auto [begin, end] =
      std::equal_range(candidates_.begin(), candidates_.end(),
                       Candidate{pattern, {}, CandidateState::kSettled},
                       [](const Candidate& a, const Candidate& b) {
                         return a.pattern < b.pattern;
                       });
  return {begin, end};
}

Match TextScan::Resolve(int pattern, TextRange core) {
  const CompiledPattern& compiled = state_->pattern(pattern);
  if (compiled.has_program) {
    auto match = Resolver(compiled.program, &state_->context, core, {}).Run();
    if (match.has_value()) return *std::move(match);
  }
  Match match;
  match.core = match.extent = match.extent_with_particles = core;
  return match;
}

// The one is the white space that is not counted.
uint32_t TextScan::TailReach(int pattern) const {
  return 1 +
         static_cast<uint32_t>(state_->pattern(pattern).program.tail_max_chars);
}

uint32_t TextScan::LeadReach(int pattern) const {
  return 1 +
         static_cast<uint32_t>(state_->pattern(pattern).program.lead_max_chars);
}

bool TextScan::CanEndAt(int pattern, TextRange core, uint32_t position) {
  if (core.end > position) return false;
  if (state_->Resolves(pattern, core, {.begin = {}, .end = position})) {
    return true;
  }
  return position > core.end && state_->text[position - 1].Is(kSpaceChar) &&
         state_->Resolves(pattern, core, {.begin = {}, .end = position - 1});
}

bool TextScan::CanBeginAt(int pattern, TextRange core, uint32_t position) {
  if (position > core.begin) return false;
  if (state_->Resolves(pattern, core, {.begin = position, .end = {}})) {
    return true;
  }
  return position < core.begin && state_->text[position].Is(kSpaceChar) &&
         state_->Resolves(pattern, core, {.begin = position + 1, .end = {}});
}

}  // namespace wanyan
