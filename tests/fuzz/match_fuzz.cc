// Generated patterns on generated texts: the engine finds what the judge
// finds. The input is the generator's choices.

#include <cstdint>
#include <span>
#include <string>

#include "fuzz/check.h"
#include "match/choices.h"
#include "match/comparison.h"
#include "match/generator.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wanyan;
  Choices choices(std::span<const uint8_t>(data, size));
  const JudgedPattern pattern(GeneratePattern(choices), GeneratedParticles());
  const std::string text = GenerateText(pattern.pattern, choices);
  Require(!Disagreement(pattern, text),
          "engine and judge agree\n" +
              SmallestDisagreement(pattern, text).value_or(""));
  return 0;
}
