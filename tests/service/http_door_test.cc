#include "service/http_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <vector>

#include "absl/strings/str_format.h"
#include "service/listen_address.h"
#include "service/message_limits.h"
#include "service/raw_http_client.h"
#include "service/scripted_check_service.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kPath[] = "/wanyan.v1.CheckService/CheckReply";
constexpr char kListedOrigin[] = "https://desk.example.com";

class HttpDoorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ServerOptions options;
    options.http_listen = "127.0.0.1:0";
    options.cors_origins = {kListedOrigin};
    auto door = HttpDoor::Start(
        options,
        {.server = service_.server(),
         .services = {"wanyan.v1.CheckService"},
         .serving = [this] { return serving_.load(); },
         .metrics = [] { return "metric 1\n"; },
         .authorize =
             [this](auto authorization) { return Authorize(authorization); },
         .on_refusal =
             [this](int status) {
               const std::lock_guard lock(mutex_);
               refusals_.push_back(status);
             }});
    ASSERT_THAT(door, IsOk());
    door_ = *std::move(door);
  }

  // The answer to a request of `start`, "GET /healthz" for instance.
  HttpReply Ask(std::string_view start, std::string_view headers = "",
                std::string_view body = "") {
    const int port = ParseListenAddress(door_->address())->port;
    RawHttpClient client(port);
    client.Send(absl::StrFormat(
        "%s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n%s", start,
        headers.find("Host:") == std::string_view::npos ? "Host: localhost\r\n"
                                                        : "",
        headers, body.size(), body));
    return client.Read(/*has_body=*/!start.starts_with("HEAD"))
        .value_or(HttpReply{});
  }

  HttpReply AskToCheck(std::string_view headers = "") {
    return Ask(absl::StrFormat("POST %s", kPath),
               absl::StrFormat("Content-Type: application/json\r\n%s", headers),
               R"({"reply": "a"})");
  }

  absl::Status Authorize(std::string_view authorization) const {
    if (authorization != "Bearer bad") return absl::OkStatus();
    return absl::UnauthenticatedError("no");
  }

  std::vector<int> refusals() {
    const std::lock_guard lock(mutex_);
    return refusals_;
  }

  std::atomic<bool> serving_ = true;
  std::mutex mutex_;
  std::vector<int> refusals_;  // guarded by mutex_
  ScriptedCheckService service_{[](const SeenCall&,
                                   grpc::CallbackServerContext*,
                                   v1::CheckReplyResponse* response) {
    response->set_locale("en");
    return grpc::Status::OK;
  }};
  std::unique_ptr<HttpDoor> door_;
};

TEST_F(HttpDoorTest, AnswersCalls) {
  const HttpReply reply = AskToCheck();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"locale":"en"})");
}

TEST_F(HttpDoorTest, SaysWhetherItServes) {
  EXPECT_EQ(Ask("GET /healthz").status, 200);
  EXPECT_EQ(Ask("GET /healthz").body, "SERVING\n");
  serving_ = false;
  EXPECT_EQ(Ask("GET /healthz").status, 503);
  EXPECT_EQ(Ask("GET /healthz").body, "NOT_SERVING\n");
  const HttpReply head = Ask("HEAD /healthz");
  EXPECT_EQ(head.status, 503);
  EXPECT_EQ(head.Header("Content-Length"), "12");
}

TEST_F(HttpDoorTest, ShowsMetrics) {
  const HttpReply reply = Ask("GET /metrics");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "metric 1\n");
  EXPECT_EQ(reply.Header("Content-Type"),
            "text/plain; version=0.0.4; charset=utf-8");
}

TEST_F(HttpDoorTest, SaysWhereThingsAre) {
  const std::string page = Ask("GET /").body;
  EXPECT_THAT(page, HasSubstr("GET /healthz\n"));
  EXPECT_THAT(page, HasSubstr(absl::StrFormat("POST %s\n", kPath)));
}

TEST_F(HttpDoorTest, PagesAreForGet) {
  for (const char* page : {"/", "/healthz", "/metrics"}) {
    const HttpReply reply = Ask(absl::StrFormat("POST %s", page));
    EXPECT_EQ(reply.status, 405) << page;
    EXPECT_EQ(reply.Header("Allow"), "GET, HEAD") << page;
  }
}

