#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "phrasebook/limits.h"
#include "phrasebook/template_parser.h"

namespace wanyan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Shown(const RewriteTemplate::Piece& piece) {
  if (piece.slot.empty()) return absl::StrFormat("\"%s\"", piece.text);
  std::string text = piece.slot;
  if (!piece.map.empty()) text += "@" + piece.map;
  if (piece.default_text.has_value()) {
    text += absl::StrFormat("|\"%s\"", *piece.default_text);
  }
  return text;
}

std::vector<std::string> Parsed(std::string_view source) {
  std::vector<TemplateError> errors;
  const auto pieces = ParseRewrite(source, &errors);
  std::vector<std::string> shown;
  if (!pieces.has_value()) {
    for (const TemplateError& error : errors) {
      shown.push_back(absl::StrFormat("%d %s", error.column, error.code));
    }
    return shown;
  }
  for (const auto& piece : *pieces) {
    shown.push_back(absl::StrFormat("%d %s", piece.column, Shown(piece)));
  }
  return shown;
}

TEST(ParseRewrite, IsTextWithSlots) {
  EXPECT_THAT(Parsed("我一定尽力{task}。"),
              ElementsAre("0 \"我一定尽力\"", "5 task", "11 \"。\""));
  EXPECT_THAT(Parsed("{task|而为}"), ElementsAre("0 task|\"而为\""));
  EXPECT_THAT(Parsed("{task|}"), ElementsAre("0 task|\"\""));
  EXPECT_THAT(Parsed("{verb@polite}"), ElementsAre("0 verb@polite"));
  EXPECT_THAT(Parsed("{verb@polite|查}"), ElementsAre("0 verb@polite|\"查\""));
  EXPECT_THAT(Parsed(""), IsEmpty());
}

TEST(ParseRewrite, SignsOfTemplatesAreText) {
  EXPECT_THAT(Parsed("a (b|c) [d] <e> ^$* 100%"),
              ElementsAre("0 \"a (b|c) [d] <e> ^$* 100%\""));
}

TEST(ParseRewrite, EscapesTakeTheMeaningAway) {
  EXPECT_THAT(Parsed("\\{a\\} \\\\ \\("), ElementsAre("0 \"{a} \\ (\""));
  EXPECT_THAT(Parsed("{x|\\}\\|}"), ElementsAre("0 x|\"}|\""));
}

TEST(ParseRewrite, TellsAllMistakes) {
  EXPECT_THAT(Parsed("a}{b c}{x@}\\d{y"),
              ElementsAre("1 stray-bracket", "2 bad-slot", "7 bad-slot",
                          "11 bad-escape", "13 unclosed-bracket"));
  EXPECT_THAT(Parsed("a\\"), ElementsAre("1 bad-escape"));
}

TEST(ParseRewrite, HasALimitOfItsLength) {
  EXPECT_THAT(Parsed(std::string(kMaxTemplateLength, 'a')), testing::SizeIs(1));
  EXPECT_THAT(Parsed(std::string(kMaxTemplateLength + 1, 'a')),
              ElementsAre("0 template-too-long"));
}

}  // namespace
}  // namespace wanyan
