#include "service/self_probe.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::HasSubstr;

// Listens and never accepts: what the packaged gRPC is like after it ran out of
// descriptors.
class DeadServer {
 public:
  DeadServer() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    bind(fd_, generic, size);
    listen(fd_, 100);
    getsockname(fd_, generic, &size);
    address_ = {"127.0.0.1", ntohs(address.sin_port)};
  }
  ~DeadServer() { close(fd_); }

  const ListenAddress& address() const { return address_; }

 private:
  const int fd_;
  ListenAddress address_;
};

class LiveServer {
 public:
  LiveServer() {
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("0.0.0.0:0", grpc::InsecureServerCredentials(),
                             &port);
    builder.RegisterCallbackGenericService(&service_);
    server_ = builder.BuildAndStart();
    address_ = {"0.0.0.0", port};
  }
  ~LiveServer() { server_->Shutdown(); }

  const ListenAddress& address() const { return address_; }

 private:
  grpc::CallbackGenericService service_;
  std::unique_ptr<grpc::Server> server_;
  ListenAddress address_;
};

SelfProbe::Options Quick(const ListenAddress& address) {
  return {.address = address,
          .interval = absl::Milliseconds(10),
          .timeout = absl::Milliseconds(100)};
}

TEST(SelfProbe, AServerThatAnswersIsWell) {
  const LiveServer server;
  EXPECT_THAT(SelfProbe::ProbeOnce({.address = server.address()}), IsOk());
}

TEST(SelfProbe, AServerThatNeverAcceptsIsAMiss) {
  const DeadServer server;
  EXPECT_THAT(SelfProbe::ProbeOnce(Quick(server.address())),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("waiting for the first byte took too long")));
}

TEST(SelfProbe, APortWhereNobodyListensIsAMiss) {
  const ListenAddress gone = DeadServer().address();
  EXPECT_THAT(SelfProbe::ProbeOnce(Quick(gone)),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("Connection refused")));
}

TEST(SelfProbe, NoDescriptorIsAMiss) {
  const LiveServer server;
  rlimit before = {};
  getrlimit(RLIMIT_NOFILE, &before);
  const rlimit none = {0, before.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const absl::Status status =
      SelfProbe::ProbeOnce({.address = server.address()});
  setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("cannot open a socket: Too many open files")));
}

TEST(SelfProbe, TellsOnceAfterThreeMissesInARow) {
  const DeadServer server;
  std::atomic<int> told = 0;
  const auto probe = SelfProbe::Start(Quick(server.address()),
                                      [&](std::string_view) { ++told; });
  ASSERT_THAT(probe, IsOk());
  const absl::Time begin = absl::Now();
  while (told == 0 && absl::Now() < begin + absl::Seconds(60)) {
    absl::SleepFor(absl::Milliseconds(1));
  }
  EXPECT_GE(absl::Now() - begin, 3 * absl::Milliseconds(100));
  absl::SleepFor(absl::Seconds(1));
  EXPECT_EQ(told, 1);
}

TEST(SelfProbe, AnAddressWithoutAHostIsRefused) {
  EXPECT_THAT(SelfProbe::Start({.address = {"no.such.host.invalid", 1}},
                               [](std::string_view) {}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("cannot reach")));
}

}  // namespace
}  // namespace wanyan
