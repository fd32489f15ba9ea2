#include <benchmark/benchmark.h>
#include <re2/re2.h>
#include <re2/set.h>

#include <memory>
#include <string>
#include <vector>

#include "benchmark/sample_texts.h"
#include "match/pattern.h"
#include "match/pattern_set.h"
#include "match/text_scan.h"
#include "text/folded_text.h"

// Scanning folded text for literals alone, beside RE2::Set, which tells which
// of them are there but not where. Arguments: literals, code points of text.

namespace wanyan {
namespace {

FoldedText Text(const benchmark::State& state) {
  return FoldedText::Fold(
      CleanReply(ShippedLibrary(), static_cast<size_t>(state.range(1))));
}

std::shared_ptr<const PatternSet> OurSet(
    const std::vector<std::string>& phrases) {
  PatternSetBuilder builder;
  for (const std::string& phrase : phrases) {
    builder.Add(
        MakePattern(LiteralNode{FoldLiteral(phrase, FoldMode::kFolded)}), {});
  }
  auto set = std::move(builder).Build();
  return set.ok() ? *std::move(set) : nullptr;
}

void ScanOurs(benchmark::State& state) {
  const auto set = OurSet(NearMissPhrases(static_cast<size_t>(state.range(0))));
  if (set == nullptr) return state.SkipWithError("the set does not compile");
  const FoldedText text = Text(state);
  for (auto _ : state) {
    const TextScan scan(*set, text);
    benchmark::DoNotOptimize(scan.candidates().data());
  }
}
BENCHMARK(ScanOurs)->ArgsProduct({{100, 1000, 10000}, {20, 1000}});

RE2::Options LiteralOptions() {
  RE2::Options options;
  options.set_literal(true);
  // Room for the automaton of 10,000 literals.
  options.set_max_mem(int64_t{256} << 20);
  return options;
}

void ScanRe2Set(benchmark::State& state) {
  RE2::Set set(LiteralOptions(), RE2::UNANCHORED);
  for (const std::string& phrase :
       NearMissPhrases(static_cast<size_t>(state.range(0)))) {
    set.Add(FoldedText::Fold(phrase).utf8(), nullptr);
  }
  if (!set.Compile()) return state.SkipWithError("RE2::Set does not compile");
  const FoldedText text = Text(state);
  std::vector<int> found;
  RE2::Set::ErrorInfo error{RE2::Set::kNoError};
  for (auto _ : state) {
    benchmark::DoNotOptimize(set.Match(text.utf8(), &found, &error));
  }
  if (error.kind != RE2::Set::kNoError) {
    state.SkipWithError("RE2::Set gave up");
  }
}
BENCHMARK(ScanRe2Set)->ArgsProduct({{100, 1000, 10000}, {20, 1000}});

}  // namespace
}  // namespace wanyan
