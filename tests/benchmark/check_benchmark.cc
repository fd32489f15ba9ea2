#include <benchmark/benchmark.h>

#include <string>

#include "benchmark/sample_texts.h"
#include "engine/checker.h"
#include "engine/library.h"
#include "store/phrasebook_folder.h"
#include "support/data_dir.h"

// One check, by the length of the reply and the size of the phrasebook; and
// what it costs to make a library.

namespace wanyan {
namespace {

void Check(benchmark::State& state, const Library& library,
           const std::string& reply) {
  CheckRequest request;
  request.reply = reply;
  request.locale = "zh-Hans";
  for (auto _ : state) {
    auto result = CheckReply(library, request);
    benchmark::DoNotOptimize(result);
  }
}

// Argument: code points of the reply.
void CheckCleanShipped(benchmark::State& state) {
  const Library& library = ShippedLibrary();
  Check(state, library,
        CleanReply(library, static_cast<size_t>(state.range(0))));
}
BENCHMARK(CheckCleanShipped)->Arg(20)->Arg(60)->Arg(200)->Arg(1000)->Arg(10000);

// The same with the language left to be detected.
void CheckCleanShippedDetect(benchmark::State& state) {
  const Library& library = ShippedLibrary();
  CheckRequest request;
  request.reply = CleanReply(library, static_cast<size_t>(state.range(0)));
  for (auto _ : state) {
    auto result = CheckReply(library, request);
    benchmark::DoNotOptimize(result);
  }
}
BENCHMARK(CheckCleanShippedDetect)->Arg(20)->Arg(200);

// One finding, its suggestion, the mended reply and its second check.
void CheckAndMendShipped(benchmark::State& state) {
  CheckRequest request;
  request.reply = kReplyToMend;
  const auto once = CheckReply(ShippedLibrary(), request);
  if (!once.ok() || once->findings.size() != 1 || !once->rewrite.has_value()) {
    state.SkipWithError("the shipped books do not mend the reply");
    return;
  }
  Check(state, ShippedLibrary(), kReplyToMend);
}
BENCHMARK(CheckAndMendShipped);

// Arguments: phrases of the book, code points of the reply.
void CheckCleanGenerated(benchmark::State& state) {
  const Library& library =
      GeneratedLibrary(static_cast<size_t>(state.range(0)));
  Check(state, library,
        CleanReply(library, static_cast<size_t>(state.range(1))));
}
BENCHMARK(CheckCleanGenerated)
    ->ArgsProduct({{100, 1000, 10000}, {20, 200, 1000}});

void Compile(benchmark::State& state, const Library& library) {
  for (auto _ : state) {
    auto compiled = Library::Compile(library.phrasebooks(), library.profiles(),
                                     library.default_locale());
    benchmark::DoNotOptimize(compiled);
  }
}

// Argument: phrases of the book. Parsed already.
void CompileGenerated(benchmark::State& state) {
  Compile(state, GeneratedLibrary(static_cast<size_t>(state.range(0))));
}
BENCHMARK(CompileGenerated)
    ->Arg(100)
    ->Arg(1000)
    ->Arg(10000)
    ->Unit(benchmark::kMillisecond);

void CompileShipped(benchmark::State& state) {
  Compile(state, ShippedLibrary());
}
BENCHMARK(CompileShipped)->Unit(benchmark::kMillisecond);

// Reading, parsing and compiling.
void LoadShipped(benchmark::State& state) {
  const std::string directory = SourceDir() + "/phrasebooks";
  for (auto _ : state) {
    auto folder = LoadPhrasebookFolder(directory);
    benchmark::DoNotOptimize(folder);
  }
}
BENCHMARK(LoadShipped)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace wanyan
