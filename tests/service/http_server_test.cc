#include "service/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "service/raw_http_client.h"
#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

HttpResponse PlainErrorPage(const HttpRequest& request, int status,
                            std::string_view problem) {
  return {.status = status,
          .headers = {{"X-Asked",
                       std::string(request.Header("x-ask").value_or(""))}},
          .body = std::string(problem)};
}

// Times that a test can wait for, and yet no busy machine takes for the rest.
HttpLimits QuickLimits() {
  HttpLimits limits;
  limits.request_time = absl::Milliseconds(1000);
  limits.response_time = absl::Milliseconds(1000);
  limits.idle_time = absl::Milliseconds(2500);
  return limits;
}

// Answers with what it was asked.
void Echo(std::unique_ptr<HttpExchange> exchange) {
  const HttpRequest& request = exchange->request();
  exchange->Respond(
      {.headers = {{"X-Method", request.method}},
       .body = absl::StrFormat("%s|%s", request.target, request.body)});
}

class HttpServerTest : public ::testing::Test {
 protected:
  void StartServer(HttpHandler handler, HttpLimits limits = {}) {
    auto server = HttpServer::Start({.address = {.host = "127.0.0.1"},
                                     .limits = limits,
                                     .error_page = PlainErrorPage},
                                    std::move(handler));
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }

  int port() const { return server_->address().port; }

  std::unique_ptr<HttpServer> server_;
};

std::string Post(std::string_view body, std::string_view headers = "") {
  return absl::StrFormat(
      "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%s\r\n%s",
      body.size(), headers, body);
}

constexpr char kGet[] = "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n";

TEST_F(HttpServerTest, HandsOnRequestsAndAnswers) {
  StartServer(Echo);
  const HttpReply reply = Ask(port(), Post("hello"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "/echo|hello");
  EXPECT_EQ(reply.Header("x-method"), "POST");
  EXPECT_THAT(reply.Header("Date").value_or(""), HasSubstr(" GMT"));
}

TEST_F(HttpServerTest, KeepsConnections) {
  StartServer(Echo);
  RawHttpClient client(port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.Send(Post(std::to_string(i))));
    EXPECT_EQ(client.Read()->body, absl::StrFormat("/echo|%d", i));
  }
}

