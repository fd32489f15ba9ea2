#include "service/listen_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/status_matchers.h"

namespace wanyan {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(ListenAddressTest, ReadsHostAndPort) {
  struct Case {
    std::string_view text, host;
    int port;
  };
  for (const Case& c : {Case{"127.0.0.1:50051", "127.0.0.1", 50051},
                        Case{"localhost:0", "localhost", 0},
                        Case{"[::1]:65535", "::1", 65535}}) {
    const auto address = ParseListenAddress(c.text);
    ASSERT_THAT(address, IsOk()) << c.text;
    EXPECT_EQ(address->host, c.host);
    EXPECT_EQ(address->port, c.port);
    EXPECT_EQ(address->ToString(), c.text);
  }
}

TEST(ListenAddressTest, RefusesWhatIsNoAddress) {
  for (const std::string_view text :
       {"", "50051", ":50051", "localhost:", "localhost:x", "localhost:65536",
        "localhost:-1", "::1:50051", "a:b:1"}) {
    EXPECT_THAT(ParseListenAddress(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("write host:port")))
        << text;
  }
}

TEST(ListenAddressTest, EveryInterfaceIsCalledByLoopback) {
  EXPECT_EQ((ListenAddress{"0.0.0.0", 80}.ToDialString()), "127.0.0.1:80");
  EXPECT_EQ((ListenAddress{"::", 80}.ToDialString()), "[::1]:80");
  EXPECT_EQ((ListenAddress{"10.0.0.1", 80}.ToDialString()), "10.0.0.1:80");
}

// A port that something listens on.
class TakenPort {
 public:
  TakenPort() : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(fd_, 1), 0);
    EXPECT_EQ(getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size),
              0);
    port_ = ntohs(address.sin_port);
  }
  ~TakenPort() { close(fd_); }
  TakenPort(const TakenPort&) = delete;
  TakenPort& operator=(const TakenPort&) = delete;

  int port() const { return port_; }

 private:
  const int fd_;
  int port_ = 0;
};

TEST(ListenAddressTest, LoopbackIsThisMachineAlone) {
  for (const char* host :
       {"localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "::1"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const char* host :
       {"", "0.0.0.0", "128.0.0.1", "::", "::2", "127.example.com",
        "127.0.0.1.nip.io", "127.1", "localhost.example.com", "[::1]"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(ListenAddressTest, AFreePortCanBeListenedOn) {
  EXPECT_THAT(CheckCanListen({"127.0.0.1", 0}), IsOk());
}

TEST(ListenAddressTest, APortInUseIsToldWithTheWayOut) {
  const TakenPort taken;
  EXPECT_THAT(CheckCanListen({"127.0.0.1", taken.port()}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("already in use"),
                             HasSubstr("choose another port"))));
}

TEST(ListenAddressTest, AnAddressOfAnotherMachineIsTold) {
  EXPECT_THAT(CheckCanListen({"192.0.2.1", 0}),  // for documentation
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("address of this machine")));
}

}  // namespace
}  // namespace wanyan
