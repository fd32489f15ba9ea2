#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "phrasebook/parser.h"

namespace wanyan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Phrasebook Book(std::string_view id, std::string_view norm,
                std::string_view input) {
  std::vector<Diagnostic> diagnostics;
  const auto book = ParsePhrasebook(
      absl::StrFormat("%s.yaml", id),
      absl::StrFormat("phrasebook: %s\nlanguage: zh\ntitle: 书\n"
                      "inputs: [%s]\nrules:\n"
                      "  - {id: one, norm: %s, message: 一,\n"
                      "     forbid: [{match: \"甲\", id: a}],\n"
                      "     examples: {flags: [甲], allows: [乙]}}\n",
                      id, input, norm),
      &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  return *book;
}

Profile ProfileOf(std::string_view yaml) {
  std::vector<Diagnostic> diagnostics;
  const auto profile = ParseProfile("profiles/p.yaml", yaml, &diagnostics);
  EXPECT_THAT(diagnostics, IsEmpty());
  return *profile;
}

std::vector<std::string> Found(const std::vector<Phrasebook>& books,
                               const std::vector<Profile>& profiles) {
  std::vector<Diagnostic> diagnostics;
  CheckFolder(books, profiles, &diagnostics);
  std::vector<std::string> found;
  for (const Diagnostic& one : diagnostics) {
    found.push_back(absl::StrFormat("%s:%d:%d %s; %s", one.file,
                                    one.position.line, one.position.column,
                                    one.message, one.hint));
  }
  return found;
}

TEST(CheckFolder, AcceptsNamesOfTheProfilesBooks) {
  EXPECT_THAT(
      Found({Book("zh-a", "wording.a", "centre")},
            {ProfileOf("profile: p\nphrasebooks: [zh-a]\n"
                       "severity: {wording.a: off, zh-a/one: off, "
                       "zh-a/one#a: off}\nslots: {centre: x}\n"
                       "weights: {wording.a: 1}\nfatal: [zh-a/one]\n")}),
      IsEmpty());
}

TEST(CheckFolder, BookIdsAreUnique) {
  Phrasebook again = Book("zh-a", "wording.a", "centre");
  again.file = "again.yaml";
  EXPECT_THAT(
      Found({Book("zh-a", "wording.a", "centre"), again}, {}),
      ElementsAre("again.yaml:1:13 the phrasebook zh-a is in zh-a.yaml as "
                  "well; give one of them another id"));
}

TEST(CheckFolder, ProfileIdsAreUnique) {
  const Profile one = ProfileOf("profile: p\nphrasebooks: all\n");
  Profile again = one;
  again.file = "profiles/q.yaml";
  EXPECT_THAT(Found({Book("zh-a", "wording.a", "centre")}, {one, again}),
              ElementsAre("profiles/q.yaml:1:10 the profile p is in "
                          "profiles/p.yaml as well; give one of them another "
                          "id"));
}

TEST(CheckFolder, NamesOfOtherBooksAreToldApart) {
  const std::vector<Phrasebook> books = {Book("zh-a", "wording.a", "centre"),
                                         Book("zh-b", "wording.b", "time")};
  const std::string profile =
      "profile: p\nphrasebooks: [zh-a]\n"
      "severity: {wording.b: off, zh-b/one: off}\nslots: {time: 5}\n";
  EXPECT_THAT(
      Found(books, {ProfileOf(profile)}),
      ElementsAre("profiles/p.yaml:3:12 the norm wording.b is in none of the "
                  "profile's books; add its book to `phrasebooks`, or remove "
                  "this",
                  "profiles/p.yaml:3:28 the rule zh-b/one is in none of the "
                  "profile's books; add its book to `phrasebooks`, or remove "
                  "this",
                  "profiles/p.yaml:4:9 the input time is in none of the "
                  "profile's books; add its book to `phrasebooks`, or remove "
                  "this"));
  EXPECT_THAT(Found(books, {ProfileOf("profile: p\nphrasebooks: all\n"
                                      "severity: {wording.b: off}\n")}),
              IsEmpty());
}

}  // namespace
}  // namespace wanyan
