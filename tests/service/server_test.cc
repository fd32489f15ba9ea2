#include "service/server.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <thread>
#include <vector>

#include "google/rpc/status.pb.h"
#include "service/client.h"
#include "store/library_store.h"
#include "store/phrasebook_folder.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

// A library of one rule that forbids `phrase`.
std::shared_ptr<const Library> LibraryThatForbids(std::string_view phrase) {
  const TempDir dir;
  std::string book = "phrasebook: en\nlanguage: en\ntitle: t\nrules:\n";
  book += "  - {id: no, norm: n, severity: error, message: m, forbid: [\"";
  book += phrase;
  book += "\"], rewrite: [\"yes\"],\n     examples: {flags: [";
  book += phrase;
  book += "], allows: [good day]}}\n";
  dir.Write("en.yaml", book);
  const auto folder = LoadPhrasebookFolder(dir.path(), "en");
  EXPECT_THAT(folder, IsOk());
  for (const Diagnostic& diagnostic : folder->diagnostics) {
    ADD_FAILURE() << FormatDiagnostic(diagnostic);
  }
  return folder->library;
}

// Free ports, and no time for balancers that are not there.
ServerOptions Anywhere() {
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  options.http_listen = "127.0.0.1:0";
  return options;
}

ServerOptions ListeningOn(const std::string& address) {
  ServerOptions options = Anywhere();
  options.listen = address;
  return options;
}

class ServerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start(Anywhere(), &store_);
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
  }

  LibraryStore store_{LibraryThatForbids("never ever")};
  std::unique_ptr<Server> server_;
};

CheckRequest RequestFor(std::string reply) {
  CheckRequest request;
  request.reply = std::move(reply);
  request.locale = "en";
  return request;
}

TEST_F(ServerTest, AnswersLikeTheEngine) {
  const CheckClient client(server_->address());
  const CheckRequest request = RequestFor("😀 We never ever do.");
  const auto answer = client.CheckReply(request);
  ASSERT_THAT(answer, IsOk());
  const auto expected = CheckReply(*store_.Get(), request);
  EXPECT_EQ(answer->verdict, Verdict::kBlock);
  ASSERT_EQ(answer->findings.size(), 1u);
  EXPECT_EQ(answer->findings[0].span, expected->findings[0].span);
  EXPECT_EQ(answer->rewrite, expected->rewrite);
  EXPECT_EQ(answer->revision, expected->revision);
}

TEST_F(ServerTest, ErrorsComeBackAsTheEngineSaysThem) {
  const CheckClient client(server_->address());
  const CheckRequest request = RequestFor("");
  EXPECT_EQ(client.CheckReply(request).status(),
            CheckReply(*store_.Get(), request).status());
}

TEST_F(ServerTest, ErrorsCarryDetails) {
  const auto stub = v1::CheckService::NewStub(grpc::CreateChannel(
      server_->address(), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  v1::CheckReplyResponse response;
  const grpc::Status status = stub->CheckReply(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), 3);
  EXPECT_EQ(details.message(), status.error_message());
  EXPECT_EQ(details.details_size(), 2);
}

TEST_F(ServerTest, EveryDecisionHasItsOwnId) {
  const auto stub = v1::CheckService::NewStub(grpc::CreateChannel(
      server_->address(), grpc::InsecureChannelCredentials()));
  v1::CheckReplyRequest request;
  request.set_reply("fine");
  std::vector<std::string> ids;
  for (int i = 0; i < 2; ++i) {
    grpc::ClientContext context;
    v1::CheckReplyResponse response;
    ASSERT_TRUE(stub->CheckReply(&context, request, &response).ok());
    ids.push_back(response.decision_id());
  }
  EXPECT_EQ(ids[0].size(), 32u);
  EXPECT_NE(ids[0], ids[1]);
}

TEST_F(ServerTest, ManyThreadsMayCallAtOnce) {
  const CheckClient client(server_->address());
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&client] {
      for (int call = 0; call < 50; ++call) {
        EXPECT_THAT(client.CheckReply(RequestFor("never ever")), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(CheckClientTest, DoesNotWaitForEver) {
  // Takes connections, and never says a word.
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  ASSERT_EQ(listen(fd, 1), 0);
  sockaddr_in address = {};
  socklen_t size = sizeof(address);
  ASSERT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const CheckClient client(
      "127.0.0.1:" + std::to_string(ntohs(address.sin_port)),
      absl::Milliseconds(200));
  EXPECT_THAT(client.CheckReply(RequestFor("fine")),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  close(fd);
}

TEST_F(ServerTest, APortIsNeverShared) {
  EXPECT_THAT(Server::Start(ListeningOn(server_->address()), &store_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("already in use")));
}

TEST_F(ServerTest, WhatIsNoAddressIsRefused) {
  EXPECT_THAT(Server::Start(ListeningOn("50051"), &store_),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ServerTest, AStoppedServerCannotBeReached) {
  const CheckClient client(server_->address(), absl::Seconds(5));
  EXPECT_THAT(client.CheckReply(RequestFor("fine")), IsOk());
  server_->Stop();
  server_->Stop();
  EXPECT_THAT(client.CheckReply(RequestFor("fine")),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("cannot reach a server at")));
}

}  // namespace
}  // namespace wanyan
