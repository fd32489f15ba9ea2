#include "service/self_probe.h"

#include <netdb.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "service/periodic_task.h"

namespace wanyan {
namespace {

using Clock = std::chrono::steady_clock;

// How an HTTP/2 client begins: the preface and a SETTINGS frame without any.
constexpr std::string_view kHttp2Greeting(
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 33);

// A TLS ClientHello that offers HTTP/2. Nobody goes on with it, so that one
// serves for all probes.
absl::StatusOr<std::string> TlsGreeting() {
  static constexpr unsigned char kHttp2[] = {2, 'h', '2'};
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()),
                                                      SSL_free);
  if (ssl == nullptr) return absl::InternalError("OpenSSL cannot begin");
  SSL_set_alpn_protos(ssl.get(), kHttp2, sizeof(kHttp2));
  BIO* const written = BIO_new(BIO_s_mem());
  SSL_set_bio(ssl.get(), BIO_new(BIO_s_mem()), written);  // takes them over
  SSL_set_connect_state(ssl.get());
  SSL_do_handshake(ssl.get());  // as far as it gets without an answer
  ERR_clear_error();
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(written, &bytes);
  if (size <= 0) return absl::InternalError("OpenSSL says no hello");
  return std::string(bytes, static_cast<size_t>(size));
}

struct SocketAddress {
  sockaddr_storage storage = {};
  socklen_t size = 0;
};

absl::StatusOr<SocketAddress> Resolve(const ListenAddress& listen) {
  WANYAN_ASSIGN_OR_RETURN(const ListenAddress dial,
                          ParseListenAddress(listen.ToDialString()));
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(
      dial.host.c_str(), std::to_string(dial.port).c_str(), &hints, &found);
  if (error != 0) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "cannot reach %s: %s", dial.ToString(), gai_strerror(error)));
  }
  SocketAddress address;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.size = found->ai_addrlen;
  freeaddrinfo(found);
  return address;
}

absl::Status Miss(std::string_view what) {
  return absl::UnavailableError(
      absl::StrFormat("%s: %s", what, std::strerror(errno)));
}

// A connection that is closed again, with one deadline for all that it waits.
class Connection {
 public:
  explicit Connection(Clock::time_point deadline) : deadline_(deadline) {}
  ~Connection() {
    if (fd_ >= 0) close(fd_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  absl::Status Open(const SocketAddress& to) {
    fd_ = socket(to.storage.ss_family,
                 SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0) return Miss("cannot open a socket");
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&to.storage), to.size) ==
        0) {
      return absl::OkStatus();
    }
    if (errno != EINPROGRESS) return Miss("cannot connect");
    WANYAN_RETURN_IF_ERROR(WaitFor(POLLOUT, "connecting"));
    int error = 0;
    socklen_t size = sizeof(error);
    getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
    errno = error;
    return error == 0 ? absl::OkStatus() : Miss("cannot connect");
  }

  // `greeting` fits into the buffer of any new socket.
  absl::Status Send(std::string_view greeting) {
    const ssize_t sent =
        send(fd_, greeting.data(), greeting.size(), MSG_NOSIGNAL);
    return sent > 0 ? absl::OkStatus() : Miss("cannot send");
  }

  absl::Status AwaitFirstByte() {
    WANYAN_RETURN_IF_ERROR(WaitFor(POLLIN, "waiting for the first byte"));
    char byte = 0;
    const ssize_t received = recv(fd_, &byte, 1, 0);
    if (received > 0) return absl::OkStatus();
    if (received < 0) return Miss("cannot receive");
    return absl::UnavailableError("the connection was closed without a word");
  }

 private:
  absl::Status WaitFor(short event, std::string_view what) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - Clock::now());
    pollfd waited = {fd_, event, 0};
    const int ready =
        poll(&waited, 1, static_cast<int>(std::max<int64_t>(0, left.count())));
    if (ready > 0) return absl::OkStatus();
    if (ready < 0) return Miss(what);
    return absl::UnavailableError(absl::StrFormat("%s took too long", what));
  }

  const Clock::time_point deadline_;
  int fd_ = -1;
};

// What a probe needs, made ready: it must work when the process is short of
// everything.
struct Probe {
  SocketAddress address;
  std::string greeting;
  Clock::duration timeout;

  absl::Status Run() const {
    Connection connection(Clock::now() + timeout);
    WANYAN_RETURN_IF_ERROR(connection.Open(address));
    WANYAN_RETURN_IF_ERROR(connection.Send(greeting));
    return connection.AwaitFirstByte();
  }
};

absl::StatusOr<Probe> Prepare(const SelfProbe::Options& options) {
  Probe probe;
  WANYAN_ASSIGN_OR_RETURN(probe.address, Resolve(options.address));
  probe.greeting = kHttp2Greeting;
  if (options.tls) {
    WANYAN_ASSIGN_OR_RETURN(probe.greeting, TlsGreeting());
  }
  probe.timeout = absl::ToChronoNanoseconds(options.timeout);
  return probe;
}

}  // namespace

struct SelfProbe::Impl {
  Impl(Probe prepared, const Options& options,
       std::function<void(std::string_view)> called_when_dead)
      : probe(std::move(prepared)),
        max_misses(options.misses),
        on_dead(std::move(called_when_dead)),
        task(options.interval, [this] { Run(); }) {}

  void Run() {
    if (misses == max_misses) return;  // told already
    const absl::Status status = probe.Run();
    misses = status.ok() ? 0 : misses + 1;
    if (misses == max_misses) on_dead(ToStd(status.message()));
  }

  const Probe probe;
  const int max_misses;
  const std::function<void(std::string_view)> on_dead;
  int misses = 0;
  // Last, so that it ends before what it uses.
  PeriodicTask task;
};

SelfProbe::SelfProbe(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SelfProbe::~SelfProbe() = default;

absl::StatusOr<std::unique_ptr<SelfProbe>> SelfProbe::Start(
    Options options, std::function<void(std::string_view)> on_dead) {
  WANYAN_ASSIGN_OR_RETURN(Probe probe, Prepare(options));
  return std::unique_ptr<SelfProbe>(new SelfProbe(
      std::make_unique<Impl>(std::move(probe), options, std::move(on_dead))));
}

absl::Status SelfProbe::ProbeOnce(const Options& options) {
  WANYAN_ASSIGN_OR_RETURN(const Probe probe, Prepare(options));
  return probe.Run();
}

}  // namespace wanyan