TEST_F(HttpDoorTest, ErrorsOfHttpAreInJsonToo) {
  const HttpReply large =
      Ask(absl::StrFormat("POST %s", kPath), "", std::string(8 << 20, 'x'));
  EXPECT_EQ(large.status, 413);
  EXPECT_THAT(large.body, HasSubstr(R"("code":"resource_exhausted")"));
  EXPECT_THAT(large.body, HasSubstr(R"("reason":"RESOURCE_EXHAUSTED")"));
  const HttpReply bad = Ask("GET /", "Host: a\r\nHost: b\r\n");
  EXPECT_EQ(bad.status, 400);
  EXPECT_THAT(bad.body, HasSubstr(R"("code":"invalid_argument")"));
}

TEST_F(HttpDoorTest, WhatIsRefusedIsCounted) {
  AskToCheck();
  serving_ = false;
  Ask("GET /healthz");
  EXPECT_THAT(refusals(), IsEmpty());
  Ask(absl::StrFormat("POST %s", kPath), "", std::string(8 << 20, 'x'));
  AskToCheck("Host: a\r\nHost: b\r\n");
  AskToCheck("Authorization: Bearer bad\r\n");
  AskToCheck("Origin: null\r\n");
  Ask("POST /nothing");
  Ask("POST /healthz");
  Ask(absl::StrFormat("POST %s", kPath));
  Ask("GET /metrics", "Host: evil.example\r\n");
  EXPECT_THAT(refusals(), ElementsAre(413, 400, 401, 403, 404, 405, 415, 421));
}

TEST_F(HttpDoorTest, TheLargestRequestFitsHoweverItsJsonIsWritten) {
  // Chinese, three bytes each, beside the field's tag and length.
  const size_t characters = (kMaxCallMessageBytes - 5) / 3;
  std::string escaped;
  for (size_t i = 0; i < characters; ++i) escaped += "\\u4f60";
  const HttpReply reply = Ask(absl::StrFormat("POST %s", kPath),
                              "Content-Type: application/json\r\n",
                              absl::StrFormat(R"({"reply": "%s"})", escaped));
  EXPECT_EQ(reply.status, 200) << reply.body;
}

TEST_F(HttpDoorTest, APageOfAListedOriginMayAskAndSeeTheAnswer) {
  const HttpReply question = Ask(
      absl::StrFormat("OPTIONS %s", kPath),
      absl::StrFormat("Origin: %s\r\nAccess-Control-Request-Method: POST\r\n"
                      "Access-Control-Request-Headers: content-type\r\n",
                      kListedOrigin));
  EXPECT_EQ(question.status, 204);
  EXPECT_EQ(question.Header("Access-Control-Allow-Origin"), kListedOrigin);
  EXPECT_EQ(question.Header("Access-Control-Allow-Methods"), "GET, POST");
  EXPECT_THAT(*question.Header("Access-Control-Allow-Headers"),
              HasSubstr("Content-Type"));
  EXPECT_EQ(question.Header("Access-Control-Max-Age"), "7200");
  EXPECT_EQ(question.Header("Vary"), "Origin");
  EXPECT_EQ(question.Header("Access-Control-Allow-Private-Network"),
            std::nullopt);

  const HttpReply reply =
      AskToCheck(absl::StrFormat("Origin: %s\r\n", kListedOrigin));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("Access-Control-Allow-Origin"), kListedOrigin);
  EXPECT_EQ(reply.Header("Access-Control-Expose-Headers"), "*");
}

