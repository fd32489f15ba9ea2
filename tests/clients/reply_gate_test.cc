#include "wanyan/reply_gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <type_traits>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/string_view.h"
#include "service/client_target.h"
#include "support/child_server.h"
#include "support/data_dir.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

// The kit against tests/e2e/fake_server.py, which answers as each reply tells
// it to. What is expected of each code and verdict is
// tests/e2e/fail_modes.json, for the kits of all languages.

namespace wanyan {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Lt;
using ::testing::StartsWith;
using Json = nlohmann::json;

// What is not about the deadline has time enough on a busy machine.
constexpr absl::Duration kEnough = absl::Seconds(20);
constexpr char kPython[] = "/usr/bin/python3";  // Debian's, which has grpcio

std::string EndToEnd(std::string_view file) {
  return absl::StrFormat("%s/tests/e2e/%s", SourceDir(), file);
}

// The rows of one of the file's two tables.
std::vector<Json> ReadRows(const std::string& table) {
  return Json::parse(std::ifstream(EndToEnd("fail_modes.json")))
      .at(table)
      .get<std::vector<Json>>();
}

std::unique_ptr<ChildServer> Start(const std::vector<std::string>& command) {
  absl::StatusOr<std::unique_ptr<ChildServer>> server =
      ChildServer::Start(command);
  EXPECT_THAT(server, IsOk());
  return *std::move(server);
}

std::unique_ptr<ChildServer> StartFakeServer(
    std::vector<std::string> options = {}) {
  options.insert(options.begin(), {kPython, EndToEnd("fake_server.py")});
  return Start(options);
}

// A reply that tells the fake server what to do, with an id of its own.
CheckRequest Script(Json script = Json::object()) {
  static std::atomic<int> ids = 0;
  if (!script.contains("id")) script["id"] = absl::StrFormat("r%d", ids++);
  return {.reply = script.dump()};
}

std::unique_ptr<ReplyGate> Open(ClientOptions options,
                                FailMode mode = FailMode::kClosed,
                                ReplyGate::Log log = nullptr) {
  auto gate = ReplyGate::Open(options, mode, std::move(log));
  EXPECT_THAT(gate, IsOk());
  return *std::move(gate);
}

// What the fake server said of the attempt that counted.
std::string Told(const Decision& decision) {
  return decision.answer ? decision.answer->decision_id : decision.reason;
}

class ReplyGateTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    // NOLINTNEXTLINE(cert-env33-c): a fixed command
    can_run_ =
        std::system("/usr/bin/python3 -c 'import grpc' 2>/dev/null") == 0;
    if (can_run_) server_ = StartFakeServer();
  }
  static void TearDownTestSuite() { server_ = nullptr; }

  void SetUp() override {
    if (!can_run_)
      GTEST_SKIP() << kPython << " has no grpc; install python3-grpcio";
  }

  std::unique_ptr<ReplyGate> Gate(FailMode mode = FailMode::kClosed) {
    return Open({.target = server_->address()}, mode);
  }

  static inline bool can_run_ = false;
  static inline std::unique_ptr<ChildServer> server_;
};

void ExpectDecides(const Decision& decision, const Json& row, FailMode mode) {
  EXPECT_EQ(VerdictName(decision.verdict), row["verdict"].get<std::string>());
  EXPECT_EQ(decision.may_send,
            row[mode == FailMode::kOpen ? "open" : "closed"].get<bool>());
  EXPECT_EQ(!decision.reason.empty(), row["verdict"] == "UNCHECKED");
}

constexpr FailMode kModes[] = {FailMode::kOpen, FailMode::kClosed};

TEST_F(ReplyGateTest, EveryCodeInBothModes) {
  const std::vector<Json> table = ReadRows("codes");
  ASSERT_EQ(table.size(), 17u);
  for (const Json& row : table) {
    for (FailMode mode : kModes) {
      SCOPED_TRACE(row.dump());
      std::vector<std::string> log;
      const auto gate =
          Open({.target = server_->address()}, mode,
               [&log](std::string_view line) { log.emplace_back(line); });
      const Decision decision =
          gate->Check(Script({{"statuses", {row["code"]}}}), kEnough);
      ExpectDecides(decision, row, mode);
      EXPECT_EQ(static_cast<int>(decision.status.code()), row["code"]);
      EXPECT_EQ(!log.empty(), row["loud"].get<bool>());
      EXPECT_THAT(Told(decision),
                  HasSubstr(absl::StrFormat("attempt %d of",
                                            row["attempts"].get<int>())));
    }
  }
}