TEST_F(HttpServerTest, ClosesConnectionsOfClientsThatAskForIt) {
  StartServer(Echo);
  for (const std::string_view request :
       {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n"}) {
    RawHttpClient client(port());
    client.Send(request);
    EXPECT_EQ(client.Read()->status, 200) << request;
    EXPECT_TRUE(client.EndsWithin(absl::Seconds(5))) << request;
  }
}

TEST_F(HttpServerTest, AnswersRequestsSentAheadInTheirOrder) {
  // The first answer is the last to be ready.
  std::vector<std::thread> threads;
  std::mutex mutex;
  StartServer([&](std::unique_ptr<HttpExchange> exchange) {
    const std::lock_guard lock(mutex);
    threads.emplace_back([exchange = std::move(exchange)]() mutable {
      if (exchange->request().body == "0")
        absl::SleepFor(absl::Milliseconds(200));
      Echo(std::move(exchange));
    });
  });
  RawHttpClient client(port());
  client.Send(Post("0") + Post("1") + Post("2"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.Read()->body, absl::StrFormat("/echo|%d", i));
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(HttpServerTest, TakesChunkedBodies) {
  StartServer(Echo);
  const HttpReply reply =
      Ask(port(),
          "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
          "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n");
  EXPECT_EQ(reply.body, "/echo|abcdefg");
}

TEST_F(HttpServerTest, WhatFollowsABodyChangesNothing) {
  StartServer([](std::unique_ptr<HttpExchange> exchange) {
    const HttpRequest& request = exchange->request();
    std::string names;
    for (const HttpHeader& header : request.headers) names += header.name + " ";
    exchange->Respond({.body = names + request.body});
  });
  RawHttpClient client(port());
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\nAuthorization: Bearer x\r\nOrigin: null\r\n"
      "Connection: close\r\n\r\n");
  EXPECT_EQ(client.Read()->body, "Host Transfer-Encoding abc");
  client.Send(kGet);
  EXPECT_EQ(client.Read()->status, 200);
}

TEST_F(HttpServerTest, WhatFollowsABodyIsNoWayAroundTheLimits) {
  StartServer(Echo);
  const std::string body =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\n";
  std::string trailers;
  while (trailers.size() < (1 << 20)) trailers += "X: yz\r\n";
  EXPECT_EQ(Ask(port(), body + trailers + "\r\n").status, 400);
  EXPECT_EQ(Ask(port(), body + "X: " + std::string(1 << 20, 'x')).status, 400);
}

TEST_F(HttpServerTest, TakesRequestsInSingleBytes) {
  StartServer(Echo);
  RawHttpClient client(port());
  for (const char byte : Post("hello")) {
    ASSERT_TRUE(client.Send(std::string_view(&byte, 1)));
  }
  EXPECT_EQ(client.Read()->body, "/echo|hello");
}

TEST_F(HttpServerTest, AHeadHasNoBody) {
  StartServer(Echo);
  RawHttpClient client(port());
  client.Send("HEAD /echo HTTP/1.1\r\nHost: a\r\n\r\n");
  const auto head = client.Read(/*has_body=*/false);
  EXPECT_EQ(head->Header("Content-Length"), "6");
  client.Send(kGet);
  EXPECT_EQ(client.Read()->body, "/echo|");
}

TEST_F(HttpServerTest, TakesTargetsThatNameTheServer) {
  StartServer(Echo);
  EXPECT_EQ(Ask(port(), "GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n").body,
            "/b?c|");
  const std::pair<std::string_view, std::string_view> targets[] = {
      {"http://a", "/"},
      {"HTTP://a/b", "/b"},
      {"https://a:1/b", "/b"},
      {"http://a?b=/c", "/?b=/c"},
      {"/b?c=http://d", "/b?c=http://d"},
  };
  for (const auto& [target, path] : targets) {
    EXPECT_EQ(Ask(port(),
                  absl::StrFormat("GET %s HTTP/1.1\r\nHost: a\r\n\r\n", target))
                  .body,
              absl::StrFormat("%s|", path));
  }
}

TEST_F(HttpServerTest, AsksForBodiesThatClientsHoldBack) {
  StartServer(Echo);
  RawHttpClient client(port());
  const std::string request = Post("hello", "Expect: 100-continue\r\n");
  const size_t body = request.size() - 5;
  client.Send(request.substr(0, body));
  EXPECT_EQ(client.Read()->status, 100);
  client.Send(request.substr(body));
  EXPECT_EQ(client.Read()->body, "/echo|hello");
}

TEST_F(HttpServerTest, RefusesABodyBeforeItIsSent) {
  StartServer(Echo);
  RawHttpClient client(port());
  client.Send(
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Content-Length: 100000000\r\n\r\n");
  EXPECT_EQ(client.Read()->status, 413);
}

TEST_F(HttpServerTest, BodiesHaveALimit) {
  StartServer(Echo);
  const size_t limit = HttpLimits{}.max_body_bytes;
  EXPECT_EQ(Ask(port(), Post(std::string(limit, 'x'))).body.size(), limit + 6);
  // The client gets the answer, although it goes on sending.
  const HttpReply reply = Ask(port(), Post(std::string(limit + 1, 'x')));
  EXPECT_EQ(reply.status, 413);
  EXPECT_THAT(reply.body, HasSubstr(std::to_string(limit)));
}

TEST_F(HttpServerTest, BodiesInChunksHaveTheSameLimit) {
  StartServer(Echo);
  const auto post = [](size_t size) {
    return absl::StrFormat(
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "%x\r\n%s\r\n1\r\ny\r\n0\r\n\r\n",
        size, std::string(size, 'x'));
  };
  const size_t limit = HttpLimits{}.max_body_bytes;
  EXPECT_EQ(Ask(port(), post(limit - 1)).status, 200);
  EXPECT_EQ(Ask(port(), post(limit)).status, 413);
}

// A request whose start line and headers have `size` bytes together.
std::string RequestOfHeaderSize(size_t size) {
  std::string request = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
  request.append(size - request.size() - 4, 'x');
  return request + "\r\n\r\n";
}

TEST_F(HttpServerTest, HeadersHaveALimit) {
  StartServer(Echo);
  const size_t limit = HttpLimits{}.max_header_bytes;
  EXPECT_EQ(limit, 8192u);
  EXPECT_EQ(Ask(port(), RequestOfHeaderSize(limit)).status, 200);
  EXPECT_EQ(Ask(port(), RequestOfHeaderSize(limit + 1)).status, 431);
  EXPECT_EQ(Ask(port(), RequestOfHeaderSize(1 << 20)).status, 431);
}

TEST_F(HttpServerTest, ManySmallHeadersHaveTheSameLimit) {
  StartServer(Echo);
  RawHttpClient client(port());
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n");
  for (int i = 0; i < 20; ++i) {
    std::string headers;
    while (headers.size() < 500) headers += "X: y\r\n";
    client.Send(headers);
    absl::SleepFor(absl::Milliseconds(5));
  }
  // The header has no end yet.
  EXPECT_EQ(client.Read().value_or(HttpReply{}).status, 431);
}

TEST_F(HttpServerTest, AnErrorPageIsMadeForItsRequest) {
  StartServer(Echo);
  const std::string_view requests[] = {
      "POST / HTTP/1.1\r\nHost: a\r\nX-Ask: 1\r\nContent-Length: "
      "100000000\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nX-Ask: 1\r\nTransfer-Encoding: "
      "chunked\r\n\r\nx\r\n",
      "GET / HTTP/1.1\r\nX-Ask: 1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX-Ask: 1\r\nX: a\x01\r\n\r\n",
  };
  for (const std::string_view request : requests) {
    EXPECT_EQ(Ask(port(), request).Header("X-Asked"), "1") << request;
  }
}

TEST_F(HttpServerTest, RefusesWhatIsNoRequest) {
  StartServer(Echo);
  const std::string_view requests[] = {
      "\x16\x03\x01\x02",  // TLS
      "nonsense\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nX: a\x01\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
      "Content-Length: 2\r\n\r\nab",
      // Requests that two servers could tell apart differently.
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
      "Content-Length: 1\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
      "0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: ,chunked\r\n\r\n"
      "0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked;q=1\r\n\r\n"
      "0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n"
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n"
      "0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nX: y\r\n\tz\r\n\r\n",
      "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2, 2\r\n\r\nab",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n"
      "Content-Length: 2\r\n\r\nab",
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: a/b\r\n"
      "Content-Type: a/b\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\n"
      "Authorization: Bearer b\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
  };
  for (const std::string_view request : requests) {
    RawHttpClient client(port());
    client.Send(request);
    const auto reply = client.Read();
    ASSERT_TRUE(reply.has_value()) << request;
    EXPECT_EQ(reply->status, 400) << request;
    client.ShutDownSending();
    EXPECT_TRUE(client.EndsWithin(absl::Seconds(5))) << request;
  }
  EXPECT_EQ(Ask(port(), kGet).status, 200);
}

TEST_F(HttpServerTest, RefusesFoldedLinesThatComeInSingleBytes) {
  StartServer(Echo);
  RawHttpClient client(port());
  for (const char byte :
       std::string_view("GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n z\r\n\r\n")) {
    client.Send(std::string_view(&byte, 1));
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_EQ(client.Read().value_or(HttpReply{}).status, 400);
}

TEST_F(HttpServerTest, AChunksExtensionIsNoWayAroundTheLimits) {
  StartServer(Echo);
  const HttpReply reply =
      Ask(port(),
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
              std::string(1 << 20, 'x'));
  EXPECT_EQ(reply.status, 400);
}

TEST_F(HttpServerTest, AnExchangeThatIsDroppedIsAnError) {
  StartServer([](std::unique_ptr<HttpExchange>) {});
  const HttpReply reply = Ask(port(), kGet);
  EXPECT_EQ(reply.status, 500);
  EXPECT_EQ(reply.body, "internal error");
}

TEST_F(HttpServerTest, SlowRequestsAreCut) {
  StartServer(Echo, QuickLimits());
  const std::string whole = Post("hello");
  for (const size_t sent : {size_t{0}, size_t{10}, whole.size() - 2}) {
    RawHttpClient client(port());
    client.Send(whole.substr(0, sent));
    EXPECT_FALSE(client.EndsWithin(absl::Milliseconds(300))) << sent;
    EXPECT_TRUE(client.EndsWithin(absl::Seconds(5))) << sent;
  }
}

TEST_F(HttpServerTest, ATrickleDoesNotBuyTime) {
  StartServer(Echo, QuickLimits());
  RawHttpClient client(port());
  const absl::Time start = absl::Now();
  client.Send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  while (client.Send("x") && absl::Now() < start + absl::Seconds(10)) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(6));
}

TEST_F(HttpServerTest, ConnectionsAreKeptForATimeWithoutARequest) {
  StartServer(Echo, QuickLimits());
  RawHttpClient client(port());
  client.Send(kGet);
  EXPECT_EQ(client.Read()->status, 200);
  // Longer than a request may take.
  EXPECT_FALSE(client.EndsWithin(absl::Milliseconds(1300)));
  client.Send(kGet);
  EXPECT_EQ(client.Read()->status, 200);
  EXPECT_TRUE(client.EndsWithin(absl::Seconds(5)));
}

TEST_F(HttpServerTest, ClientsThatDoNotReadAreCut) {
  StartServer(
      [](std::unique_ptr<HttpExchange> exchange) {
        exchange->Respond({.body = std::string(8 << 20, 'x')});
      },
      QuickLimits());
  RawHttpClient client(port());
  client.Send(kGet);
  absl::SleepFor(absl::Seconds(3));
  EXPECT_FALSE(client.Read().has_value());
}

TEST_F(HttpServerTest, AHandlerMayTakeItsTime) {
  std::thread thread;
  StartServer(
      [&thread](std::unique_ptr<HttpExchange> exchange) {
        thread = std::thread([exchange = std::move(exchange)]() mutable {
          absl::SleepFor(absl::Seconds(2));
          Echo(std::move(exchange));
        });
      },
      QuickLimits());
  EXPECT_EQ(Ask(port(), kGet).status, 200);
  thread.join();
}

TEST_F(HttpServerTest, AHandlerLearnsThatItsClientIsGone) {
  std::promise<void> gone;
  std::promise<std::unique_ptr<HttpExchange>> begun;
  StartServer([&](std::unique_ptr<HttpExchange> exchange) {
    exchange->OnClientGone([&gone] { gone.set_value(); });
    begun.set_value(std::move(exchange));
  });
  std::future<void> client_is_gone = gone.get_future();
  std::unique_ptr<HttpExchange> kept;
  {
    RawHttpClient client(port());
    // A request that is sent ahead does not hide it.
    client.Send(std::string(kGet) + kGet);
    kept = begun.get_future().get();
    EXPECT_EQ(client_is_gone.wait_for(300ms), std::future_status::timeout);
  }
  EXPECT_EQ(client_is_gone.wait_for(5s), std::future_status::ready);
  Echo(std::move(kept));
  EXPECT_EQ(server_->address().port, port());
}

TEST_F(HttpServerTest, ClientsMayEndTheirSendingAndStillReadTheAnswer) {
  std::thread thread;
  StartServer([&thread](std::unique_ptr<HttpExchange> exchange) {
    if (exchange->request().body == "ahead") return Echo(std::move(exchange));
    thread = std::thread([exchange = std::move(exchange)]() mutable {
      absl::SleepFor(absl::Milliseconds(300));
      Echo(std::move(exchange));
    });
  });
  RawHttpClient client(port());
  client.Send(Post("slow") + Post("ahead"));
  client.ShutDownSending();
  EXPECT_EQ(client.Read().value_or(HttpReply{}).body, "/echo|slow");
  EXPECT_EQ(client.Read().value_or(HttpReply{}).body, "/echo|ahead");
  EXPECT_TRUE(client.EndsWithin(absl::Seconds(5)));
  thread.join();
}

TEST_F(HttpServerTest, NewConnectionsPushOutThoseThatWaitLongest) {
  HttpLimits limits;
  limits.max_connections = 3;
  StartServer(Echo, limits);
  std::deque<RawHttpClient> slow;
  for (int i = 0; i < 3; ++i) {
    slow.emplace_back(port());
    slow.back().Send("GET");
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_EQ(Ask(port(), kGet).status, 200);
  EXPECT_TRUE(slow[0].EndsWithin(absl::Seconds(5)));
  EXPECT_FALSE(slow[2].EndsWithin(absl::Milliseconds(100)));
}

TEST_F(HttpServerTest, ConnectionsThatAreBeingAnsweredAreNotPushedOut) {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::unique_ptr<HttpExchange>> kept;
  HttpLimits limits;
  limits.max_connections = 2;
  StartServer(
      [&](std::unique_ptr<HttpExchange> exchange) {
        const std::lock_guard lock(mutex);
        kept.push_back(std::move(exchange));
        changed.notify_one();
      },
      limits);
  RawHttpClient first(port());
  RawHttpClient second(port());
  first.Send(kGet);
  second.Send(kGet);
  {
    std::unique_lock lock(mutex);
    ASSERT_TRUE(
        changed.wait_for(lock, 10s, [&kept] { return kept.size() == 2; }));
  }
  RawHttpClient third(port());
  const HttpReply reply = third.Read().value_or(HttpReply{});
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(reply.Header("Retry-After"), "1");
  EXPECT_EQ(reply.Header("Connection"), "close");
  for (auto& exchange : kept) Echo(std::move(exchange));
  EXPECT_EQ(first.Read()->status, 200);
  EXPECT_EQ(second.Read()->status, 200);
}

TEST_F(HttpServerTest, UnfinishedBodiesShareABoundedMemory) {
  HttpLimits limits;
  limits.max_waiting_bytes = 300'000;
  StartServer(Echo, limits);
  const std::string unfinished =
      Post(std::string(200'000, 'x')).substr(0, 150'000);
  RawHttpClient idle(port());
  RawHttpClient first(port());
  first.Send(unfinished);
  absl::SleepFor(absl::Milliseconds(200));
  RawHttpClient second(port());
  second.Send(unfinished);
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_FALSE(first.EndsWithin(absl::Milliseconds(100)));
  EXPECT_EQ(Ask(port(), Post(std::string(100'000, 'x'))).status, 200);
  EXPECT_TRUE(first.EndsWithin(absl::Seconds(5)));
  EXPECT_FALSE(second.EndsWithin(absl::Milliseconds(100)));
  EXPECT_FALSE(idle.EndsWithin(absl::Milliseconds(100)));
}

TEST_F(HttpServerTest, AcceptsAgainAfterRunningOutOfDescriptors) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "UBSan needs descriptors to look at objects";
#endif
  StartServer(Echo);
  rlimit before;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  std::vector<int> descriptors;
  RawHttpClient client(port(), [&] {
    rlimit few = before;
    few.rlim_cur = 64;
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
    for (int fd = dup(0); fd >= 0; fd = dup(0)) descriptors.push_back(fd);
  });
  client.Send(kGet);
  EXPECT_FALSE(client.EndsWithin(absl::Milliseconds(500)));
  for (const int fd : descriptors) close(fd);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(client.Read().value_or(HttpReply{}).status, 200);
  EXPECT_EQ(Ask(port(), kGet).status, 200);
}

TEST_F(HttpServerTest, DrainingAsksClientsToConnectAnew) {
  StartServer(Echo);
  RawHttpClient client(port());
  client.Send(kGet);
  EXPECT_EQ(client.Read()->Header("Connection"), std::nullopt);
  server_->Drain();
  client.Send(kGet);
  const auto reply = client.Read();
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->Header("Connection"), "close");
  EXPECT_TRUE(client.EndsWithin(absl::Seconds(5)));
  EXPECT_EQ(Ask(port(), kGet).status, 200);
}

TEST_F(HttpServerTest, StopLetsRequestsThatHaveBegunFinish) {
  std::promise<std::unique_ptr<HttpExchange>> begun;
  StartServer([&begun](std::unique_ptr<HttpExchange> exchange) {
    begun.set_value(std::move(exchange));
  });
  RawHttpClient idle(port());
  RawHttpClient client(port());
  client.Send(kGet);
  std::unique_ptr<HttpExchange> exchange = begun.get_future().get();
  std::thread stopper([this] { server_->Stop(absl::Seconds(30)); });
  EXPECT_TRUE(idle.EndsWithin(absl::Seconds(5)));
  Echo(std::move(exchange));
  EXPECT_EQ(client.Read()->status, 200);
  EXPECT_TRUE(client.EndsWithin(absl::Seconds(5)));
  stopper.join();
}

TEST_F(HttpServerTest, StopDoesNotWaitForRequestsThatAreNotWhole) {
  StartServer(Echo);
  std::deque<RawHttpClient> clients;
  for (const std::string_view part : {"", "G",
                                      "POST / HTTP/1.1\r\nHost: a\r\n"
                                      "Content-Length: 9\r\n\r\nabc"}) {
    clients.emplace_back(port()).Send(part);
  }
  // One that is on its way still gets its answer.
  RawHttpClient late(port());
  late.Send("GET /echo HTTP/1.1\r\nHost");
  absl::SleepFor(absl::Milliseconds(100));
  const absl::Time start = absl::Now();
  std::thread stopper([this] { server_->Stop(absl::Seconds(30)); });
  absl::SleepFor(absl::Milliseconds(50));
  late.Send(": a\r\n\r\n");
  EXPECT_EQ(late.Read().value_or(HttpReply{}).status, 200);
  stopper.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  for (RawHttpClient& client : clients) {
    EXPECT_TRUE(client.EndsWithin(absl::Seconds(1)));
  }
}

TEST_F(HttpServerTest, StopDoesNotWaitForEver) {
  std::promise<void> gone;
  std::promise<std::unique_ptr<HttpExchange>> begun;
  StartServer([&](std::unique_ptr<HttpExchange> exchange) {
    exchange->OnClientGone([&gone] { gone.set_value(); });
    begun.set_value(std::move(exchange));
  });
  RawHttpClient client(port());
  client.Send(kGet);
  std::unique_ptr<HttpExchange> kept = begun.get_future().get();
  const absl::Time start = absl::Now();
  server_->Stop(absl::Milliseconds(200));
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_EQ(gone.get_future().wait_for(0s), std::future_status::ready);
  server_.reset();
  // Late, and harmless.
  Echo(std::move(kept));
}

TEST_F(HttpServerTest, APortInUseIsAnError) {
  StartServer(Echo);
  const auto second = HttpServer::Start(
      {.address = server_->address(), .error_page = PlainErrorPage}, Echo);
  EXPECT_THAT(second, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("choose another port with --http-listen"));
}

TEST_F(HttpServerTest, ManyClientsAtOnce) {
  StartServer([](std::unique_ptr<HttpExchange> exchange) {
    std::thread([exchange = std::move(exchange)]() mutable {
      Echo(std::move(exchange));
    }).detach();
  });
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, &answered] {
      RawHttpClient client(port());
      for (int call = 0; call < 200; ++call) {
        client.Send(kGet);
        const auto reply = client.Read();
        if (reply.has_value() && reply->status == 200) ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 8 * 200);
}

}  // namespace
}  // namespace wanyan
