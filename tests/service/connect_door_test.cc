#include "service/connect_door.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "nlohmann/json.hpp"
#include "service/message_limits.h"
#include "service/scripted_check_service.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

using Json = nlohmann::json;

constexpr char kPath[] = "/wanyan.v1.CheckService/CheckReply";
constexpr absl::Duration kPatience = absl::Seconds(10);

// Keeps the answer for the test.
class TestExchange final : public HttpExchange {
 public:
  TestExchange(HttpRequest request, std::promise<HttpResponse> answer,
               std::function<void()>* on_gone)
      : request_(std::move(request)),
        answer_(std::move(answer)),
        on_gone_(on_gone) {}

  const HttpRequest& request() const override { return request_; }
  void Respond(HttpResponse response) override {
    answer_.set_value(std::move(response));
  }
  void OnClientGone(std::function<void()> on_gone) override {
    if (on_gone_ != nullptr) *on_gone_ = std::move(on_gone);
  }

 private:
  const HttpRequest request_;
  std::promise<HttpResponse> answer_;
  std::function<void()>* const on_gone_;
};

// Answers with the reply as its rewrite.
grpc::Status EchoReply(const SeenCall& call, grpc::CallbackServerContext*,
                       v1::CheckReplyResponse* response) {
  v1::CheckReplyRequest request;
  if (!request.ParseFromString(call.request)) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "no message"};
  }
  response->set_verdict(v1::VERDICT_WARN);
  response->set_rewrite(request.reply());
  return grpc::Status::OK;
}

class ConnectDoorTest : public ::testing::Test {
 protected:
  void Serve(ScriptedCheckService::Script script, ConnectDoorHooks hooks = {}) {
    service_ = std::make_unique<ScriptedCheckService>(std::move(script));
    auto door = ConnectDoor::Create(
        service_->channel(), {"wanyan.v1.CheckService"}, std::move(hooks));
    ASSERT_THAT(door, IsOk());
    door_ = *std::move(door);
  }

  std::future<HttpResponse> Begin(HttpRequest request,
                                  std::function<void()>* on_gone = nullptr) {
    std::promise<HttpResponse> promise;
    std::future<HttpResponse> answer = promise.get_future();
    door_->Handle(std::make_unique<TestExchange>(std::move(request),
                                                 std::move(promise), on_gone));
    return answer;
  }

  HttpResponse Ask(HttpRequest request) {
    std::future<HttpResponse> answer = Begin(std::move(request));
    if (answer.wait_for(absl::ToChronoSeconds(kPatience)) !=
        std::future_status::ready) {
      ADD_FAILURE() << "no answer";
      return {};
    }
    return answer.get();
  }

  HttpResponse AskJson(std::string body, std::vector<HttpHeader> headers = {}) {
    headers.push_back({"Content-Type", "application/json"});
    return Ask({.method = "POST",
                .target = kPath,
                .headers = std::move(headers),
                .body = std::move(body)});
  }

  std::future<HttpResponse> AskAhead(std::string body) {
    return Begin({.method = "POST",
                  .target = kPath,
                  .headers = {{"Content-Type", "application/json"}},
                  .body = std::move(body)});
  }

  std::unique_ptr<ScriptedCheckService> service_;
  std::unique_ptr<ConnectDoor> door_;
};

std::string Header(const HttpResponse& response, std::string_view name) {
  const HttpRequest headers{.headers = response.headers};
  return std::string(headers.Header(name).value_or(""));
}

std::string CodeOf(const HttpResponse& response) {
  EXPECT_EQ(Header(response, "Content-Type"), "application/json");
  return Json::parse(response.body)["code"];
}

std::string MessageOf(const HttpResponse& response) {
  return Json::parse(response.body)["message"];
}

TEST_F(ConnectDoorTest, HasEveryUnaryMethodOfTheServices) {
  Serve(EchoReply);
  EXPECT_THAT(door_->paths(), Contains(kPath));
  EXPECT_EQ(
      door_->paths().size(),
      static_cast<size_t>(google::protobuf::DescriptorPool::generated_pool()
                              ->FindServiceByName("wanyan.v1.CheckService")
                              ->method_count()));
}

