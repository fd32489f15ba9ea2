// The input is a template, a line break, and a text. Whatever the template is,
// its mistakes have a place and a way out; where it has none, the engine finds
// in the text what the judge finds.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/check.h"
#include "match/comparison.h"
#include "match/naive_matcher.h"
#include "match/patterns.h"
#include "match/regex.h"
#include "phrasebook/template_parser.h"
#include "text/utf8.h"

namespace wanyan {
namespace {

// What the judge can do in a moment.
constexpr size_t kMaxReadings = 20;
constexpr size_t kMaxTextBytes = 60;
constexpr int kMaxFreeParts = 4;

int CountFreeParts(const std::string& source) {
  return static_cast<int>(std::count(source.begin(), source.end(), '{') +
                          std::count(source.begin(), source.end(), '<'));
}

TemplateNames Names() {
  TemplateNames names;
  names.set = [](std::string_view set) {
    return set == "s" ? Choice({Literal(U"好"), Literal(U"no")}) : nullptr;
  };
  names.slot = BuiltInSlot;
  names.known_sets = {"s"};
  return names;
}

void CheckErrors(const std::string& source,
                 const std::vector<TemplateError>& errors) {
  for (const TemplateError& error : errors) {
    Require(error.column >= 0 &&
                static_cast<size_t>(error.column) <= CountCodePoints(source),
            "a mistake stands in its template");
    Require(
        !error.code.empty() && !error.message.empty() && !error.hint.empty(),
        "a mistake says what, and how to mend it");
  }
}

void CheckTemplate(const std::string& source, const std::string& text) {
  std::vector<TemplateError> errors;
  const Pattern pattern =
      ParseTemplate(source, FoldMode::kFolded, Names(), &errors);
  Require((pattern == nullptr) == !errors.empty(),
          "a template has mistakes or a pattern");
  CheckErrors(source, errors);
  if (pattern == nullptr) return;
  Require(CanMatchWithoutLiteral(pattern) == LacksLiteral(pattern),
          "it is known whether a template has a literal");
  const bool too_much = LacksLiteral(pattern) ||
                        CountReadings(pattern, kMaxReadings) == kMaxReadings ||
                        CountFreeParts(source) > kMaxFreeParts ||
                        text.size() > kMaxTextBytes;
  if (too_much) return;
  const JudgedPattern judged(pattern);
  Require(!Disagreement(judged, text),
          "engine and judge agree\n" +
              SmallestDisagreement(judged, text).value_or(""));
}

}  // namespace
}  // namespace wanyan

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace wanyan;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (FirstIllFormedByte(bytes)) return 0;
  const size_t line_end = std::min(bytes.find('\n'), bytes.size());
  const std::string source(bytes.substr(0, line_end));
  const std::string text(bytes.substr(std::min(line_end + 1, bytes.size())));
  CheckTemplate(source, text);
  std::vector<TemplateError> errors;
  const auto pieces = ParseRewrite(source, &errors);
  Require(pieces.has_value() == errors.empty(),
          "a rewrite has mistakes or pieces");
  CheckErrors(source, errors);
  SetReferencesOf(source);
  return 0;
}