TEST_F(ReplyGateTest, EveryCodeOfABatchsItemInBothModes) {
  for (const Json& row : ReadRows("codes")) {
    for (FailMode mode : kModes) {
      SCOPED_TRACE(row.dump());
      const std::vector<CheckRequest> requests = {
          Script(), Script({{"statuses", {row["code"]}}})};
      const auto decisions = Gate(mode)->CheckAll(requests, kEnough);
      ASSERT_EQ(decisions.size(), 2u);
      EXPECT_EQ(decisions[0].verdict, Verdict::kAllow);
      ExpectDecides(decisions[1], row, mode);
    }
  }
}

TEST_F(ReplyGateTest, EveryVerdictInBothModes) {
  for (const Json& row : ReadRows("verdicts")) {
    for (FailMode mode : kModes) {
      SCOPED_TRACE(row.dump());
      ExpectDecides(
          Gate(mode)->Check(Script({{"verdict", row["number"]}}), kEnough), row,
          mode);
    }
  }
}

TEST_F(ReplyGateTest, MalformedAnswersAreErrors) {
  // NOLINTNEXTLINE(cert-env33-c): a fixed command
  if (std::system("node --version > /dev/null 2>&1") != 0) {
    GTEST_SKIP() << "no node; install nodejs";
  }
  const std::vector<Json> codes = ReadRows("codes");
  for (const Json& answer : ReadRows("malformed")) {
    const auto server =
        Start({"/usr/bin/env", "node", EndToEnd("malformed_server.mjs"),
               answer.get<std::string>()});
    for (FailMode mode : kModes) {
      SCOPED_TRACE(answer.dump());
      const auto gate = Open({.target = server->address()}, mode);
      const std::vector<CheckRequest> requests(2, {.reply = "a"});
      std::vector<Decision> decisions = gate->CheckAll(requests, kEnough);
      decisions.push_back(gate->Check(requests[0], kEnough));
      for (const Decision& decision : decisions) {
        EXPECT_FALSE(decision.status.ok());
        ExpectDecides(decision,
                      codes[static_cast<size_t>(decision.status.code())], mode);
      }
    }
  }
}

TEST_F(ReplyGateTest, ABlockWithValuesOfANewerServerBlocks) {
  const Decision decision =
      Gate(FailMode::kOpen)
          ->Check(Script({{"verdict", 4}, {"severity", 99}}), kEnough);
  EXPECT_EQ(decision.verdict, Verdict::kUnchecked);
  EXPECT_FALSE(decision.may_send);
  EXPECT_THAT(decision.reason, HasSubstr("BLOCK"));
}

TEST(DecisionTest, NothingUncheckedPassesForAllowed) {
  EXPECT_FALSE(Decision().may_send);
  EXPECT_NE(Decision().verdict, Verdict::kAllow);
  static_assert(!std::is_constructible_v<bool, Decision>);
  // The mode has no default.
  static_assert(
      !std::is_invocable_v<decltype(&ReplyGate::Open), ClientOptions>);
}

