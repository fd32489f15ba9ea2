#ifndef WANYAN_SERVICE_LISTEN_ADDRESS_H_
#define WANYAN_SERVICE_LISTEN_ADDRESS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/descriptor.h"

namespace wanyan {

// Where a server listens: "127.0.0.1:50051", "[::1]:50051", "localhost:0".
struct ListenAddress {
  // A name or a number, without brackets.
  std::string host;
  int port = 0;

  // host:port, an IPv6 host in brackets.
  std::string ToString() const;
  // The same for callers on this machine: a host that stands for every
  // interface becomes loopback.
  std::string ToDialString() const;
};

// Whether `host` (a name or a number, without brackets) is this machine alone:
// "localhost", or an address of loopback. Names that merely look like one, such
// as 127.0.0.1.example.com, are anybody's.
bool IsLoopback(std::string_view host);

// InvalidArgument for anything else.
absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view address);

// Whether a server can listen there, with the system's reason: gRPC has it only
// in its log. FailedPrecondition, naming the way out: `flag` decides where to
// listen. Another process may still take the port before it is used.
absl::Status CheckCanListen(const ListenAddress& address,
                            std::string_view flag = "--listen");

// The same, and nobody else can listen there while the result lives: it
// listens, and takes no connection.
absl::StatusOr<std::vector<Descriptor>> HoldListenAddress(
    const ListenAddress& address, std::string_view flag);

}  // namespace wanyan

#endif  // WANYAN_SERVICE_LISTEN_ADDRESS_H_