TEST_F(HttpDoorTest, APageOfAListedOriginSeesErrorsOfHttpToo) {
  const std::string origin = absl::StrFormat("Origin: %s\r\n", kListedOrigin);
  const std::string start = absl::StrFormat("POST %s", kPath);
  const std::string large(8 << 20, 'x');
  const HttpReply replies[] = {
      Ask(start, origin, large),
      Ask(start, absl::StrFormat("%sHost: a\r\nHost: b\r\n", origin)),
      Ask(start,
          absl::StrFormat("%sX: %s\r\n", origin, std::string(10'000, 'x'))),
  };
  int index = 0;
  for (const int status : {413, 400, 431}) {
    const HttpReply& reply = replies[index++];
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(reply.Header("Access-Control-Allow-Origin"), kListedOrigin);
    EXPECT_EQ(reply.Header("Vary"), "Origin");
  }
  const HttpReply other = Ask(start, "Origin: https://evil.example\r\n", large);
  EXPECT_EQ(other.Header("Access-Control-Allow-Origin"), std::nullopt);
}

TEST_F(HttpDoorTest, APageOfTheInternetMayReachLoopbackIfItIsListed) {
  const HttpReply question = Ask(
      absl::StrFormat("OPTIONS %s", kPath),
      absl::StrFormat("Origin: %s\r\nAccess-Control-Request-Method: POST\r\n"
                      "Access-Control-Request-Private-Network: true\r\n",
                      kListedOrigin));
  EXPECT_EQ(question.Header("Access-Control-Allow-Private-Network"), "true");
}

TEST_F(HttpDoorTest, PagesOfOtherOriginsAreRefused) {
  for (const char* origin :
       {"https://evil.example", "null", "http://desk.example.com",
        "https://desk.example.com:8443",
        "https://desk.example.com.evil.example", "http://localhost"}) {
    const HttpReply question = Ask(
        absl::StrFormat("OPTIONS %s", kPath),
        absl::StrFormat("Origin: %s\r\nAccess-Control-Request-Method: POST\r\n",
                        origin));
    EXPECT_EQ(question.status, 403) << origin;
    const HttpReply reply =
        AskToCheck(absl::StrFormat("Origin: %s\r\n", origin));
    EXPECT_EQ(reply.status, 403) << origin;
    EXPECT_THAT(reply.body, HasSubstr(R"("code":"permission_denied")"));
    EXPECT_EQ(reply.Header("Access-Control-Allow-Origin"), std::nullopt);
    EXPECT_EQ(reply.Header("Vary"), "Origin");
  }
  EXPECT_TRUE(service_.calls().empty());
}

TEST_F(HttpDoorTest, MetricsOnLoopbackAreNotForOtherNames) {
  for (const char* host : {"localhost", "localhost:8080", "127.0.0.1:1",
                           "[::1]:8080", "LocalHost"}) {
    EXPECT_EQ(Ask("GET /metrics", absl::StrFormat("Host: %s\r\n", host)).status,
              200)
        << host;
  }
  for (const char* host :
       {"evil.example", "evil.example:8080", "localhost.evil.example",
        "127.evil.example", "127.0.0.1.nip.io", "127.0.0.1.nip.io:8080",
        "127.1", "[::2]", "[", ""}) {
    EXPECT_EQ(Ask("GET /metrics", absl::StrFormat("Host: %s\r\n", host)).status,
              421)
        << host;
  }
}

TEST_F(HttpDoorTest, AClientThatHangsUpCancelsItsCall) {
  service_.Hang();
  {
    RawHttpClient client(ParseListenAddress(door_->address())->port);
    client.Send(absl::StrFormat(
        "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\n\r\n{}",
        kPath));
    EXPECT_FALSE(client.EndsWithin(absl::Milliseconds(200)));
  }
  EXPECT_TRUE(service_.AwaitCancelled(1));
}

TEST_F(HttpDoorTest, CallsThatOutlastTheEndAreCancelled) {
  service_.Hang();
  RawHttpClient client(ParseListenAddress(door_->address())->port);
  client.Send(absl::StrFormat(
      "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      "Content-Length: 2\r\n\r\n{}",
      kPath));
  EXPECT_FALSE(client.EndsWithin(absl::Milliseconds(200)));
  door_->Stop(absl::Milliseconds(100));
  EXPECT_TRUE(service_.AwaitCancelled(1));
  EXPECT_TRUE(client.EndsWithin(absl::Seconds(5)));
  door_.reset();
}

TEST_F(HttpDoorTest, BadOptionsAreExplained) {
  const HttpDoorBackend backend{.server = service_.server(),
                                .services = {"wanyan.v1.CheckService"}};
  ServerOptions options;
  options.http_listen = "nonsense";
  EXPECT_THAT(HttpDoor::Start(options, backend).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
  options.http_listen = door_->address();
  EXPECT_THAT(HttpDoor::Start(options, backend).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  options.http_listen = "127.0.0.1:0";
  for (const char* origin :
       {"*", "null", "desk.example.com", "https://", "https://a/b",
        "https://a/", "https://Desk.example.com", "ftp://a", "https://a,b"}) {
    options.cors_origins = {origin};
    const absl::Status status = HttpDoor::Start(options, backend).status();
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument)) << origin;
    EXPECT_THAT(std::string(status.message()),
                HasSubstr("such as https://desk.example.com"));
  }
}

}  // namespace
}  // namespace wanyan