TEST_F(ReplyGateTest, AServerThatHangsIsLeft) {
  const auto gate = Gate(FailMode::kOpen);
  gate->Check(Script(), kEnough);  // is connected
  const absl::Time begin = absl::Now();
  const Decision decision = gate->Check(Script({{"delay_ms", 60'000}}));
  EXPECT_EQ(decision.status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(decision.verdict, Verdict::kUnchecked);
  EXPECT_THAT(absl::Now() - begin, Gt(absl::Milliseconds(250)));
  EXPECT_THAT(absl::Now() - begin, Lt(absl::Seconds(5)));
}

TEST_F(ReplyGateTest, APauseThatTheServerAsksForIsWithinTheDeadline) {
  const absl::Time begin = absl::Now();
  const Decision decision =
      Gate()->Check(Script({{"statuses", {8}}, {"pushback_ms", 60'000}}));
  EXPECT_EQ(decision.status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_THAT(absl::Now() - begin, Lt(absl::Seconds(5)));
}

TEST_F(ReplyGateTest, ThereIsNoWayToWaitForEver) {
  const auto gate = Gate(FailMode::kOpen);
  const std::vector<CheckRequest> requests = {Script()};
  for (absl::Duration timeout :
       {absl::ZeroDuration(), absl::Seconds(-1), absl::InfiniteDuration(),
        CheckClient::kMaxTimeout + absl::Nanoseconds(1)}) {
    EXPECT_FALSE(gate->Check(requests[0], timeout).may_send);
    EXPECT_THAT(gate->CheckAll(requests, timeout),
                ElementsAre(Field(&Decision::may_send, false)));
  }
}

TEST(ReplyGateTargetTest, AServerThatIsNotThere) {
  for (FailMode mode : kModes) {
    const absl::Time begin = absl::Now();
    const Decision decision =
        Open({.target = "127.0.0.1:1"}, mode)->Check({.reply = "a"});
    EXPECT_EQ(decision.verdict, Verdict::kUnchecked);
    EXPECT_EQ(decision.may_send, mode == FailMode::kOpen);
    EXPECT_THAT(absl::Now() - begin, Lt(absl::Seconds(5)));
  }
}

TEST_F(ReplyGateTest, TheThirdAttemptCounts) {
  const Decision decision =
      Gate()->Check(Script({{"statuses", {14, 14, 0}}}), kEnough);
  EXPECT_EQ(decision.verdict, Verdict::kAllow);
  EXPECT_THAT(Told(decision), StartsWith("attempt 3 "));
}

TEST_F(ReplyGateTest, TheServersPauseIsKept) {
  const absl::Time begin = absl::Now();
  const Decision decision = Gate()->Check(
      Script({{"statuses", {8, 0}}, {"pushback_ms", 700}}), kEnough);
  EXPECT_EQ(decision.verdict, Verdict::kAllow);
  EXPECT_THAT(absl::Now() - begin, Gt(absl::Milliseconds(690)));
}

TEST_F(ReplyGateTest, AServerMayForbidAnotherAttempt) {
  const Decision decision = Gate()->Check(
      Script({{"statuses", {14, 0}}, {"pushback_ms", -1}}), kEnough);
  EXPECT_THAT(Told(decision), HasSubstr("attempt 1 "));
}

TEST_F(ReplyGateTest, CallsGoToAllReplicasAndRoundOneThatIsGone) {
  auto first = StartFakeServer();
  const auto second = StartFakeServer();
  const auto gate =
      Open({.target = absl::StrFormat("ipv4:%s,%s", first->address(),
                                      second->address())});
  // The same id: each replica counts for itself, so that the second one says
  // what the first one has said already.
  std::set<std::string> told;
  const absl::Time end = absl::Now() + kEnough;
  while (told.insert(Told(gate->Check(Script({{"id", "same"}}), kEnough)))
             .second) {
    ASSERT_LT(absl::Now(), end) << "one replica has all calls";
  }
  first = nullptr;
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(gate->Check(Script(), kEnough).verdict, Verdict::kAllow);
  }
}

TEST_F(ReplyGateTest, AReplicaThatIsNotServingIsLeftAlone) {
  const auto ending = StartFakeServer({"--health", "NOT_SERVING"});
  const auto gate =
      Open({.target = absl::StrFormat("ipv4:%s,%s", ending->address(),
                                      server_->address())});
  // The replica that serves has been asked before the other one.
  Gate()->Check(Script({{"id", "well"}}), kEnough);
  for (int attempt = 2; attempt < 22; ++attempt) {
    EXPECT_EQ(Told(gate->Check(Script({{"id", "well"}}), kEnough)),
              absl::StrFormat("attempt %d of well", attempt));
  }
}

TEST_F(ReplyGateTest, WhatCannotBeSentNeverOpensTheGate) {
  const auto gate = Gate(FailMode::kOpen);
  for (const std::string& reply :
       {std::string("a\xff"), std::string(2'000'000, 'a'), std::string()}) {
    const Decision decision = gate->Check({.reply = reply});
    EXPECT_THAT(decision.status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_FALSE(decision.may_send);
  }
  const std::vector<CheckRequest> requests = {{.reply = "a\xff"}, Script()};
  const auto decisions = gate->CheckAll(requests, kEnough);
  EXPECT_FALSE(decisions[0].may_send);
  EXPECT_EQ(decisions[1].verdict, Verdict::kAllow);
}

std::string BatchSize(const Decision& decision) {
  return decision.answer ? decision.answer->locale : decision.reason;
}

TEST_F(ReplyGateTest, ALongListComesBackInItsOrder) {
  std::vector<CheckRequest> requests;
  for (int i = 0; i < 1203; ++i) {
    requests.push_back(Script({{"verdict", 1 + i % 4}}));
  }
  const auto decisions = Gate()->CheckAll(requests, kEnough);
  ASSERT_EQ(decisions.size(), requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    const Json script = Json::parse(requests[i].reply);
    EXPECT_EQ(Told(decisions[i]),
              "attempt 1 of " + script["id"].get<std::string>());
    EXPECT_EQ(BatchSize(decisions[i]), i < 1000 ? "500 items" : "203 items");
  }
}

TEST_F(ReplyGateTest, BatchesHaveAMegabyteAtMost) {
  std::vector<CheckRequest> requests;
  for (int i = 0; i < 20; ++i) {
    requests.push_back(Script({{"text", std::string(65'000, 'a')}}));
  }
  const auto decisions = Gate()->CheckAll(requests, kEnough);
  EXPECT_EQ(BatchSize(decisions[15]), "16 items");
  EXPECT_EQ(BatchSize(decisions[16]), "4 items");
}

TEST_F(ReplyGateTest, WhatFoundNoRoomIsAskedAgain) {
  const std::vector<CheckRequest> requests = {Script(),
                                              Script({{"only_alone", true}})};
  const auto decisions = Gate()->CheckAll(requests, kEnough);
  EXPECT_EQ(BatchSize(decisions[0]), "2 items");
  EXPECT_EQ(BatchSize(decisions[1]), "alone");
}

TEST_F(ReplyGateTest, WhatFindsRoomInNoBatchIsAskedAlone) {
  std::vector<CheckRequest> requests;
  for (int i = 0; i < 5; ++i) requests.push_back(Script({{"no_batch", true}}));
  for (const Decision& decision : Gate()->CheckAll(requests, kEnough)) {
    EXPECT_EQ(BatchSize(decision), "alone");
  }
}

TEST(ReplyGateTargetTest, AServerThatIsGoneLeavesAllUnchecked) {
  const std::vector<CheckRequest> requests(501, {.reply = "a"});
  const auto decisions =
      Open({.target = "127.0.0.1:1"}, FailMode::kOpen)->CheckAll(requests);
  EXPECT_EQ(decisions.size(), requests.size());
  EXPECT_THAT(decisions, Each(Field(&Decision::verdict, Verdict::kUnchecked)));
  EXPECT_THAT(decisions, Each(Field(&Decision::may_send, true)));
  EXPECT_THAT(Open({.target = "127.0.0.1:1"})->CheckAll({}), IsEmpty());
}

TEST_F(ReplyGateTest, ATokenGoesWithEachCall) {
  const auto gate = Open({.target = server_->address(), .token = "abc"});
  EXPECT_EQ(gate->Check(Script(), kEnough).answer->revision, "Bearer abc");
}

TEST(ReplyGateTargetTest, ATokenNeverTravelsInTheClear) {
  for (const char* target :
       {"10.0.0.1:1", "example.com:443", "dns:///example.com",
        "ipv4:127.0.0.1:1,10.0.0.1:1", "[2001:db8::1]:1",
        "127.example.com:1"}) {
    EXPECT_FALSE(IsLocalTarget(target)) << target;
    EXPECT_THAT(
        ReplyGate::Open({.target = target, .token = "abc"}, FailMode::kOpen),
        StatusIs(absl::StatusCode::kInvalidArgument));
  }
  for (const char* target :
       {"localhost:1", "dns:///localhost", "[::1]:1", "::1",
        "ipv6:[::1]:1,[::1]:2", "ipv4:127.0.0.1:1", "unix:/run/wanyan.sock"}) {
    EXPECT_TRUE(IsLocalTarget(target)) << target;
  }
}

TEST(ReplyGateTargetTest, WhatIsNoToken) {
  for (const char* token : {"=", "a b", "a\nb", "钥匙", "a=b"}) {
    EXPECT_THAT(
        ReplyGate::Open({.target = "[::1]:1", .token = token}, FailMode::kOpen),
        StatusIs(absl::StatusCode::kInvalidArgument))
        << token;
  }
}

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(ReplyGateTest, TlsWithCertificatesOnBothSides) {
  const TempDir dir;
  const std::string folder(dir.path());
  const auto server = StartFakeServer({"--tls", folder});
  const ClientTls tls = {.ca = Read(folder + "/ca.pem"),
                         .certificate = Read(folder + "/client.pem"),
                         .key = Read(folder + "/client-key.pem")};
  const auto gate =
      Open({.target = server->address(), .tls = tls, .token = "abc"});
  const Decision decision = gate->Check(Script(), kEnough);
  ASSERT_TRUE(decision.answer.has_value()) << decision.reason;
  EXPECT_EQ(decision.answer->revision, "Bearer abc");

  const std::optional<ClientTls> wrong[] = {
      ClientTls{.ca = tls.ca},
      ClientTls{.certificate = tls.certificate, .key = tls.key}, std::nullopt};
  for (const std::optional<ClientTls>& each : wrong) {
    EXPECT_EQ(Open({.target = server->address(), .tls = each})
                  ->Check(Script(), absl::Seconds(2))
                  .verdict,
              Verdict::kUnchecked);
  }
  EXPECT_THAT(ReplyGate::Open({.target = "a", .tls = ClientTls{.key = "k"}},
                              FailMode::kOpen),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace wanyan