TEST_F(ConnectDoorTest, AServiceThatIsNotThereIsAnError) {
  Serve(EchoReply);
  EXPECT_THAT(ConnectDoor::Create(service_->channel(), {"no.Service"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ConnectDoorTest, SpeaksJson) {
  Serve(EchoReply);
  const HttpResponse response = AskJson(R"({"reply": "😀没办法"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Header(response, "Content-Type"), "application/json");
  EXPECT_EQ(Json::parse(response.body),
            (Json{{"verdict", "VERDICT_WARN"}, {"rewrite", "😀没办法"}}));
}

TEST_F(ConnectDoorTest, SpeaksProtobuf) {
  Serve(EchoReply);
  v1::CheckReplyRequest request;
  request.set_reply("没办法");
  const HttpResponse response =
      Ask({.method = "POST",
           .target = kPath,
           .headers = {{"Content-Type", "application/proto"}},
           .body = request.SerializeAsString()});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Header(response, "Content-Type"), "application/proto");
  v1::CheckReplyResponse message;
  ASSERT_TRUE(message.ParseFromString(response.body));
  EXPECT_EQ(message.rewrite(), "没办法");
}

TEST_F(ConnectDoorTest, TheTypesParametersMaySayWhatIsTrueAnyway) {
  Serve(EchoReply);
  const auto status_for = [this](std::string type) {
    return Ask({.method = "POST",
                .target = kPath,
                .headers = {{"content-type", std::move(type)}},
                .body = "{}"})
        .status;
  };
  EXPECT_EQ(status_for("Application/JSON"), 200);
  EXPECT_EQ(status_for("application/json; charset=UTF-8"), 200);
  EXPECT_EQ(status_for("application/json; charset=gbk"), 415);
  EXPECT_EQ(status_for("application/connect+json"), 415);
  EXPECT_EQ(status_for("text/plain"), 415);
  EXPECT_EQ(status_for(""), 415);
}

TEST_F(ConnectDoorTest, AnotherTypeIsToldWhatIsSpoken) {
  Serve(EchoReply);
  const HttpResponse response = Ask({.method = "POST", .target = kPath});
  EXPECT_EQ(response.status, 415);
  EXPECT_EQ(Header(response, "Accept-Post"),
            "application/json, application/proto");
  EXPECT_EQ(CodeOf(response), "invalid_argument");
}

TEST_F(ConnectDoorTest, OtherPathsAreNotFound) {
  Serve(EchoReply);
  for (const char* path :
       {"/wanyan.v1.CheckService/Nope", "/wanyan.v1.CheckService/",
        "/wanyan.v1.CheckService/CheckReply/", "", "*",
        "/grpc.health.v1.Health/Check"}) {
    const HttpResponse response = Ask({.method = "POST", .target = path});
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_EQ(CodeOf(response), "unimplemented");
  }
}

TEST_F(ConnectDoorTest, AQueryChangesNothing) {
  Serve(EchoReply);
  EXPECT_EQ(Ask({.method = "POST",
                 .target = absl::StrFormat("%s?a=b", kPath),
                 .headers = {{"Content-Type", "application/json"}},
                 .body = "{}"})
                .status,
            200);
}

TEST_F(ConnectDoorTest, OtherMethodsAreToldWhatIsAllowed) {
  Serve(EchoReply);
  for (const char* method : {"GET", "PUT", "OPTIONS", "HEAD", "post"}) {
    const HttpResponse response = Ask({.method = method, .target = kPath});
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(Header(response, "Allow"), "POST");
  }
}

TEST_F(ConnectDoorTest, BadJsonIsTheCallersMistake) {
  Serve(EchoReply);
  const std::string deep = std::string(200, '[') + std::string(200, ']');
  const std::pair<std::string, std::string> cases[] = {
      {"", "no JSON"},
      {"{", "no JSON"},
      {"nonsense", "no JSON"},
      {"{'reply': 'a'}", "no JSON"},
      {R"({"reply": "a",})", "no JSON"},
      {R"({"reply": "a"} {})", "no JSON"},
      {R"({"reply": "\ud800"})", "no JSON"},
      {"[]", "CheckReplyRequest"},
      {"3", "CheckReplyRequest"},
      {R"({"reply": 3})", "reply"},
      {R"({"reply": ["a"]})", "reply"},
      {R"({"turns": [{"role": "ROLE_NOBODY"}]})", "ROLE_NOBODY"},
      {R"({"repyl": "a"})", "repyl"},
      {R"({"turns": [{"txt": "a"}]})", "txt"},
      {"{\"reply\": \"a\xff\"}", "not well-formed UTF-8 at byte 12"},
      {absl::StrFormat(R"({"turns": %s})", deep), "too deep"},
  };
  for (const auto& [body, problem] : cases) {
    const HttpResponse response = AskJson(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(CodeOf(response), "invalid_argument") << body;
    EXPECT_THAT(MessageOf(response), HasSubstr(problem)) << body;
  }
  EXPECT_THAT(service_->calls(), ElementsAre());
}

TEST_F(ConnectDoorTest, AMessageThatDoesNotParseIsTheServicesAffair) {
  Serve(EchoReply);
  const HttpResponse response =
      Ask({.method = "POST",
           .target = kPath,
           .headers = {{"Content-Type", "application/proto"}},
           .body = "\xff"});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(MessageOf(response), "no message");
}

TEST_F(ConnectDoorTest, TheServersLimitHoldsForMessagesInJson) {
  Serve(EchoReply);
  // Sizes of the message itself, which are the same for all doors.
  const size_t fits = kMaxCallMessageBytes - 4;
  const auto ask = [this](size_t size) {
    return AskJson(
        absl::StrFormat(R"({"reply": "%s"})", std::string(size, 'a')));
  };
  EXPECT_EQ(ask(fits).status, 200);
  const HttpResponse response = ask(fits + 1);
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(CodeOf(response), "resource_exhausted");
}

TEST_F(ConnectDoorTest, TheProtocolsVersionIsOne) {
  Serve(EchoReply);
  EXPECT_EQ(AskJson("{}", {{"Connect-Protocol-Version", "1"}}).status, 200);
  const HttpResponse response =
      AskJson("{}", {{"Connect-Protocol-Version", "2"}});
  EXPECT_EQ(CodeOf(response), "invalid_argument");
  EXPECT_THAT(MessageOf(response), HasSubstr("Connect-Protocol-Version"));
}

TEST_F(ConnectDoorTest, CompressedBodiesAreRefused) {
  Serve(EchoReply);
  EXPECT_EQ(AskJson("{}", {{"Content-Encoding", "identity"}}).status, 200);
  const HttpResponse response =
      AskJson("\x1f\x8b", {{"Content-Encoding", "gzip"}});
  EXPECT_EQ(response.status, 501);
  EXPECT_EQ(CodeOf(response), "unimplemented");
  EXPECT_EQ(Header(response, "Accept-Encoding"), "identity");
}

TEST_F(ConnectDoorTest, ATimeoutIsTheCallsDeadline) {
  Serve(EchoReply);
  const absl::Time start = absl::Now();
  EXPECT_EQ(AskJson("{}", {{"Connect-Timeout-Ms", "5000"}}).status, 200);
  EXPECT_EQ(AskJson("{}", {{"Connect-Timeout-Ms", "9999999999"}}).status, 200);
  EXPECT_EQ(AskJson("{}").status, 200);
  const auto calls = service_->calls();
  EXPECT_GT(calls[0].deadline, start + absl::Seconds(4));
  EXPECT_LT(calls[0].deadline, start + absl::Seconds(15));
  EXPECT_GT(calls[1].deadline, start + absl::Hours(24 * 100));
  EXPECT_LT(calls[1].deadline, start + absl::Hours(24 * 130));
  EXPECT_GT(calls[2].deadline, start + absl::Hours(24 * 365));
}

TEST_F(ConnectDoorTest, ATimeoutThatIsNoneIsRefused) {
  Serve(EchoReply);
  for (const char* timeout :
       {"", "x", "-1", "1.5", "+1", " 1", "99999999999"}) {
    const HttpResponse response =
        AskJson("{}", {{"Connect-Timeout-Ms", timeout}});
    EXPECT_EQ(CodeOf(response), "invalid_argument") << timeout;
    EXPECT_THAT(MessageOf(response), HasSubstr("Connect-Timeout-Ms"));
  }
}

TEST_F(ConnectDoorTest, ADeadlineThatPassesIsAnError) {
  Serve(EchoReply);
  service_->Hang();
  for (const char* timeout : {"0", "100"}) {
    const HttpResponse response =
        AskJson("{}", {{"Connect-Timeout-Ms", timeout}});
    EXPECT_EQ(response.status, 504);
    EXPECT_EQ(CodeOf(response), "deadline_exceeded");
  }
}

TEST_F(ConnectDoorTest, AClientThatHangsUpCancelsItsCall) {
  Serve(EchoReply);
  service_->Hang();
  std::function<void()> hang_up;
  std::future<HttpResponse> answer =
      Begin({.method = "POST",
             .target = kPath,
             .headers = {{"Content-Type", "application/json"}},
             .body = "{}"},
            &hang_up);
  EXPECT_EQ(answer.wait_for(std::chrono::milliseconds(100)),
            std::future_status::timeout);
  hang_up();
  EXPECT_TRUE(service_->AwaitCancelled(1));
  EXPECT_EQ(answer.get().status, 499);
}

TEST_F(ConnectDoorTest, SomeHeadersBecomeMetadata) {
  Serve(EchoReply);
  AskJson("{}", {{"Authorization", "Bearer x"},
                 {"traceparent", "00-1-2-01"},
                 {"Tracestate", "a=b"},
                 {"X-Request-ID", "r1"},
                 {"User-Agent", "curl/8"},
                 {"Cookie", "secret"},
                 {"X-Forwarded-For", "10.0.0.1"}});
  EXPECT_THAT(
      service_->calls()[0].metadata,
      ElementsAre(Pair("authorization", "Bearer x"),
                  Pair("traceparent", "00-1-2-01"), Pair("tracestate", "a=b"),
                  Pair("user-agent", "curl/8"), Pair("x-request-id", "r1")));
}

TEST_F(ConnectDoorTest, HeadersThatAreNoMetadataStayHere) {
  Serve(EchoReply);
  for (const char* value : {"a\tb", "\xe5\xa9\x89", "\x7f", ""}) {
    ASSERT_EQ(AskJson("{}", {{"User-Agent", value},
                             {"Traceparent", value},
                             {"Tracestate", value},
                             {"X-Request-Id", value}})
                  .status,
              200);
    EXPECT_THAT(service_->calls().back().metadata, IsEmpty()) << value;
  }
}

TEST_F(ConnectDoorTest, ATokenThatIsNoMetadataIsRefused) {
  Serve(EchoReply);
  const HttpResponse response =
      AskJson("{}", {{"Authorization", "Bearer \xe5\xa9\x89"}});
  EXPECT_EQ(CodeOf(response), "invalid_argument");
  EXPECT_THAT(MessageOf(response), HasSubstr("authorization"));
}

TEST_F(ConnectDoorTest, ASplitTracestateIsJoined) {
  Serve(EchoReply);
  AskJson("{}", {{"Tracestate", "a=b"}, {"tracestate", "c=d,e=f"}});
  EXPECT_THAT(service_->calls()[0].metadata,
              ElementsAre(Pair("tracestate", "a=b,c=d,e=f")));
}

// The JSON of a request that takes long to read, for its size.
std::string SlowJson(size_t bytes) {
  std::string json = R"({"turns": [{})";
  while (json.size() < bytes) json += ",{}";
  return json + "]}";
}

TEST_F(ConnectDoorTest, WhoMayNotCallIsRefusedBeforeTheBodyIsRead) {
  std::atomic<int> refused = 0;
  Serve(EchoReply,
        {.authorize =
             [](std::string_view authorization) {
               return authorization == "Bearer x"
                          ? absl::OkStatus()
                          : absl::UnauthenticatedError("who are you?");
             },
         .on_refusal = [&refused](int status) { refused = status; }});
  // Reading it would have found that it is no JSON.
  const HttpResponse response = AskJson("nonsense");
  EXPECT_EQ(CodeOf(response), "unauthenticated");
  EXPECT_EQ(MessageOf(response), "who are you?");
  EXPECT_EQ(Json::parse(response.body)["details"][0]["debug"]["reason"],
            "UNAUTHENTICATED");
  EXPECT_EQ(refused, 401);
  EXPECT_EQ(AskJson("{}", {{"Authorization", "Bearer x"}}).status, 200);
}

TEST_F(ConnectDoorTest, LargeBodiesThatWaitToBeReadAreBounded) {
  std::atomic<int> refused = 0;
  Serve(EchoReply, {.on_refusal = [&refused](int) { ++refused; }});
  const std::string json = SlowJson(1 << 20);
  std::vector<std::future<HttpResponse>> answers;
  for (int i = 0; i < 100; ++i) answers.push_back(AskAhead(json));
  // Small ones do not wait behind them.
  EXPECT_EQ(AskJson("{}").status, 200);
  int exhausted = 0;
  for (auto& answer : answers) {
    const HttpResponse response = answer.get();
    if (response.status == 200) continue;
    ++exhausted;
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(CodeOf(response), "resource_exhausted");
    EXPECT_EQ(Header(response, "Retry-After"), "1");
  }
  EXPECT_GT(exhausted, 0);
  EXPECT_LT(exhausted, 100);
  EXPECT_EQ(refused, exhausted);
}

TEST_F(ConnectDoorTest, ADoorThatEndsAnswersWhatWaitsToBeRead) {
  Serve(EchoReply);
  std::vector<std::future<HttpResponse>> answers;
  for (int i = 0; i < 20; ++i) answers.push_back(AskAhead(SlowJson(1 << 20)));
  door_.reset();
  for (auto& answer : answers) {
    EXPECT_THAT(answer.get().status, AnyOf(200, 429));
  }
}

TEST_F(ConnectDoorTest, MetadataBecomeHeaders) {
  Serve([](const SeenCall&, grpc::CallbackServerContext* context,
           v1::CheckReplyResponse*) {
    context->AddInitialMetadata("x-first", "1");
    context->AddTrailingMetadata("x-last", "2");
    context->AddTrailingMetadata("x-some-bin", std::string("\x00\xff", 2));
    return grpc::Status::OK;
  });
  const HttpResponse response = AskJson("{}");
  EXPECT_EQ(Header(response, "x-first"), "1");
  EXPECT_EQ(Header(response, "trailer-x-last"), "2");
  EXPECT_EQ(Header(response, "trailer-x-some-bin"), "AP8");
}

TEST_F(ConnectDoorTest, PushbackIsToldInSeconds) {
  std::string pushback;
  Serve([&pushback](const SeenCall&, grpc::CallbackServerContext* context,
                    v1::CheckReplyResponse*) {
    context->AddTrailingMetadata("grpc-retry-pushback-ms", pushback);
    return grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "busy");
  });
  const std::pair<std::string, std::string> cases[] = {
      {"120", "1"}, {"1000", "1"}, {"1001", "2"}, {"0", "0"}, {"-1", ""},
  };
  for (const auto& [milliseconds, seconds] : cases) {
    pushback = milliseconds;
    const HttpResponse response = AskJson("{}");
    EXPECT_EQ(response.status, 429);
    EXPECT_EQ(Header(response, "Retry-After"), seconds) << milliseconds;
    EXPECT_EQ(Header(response, "trailer-grpc-retry-pushback-ms"), milliseconds);
  }
}

TEST_F(ConnectDoorTest, EveryCodeHasItsNameAndStatus) {
  int code = 0;
  Serve([&code](const SeenCall&, grpc::CallbackServerContext*,
                v1::CheckReplyResponse*) {
    return grpc::Status(static_cast<grpc::StatusCode>(code), "because 婉言");
  });
  const std::pair<std::string, int> codes[] = {
      {"canceled", 499},
      {"unknown", 500},
      {"invalid_argument", 400},
      {"deadline_exceeded", 504},
      {"not_found", 404},
      {"already_exists", 409},
      {"permission_denied", 403},
      {"resource_exhausted", 429},
      {"failed_precondition", 400},
      {"aborted", 409},
      {"out_of_range", 400},
      {"unimplemented", 501},
      {"internal", 500},
      {"unavailable", 503},
      {"data_loss", 500},
      {"unauthenticated", 401},
  };
  for (const auto& [name, status] : codes) {
    ++code;
    const HttpResponse response = AskJson("{}");
    EXPECT_EQ(response.status, status) << name;
    EXPECT_EQ(Json::parse(response.body),
              (Json{{"code", name}, {"message", "because 婉言"}}));
  }
}

TEST_F(ConnectDoorTest, ErrorsCarryTheirDetails) {
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_REPLY");
  info.set_domain("wanyan");
  Serve([&info](const SeenCall&, grpc::CallbackServerContext*,
                v1::CheckReplyResponse*) {
    google::rpc::Status status;
    status.set_code(3);
    status.set_message("no");
    status.add_details()->PackFrom(info);
    auto* unknown = status.add_details();
    unknown->set_type_url("type.googleapis.com/no.Such");
    unknown->set_value("abc");
    return grpc::Status(grpc::StatusCode::INVALID_ARGUMENT, "no",
                        status.SerializeAsString());
  });
  std::string value = absl::Base64Escape(info.SerializeAsString());
  value.erase(std::min(value.find('='), value.size()));
  EXPECT_EQ(
      Json::parse(AskJson("{}").body),
      (Json{{"code", "invalid_argument"},
            {"message", "no"},
            {"details",
             {{{"type", "google.rpc.ErrorInfo"},
               {"value", value},
               {"debug", {{"reason", "INVALID_REPLY"}, {"domain", "wanyan"}}}},
              {{"type", "no.Such"}, {"value", "YWJj"}}}}}));
}

TEST_F(ConnectDoorTest, ManyCallsAtOnce) {
  Serve(EchoReply);
  std::vector<std::future<HttpResponse>> answers;
  for (int i = 0; i < 500; ++i) {
    answers.push_back(
        Begin({.method = "POST",
               .target = kPath,
               .headers = {{"Content-Type", "application/json"}},
               .body = absl::StrFormat(R"({"reply": "%d"})", i)}));
  }
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(Json::parse(answers[i].get().body)["rewrite"], std::to_string(i));
  }
}

}  // namespace
}  // namespace wanyan
