#include "service/access_tokens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// `printf %s test | sha256sum`
constexpr char kHashOfTest[] =
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

class AccessTokensTest : public ::testing::Test {
 protected:
  void Write(const std::string& text) { dir_.Write("tokens.txt", text); }

  // Reads the file again where the test says so alone.
  absl::StatusOr<std::unique_ptr<AccessTokens>> Open() {
    return AccessTokens::Open(
        file_,
        [this](const absl::Status& status) { reports_.push_back(status); },
        absl::Hours(1));
  }

  // What opening a file of that text says.
  absl::Status StatusOf(const std::string& text) {
    Write(text);
    return Open().status();
  }

  TempDir dir_;
  const std::string file_ = dir_.path() + "/tokens.txt";
  std::vector<absl::Status> reports_;
};

TEST_F(AccessTokensTest, TellsWhoseTokenItIs) {
  const auto desk = MakeToken("desk");
  const auto qa = MakeToken("qa.team-2");
  Write(absl::StrFormat("# ours\n%s\n\n  %s  # since May\n", desk->line,
                        qa->line));
  const auto tokens = Open();
  ASSERT_THAT(tokens, IsOk());
  EXPECT_THAT((*tokens)->Check("Bearer " + desk->token), IsOkAndHolds("desk"));
  EXPECT_THAT((*tokens)->Check("bearer  " + qa->token + " "),
              IsOkAndHolds("qa.team-2"));
}

TEST_F(AccessTokensTest, TakesTheOutputOfSha256sum) {
  std::string line = kHashOfTest;
  Write(line + "  -\n");
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("tokens.txt:1: expected a name")));
  Write(line + "\tdesk\r\n");
  const auto tokens = Open();
  ASSERT_THAT(tokens, IsOk());
  EXPECT_THAT((*tokens)->Check("Bearer test"), IsOkAndHolds("desk"));
}

