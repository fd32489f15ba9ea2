#include "service/listen_address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

constexpr int kMaxPort = 65535;

using AddressList = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

absl::StatusOr<AddressList> Resolve(const ListenAddress& address) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(),
                  &hints, &found);
  if (error != 0) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "cannot listen on %s: the host is not known here (%s); give an address "
        "of this machine",
        address.ToString(), gai_strerror(error)));
  }
  return AddressList(found, &freeaddrinfo);
}

// A socket that is bound to the address, as gRPC's will be; closed, with the
// reason in errno, where that cannot be.
Descriptor Bind(const addrinfo& address) {
  Descriptor bound(
      socket(address.ai_family, address.ai_socktype | SOCK_CLOEXEC, 0));
  if (!bound.is_open()) return bound;
  const int on = 1;
  setsockopt(bound.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(bound.get(), address.ai_addr, address.ai_addrlen) == 0) return bound;
  const int error = errno;
  bound = Descriptor();
  errno = error;
  return bound;
}

std::string_view WayOut(int error) {
  switch (error) {
    case EADDRINUSE:
      return "stop the other program or choose another port with";
    case EACCES:
      return "choose a port above 1023 with";
    default:
      return "give an address of this machine with";
  }
}

}  // namespace

std::string ListenAddress::ToString() const {
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return absl::StrFormat(is_ipv6 ? "[%s]:%d" : "%s:%d", host, port);
}

std::string ListenAddress::ToDialString() const {
  if (host == "0.0.0.0") return ListenAddress{"127.0.0.1", port}.ToString();
  if (host == "::") return ListenAddress{"::1", port}.ToString();
  return ToString();
}

bool IsLoopback(std::string_view host) {
  const std::string text(host);
  in_addr v4;
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) {
    return ntohl(v4.s_addr) >> 24 == IN_LOOPBACKNET;
  }
  in6_addr v6;
  if (inet_pton(AF_INET6, text.c_str(), &v6) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&v6);
  }
  return absl::EqualsIgnoreCase(text, "localhost");
}

absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view address) {
  const absl::Status malformed = absl::InvalidArgumentError(absl::StrFormat(
      "\"%s\" is no address to listen on; write host:port, such as "
      "127.0.0.1:50051",
      address));
  const size_t colon = address.rfind(':');
  if (colon == std::string_view::npos) return malformed;
  std::string_view host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return malformed;  // 127.0.0.1:80:80, or IPv6 without brackets
  }
  ListenAddress parsed{std::string(host), 0};
  if (host.empty() ||
      !absl::SimpleAtoi(ToAbsl(address.substr(colon + 1)), &parsed.port) ||
      parsed.port < 0 || parsed.port > kMaxPort) {
    return malformed;
  }
  return parsed;
}

namespace {

absl::StatusOr<std::vector<Descriptor>> BindAll(const ListenAddress& address,
                                                std::string_view flag) {
  WANYAN_ASSIGN_OR_RETURN(const AddressList list, Resolve(address));
  // A name may stand for several addresses, of which not every machine has all;
  // but one that is taken would leave callers with another program.
  int last_error = 0;
  std::vector<Descriptor> bound;
  for (const addrinfo* info = list.get(); info != nullptr;
       info = info->ai_next) {
    Descriptor one = Bind(*info);
    if (one.is_open()) {
      bound.push_back(std::move(one));
    } else if (last_error != EADDRINUSE) {
      last_error = errno;
    }
  }
  if (last_error != EADDRINUSE && !bound.empty()) return bound;
  return absl::FailedPreconditionError(
      absl::StrFormat("cannot listen on %s: %s; %s %s", address.ToString(),
                      std::strerror(last_error), WayOut(last_error), flag));
}

}  // namespace

absl::Status CheckCanListen(const ListenAddress& address,
                            std::string_view flag) {
  return BindAll(address, flag).status();
}

absl::StatusOr<std::vector<Descriptor>> HoldListenAddress(
    const ListenAddress& address, std::string_view flag) {
  WANYAN_ASSIGN_OR_RETURN(std::vector<Descriptor> held, BindAll(address, flag));
  // An address that is bound alone, others may bind too (SO_REUSEADDR).
  for (const Descriptor& one : held) listen(one.get(), 1);
  return held;
}

}  // namespace wanyan
