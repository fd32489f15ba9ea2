#include <benchmark/benchmark.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <string>

#include "benchmark/sample_texts.h"
#include "text/folded_text.h"

// Folding alone, beside ICU's nfkc_cf, which does a part of it: no map back to
// the bytes, no character classes, no clauses.

namespace wanyan {
namespace {

std::string Reply(const benchmark::State& state) {
  return CleanReply(ShippedLibrary(), static_cast<size_t>(state.range(0)));
}

void FoldOurs(benchmark::State& state) {
  const std::string reply = Reply(state);
  for (auto _ : state) {
    const FoldedText text = FoldedText::Fold(reply);
    benchmark::DoNotOptimize(text.chars().data());
  }
}
BENCHMARK(FoldOurs)->Arg(20)->Arg(200)->Arg(1000)->Arg(10000);

void FoldIcuNfkcCasefold(benchmark::State& state) {
  const std::string reply = Reply(state);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer =
      icu::Normalizer2::getNFKCCasefoldInstance(error);
  for (auto _ : state) {
    std::string folded;
    icu::StringByteSink<std::string> sink(&folded);
    normalizer->normalizeUTF8(0, reply, sink, nullptr, error);
    benchmark::DoNotOptimize(folded.data());
  }
  if (U_FAILURE(error)) state.SkipWithError(u_errorName(error));
}
BENCHMARK(FoldIcuNfkcCasefold)->Arg(20)->Arg(200)->Arg(1000)->Arg(10000);

}  // namespace
}  // namespace wanyan