TEST_F(AccessTokensTest, RefusesEverythingElse) {
  Write(std::string(kHashOfTest) + " desk\n");
  const auto tokens = Open();
  ASSERT_THAT(tokens, IsOk());
  for (const std::string value :
       {"", "Bearer", "Bearer ", "Bearer tes", "Bearer test2", "Bearer TEST",
        "Basic test", "test", kHashOfTest}) {
    EXPECT_THAT(
        (*tokens)->Check(value),
        StatusIs(absl::StatusCode::kUnauthenticated, Not(HasSubstr("desk"))))
        << value;
  }
  EXPECT_THAT((*tokens)->Check(std::string("Bearer ") + kHashOfTest),
              StatusIs(absl::StatusCode::kUnauthenticated));
  EXPECT_THAT((*tokens)->Check("Bearer " + std::string(1 << 20, 'a')),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(AccessTokensTest, AMistakeHasItsLineAndShowsNoSecret) {
  const std::string good = std::string(kHashOfTest) + " desk\n";
  EXPECT_THAT(
      StatusOf("# ours\n" + good + "secret-token desk\n"),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               AllOf(HasSubstr("tokens.txt:3: expected the SHA-256"),
                     HasSubstr("wanyan token"), Not(HasSubstr("secret")))));
  EXPECT_THAT(StatusOf(std::string(kHashOfTest, 63) + "x desk\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("tokens.txt:1: expected the SHA-256")));
  EXPECT_THAT(StatusOf(std::string(kHashOfTest)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(":1: expected a name")));
  EXPECT_THAT(StatusOf(std::string(kHashOfTest) + " two names\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(":1: expected a name")));
  EXPECT_THAT(StatusOf(good + good),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(":2: this token stands twice")));
}

TEST_F(AccessTokensTest, AFileWithoutTokensWouldLockEverybodyOut) {
  EXPECT_THAT(StatusOf("# none yet\n"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("holds no token")));
  std::filesystem::remove(file_);
  EXPECT_THAT(Open(), StatusIs(absl::StatusCode::kFailedPrecondition,
                               HasSubstr("cannot read")));
}

TEST_F(AccessTokensTest, HoldsUpToAThousand) {
  std::string text;
  for (size_t i = 0; i < AccessTokens::kMaxTokens; ++i) {
    text += absl::StrFormat("%064x n%d\n", i, i);
  }
  EXPECT_THAT(StatusOf(text), IsOk());
  EXPECT_THAT(StatusOf(text + absl::StrFormat("%064x n\n", 1'000)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr(":1001: there are more than 1000 tokens")));
}

TEST_F(AccessTokensTest, FollowsTheFile) {
  const auto first = MakeToken("first");
  const auto second = MakeToken("second");
  Write(first->line);
  const auto tokens = Open();
  ASSERT_THAT(tokens, IsOk());
  (*tokens)->Refresh();
  EXPECT_THAT(reports_, IsEmpty());

  Write(second->line);
  (*tokens)->Refresh();
  EXPECT_THAT(reports_, ElementsAre(IsOk()));
  EXPECT_THAT((*tokens)->Check("Bearer " + second->token), IsOk());
  EXPECT_THAT((*tokens)->Check("Bearer " + first->token),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(AccessTokensTest, ABrokenFileLeavesTheOldTokensAndIsToldOnce) {
  const auto token = MakeToken("desk");
  Write(token->line);
  const auto tokens = Open();
  ASSERT_THAT(tokens, IsOk());
  Write(token->line + "\nhalf a li");
  (*tokens)->Refresh();
  (*tokens)->Refresh();
  EXPECT_THAT(reports_,
              ElementsAre(StatusIs(absl::StatusCode::kFailedPrecondition)));
  EXPECT_THAT((*tokens)->Check("Bearer " + token->token), IsOk());
  EXPECT_FALSE((*tokens)->is_up_to_date());
  std::filesystem::remove(file_);
  (*tokens)->Refresh();
  EXPECT_THAT((*tokens)->Check("Bearer " + token->token), IsOk());
  EXPECT_FALSE((*tokens)->is_up_to_date());
  Write(token->line);
  reports_.clear();
  (*tokens)->Refresh();
  EXPECT_THAT(reports_, ElementsAre(IsOk()));
  EXPECT_TRUE((*tokens)->is_up_to_date());
}

TEST_F(AccessTokensTest, AFileThatIsEmptiedRevokesAll) {
  const auto token = MakeToken("desk");
  for (const std::string empty : {"", "# nobody any more\n"}) {
    Write(token->line);
    const auto tokens = Open();
    ASSERT_THAT(tokens, IsOk());
    Write(empty);
    (*tokens)->Refresh();
    EXPECT_THAT((*tokens)->Check("Bearer " + token->token),
                StatusIs(absl::StatusCode::kUnauthenticated));
    EXPECT_TRUE((*tokens)->is_up_to_date());
  }
}

TEST_F(AccessTokensTest, AFileIsNotTakenWhileItIsWritten) {
  const auto first = MakeToken("first");
  const auto second = MakeToken("second");
  Write(first->line);
  const auto tokens = Open();
  ASSERT_THAT(tokens, IsOk());
  Write("");
  (*tokens)->Poll();
  EXPECT_THAT((*tokens)->Check("Bearer " + first->token), IsOk());
  Write(second->line);
  (*tokens)->Poll();
  EXPECT_THAT((*tokens)->Check("Bearer " + first->token), IsOk());
  (*tokens)->Poll();
  EXPECT_THAT((*tokens)->Check("Bearer " + second->token), IsOk());
  EXPECT_THAT(reports_, ElementsAre(IsOk()));
}

TEST_F(AccessTokensTest, SeesAChangeByItself) {
  const auto first = MakeToken("first");
  const auto second = MakeToken("second");
  Write(first->line);
  const auto tokens = AccessTokens::Open(file_, [](const absl::Status&) {});
  ASSERT_THAT(tokens, IsOk());
  Write(second->line);
  const absl::Time deadline = absl::Now() + absl::Seconds(30);
  while (!(*tokens)->Check("Bearer " + second->token).ok() &&
         absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_THAT((*tokens)->Check("Bearer " + second->token), IsOk());
}

TEST(MakeToken, EachIsNewAndItsNameIsChecked) {
  EXPECT_NE(MakeToken("a")->token, MakeToken("a")->token);
  EXPECT_EQ(MakeToken("a")->token.size(), 64u);
  for (const std::string name : {"", "-", "two words", "a#b", "客服"}) {
    EXPECT_THAT(MakeToken(name), StatusIs(absl::StatusCode::kInvalidArgument,
                                          HasSubstr("a name begins with")))
        << name;
  }
}

}  // namespace
}  // namespace wanyan
