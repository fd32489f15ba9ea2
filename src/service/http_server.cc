#include "service/http_server.h"

#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "service/certificates.h"
#include "service/internal/http_connections.h"

// A connection is a Session. Each of its steps begins one operation of Asio
// with the next step as its completion, so that at most one step of a session
// runs at a time (its strand sees to that), on any of the server's threads:
//
//   Greet → AwaitRequest → ReadHeader → ReadBody → Handle
//              ↑                                      ┆ the handler's own time
//              └──────────── Send ←────────────── Answer
//
// A session lives as long as an operation is pending; a step that begins none
// ends the connection. Deadlines belong to Beast's tcp_stream: when one passes,
// the socket is closed and the pending operation fails.

namespace wanyan {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace ssl = net::ssl;
using boost::system::error_code;
using net::ip::tcp;

// Two, so that a thread that turns a large body into a message does not stop
// the other connections.
constexpr int kThreads = 2;
// What is read ahead of a body, and of the next request.
constexpr size_t kReadBytes = 16 << 10;
// What the system takes of an answer beyond what is on its way: it would take
// megabytes, and so hide from whom the answer is that nobody reads it.
constexpr int kUnsentBytes = 16 << 10;
// After running out of file descriptors; by then some may be free again.
constexpr std::chrono::milliseconds kAcceptPause(100);
// How soon a client's hanging up is noticed while it is being answered.
constexpr std::chrono::milliseconds kHangUpInterval(100);
// How long a client may go on sending what is not read any more: a connection
// that is closed with unread bytes takes the answer back.
constexpr std::chrono::seconds kLingerTime(2);
// How long connections get to notice that they were closed.
constexpr absl::Duration kCloseTime = absl::Seconds(2);

constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr char kTooManyConnections[] =
    "HTTP/1.1 503 Service Unavailable\r\n"
    "Connection: close\r\nContent-Length: 0\r\nRetry-After: 1\r\n\r\n";

// ---------------------------------------------------------------------------
// What an exchange and the server know of a session, whatever its stream.

class Connection : public HttpConnection {
 public:
  // The answer to the request that is being handled.
  virtual void Answer(HttpResponse response) = 0;
  virtual void SetOnGone(std::function<void()> on_gone) = 0;
};

// Open while the server exists: handlers may answer after its end.
struct Gate {
  std::mutex mutex;
  bool open = true;  // guarded by mutex
};

class Exchange final : public HttpExchange {
 public:
  Exchange(HttpRequest request, std::weak_ptr<Connection> connection,
           std::shared_ptr<Gate> gate, HttpResponse without_answer)
      : request_(std::move(request)),
        connection_(std::move(connection)),
        gate_(std::move(gate)),
        without_answer_(std::move(without_answer)) {}

  ~Exchange() override {
    if (!answered_) Respond(std::move(without_answer_));
  }

  const HttpRequest& request() const override { return request_; }

  void Respond(HttpResponse response) override {
    answered_ = true;
    const std::lock_guard lock(gate_->mutex);
    if (!gate_->open) return;
    if (const auto connection = connection_.lock()) {
      connection->Answer(std::move(response));
    }
  }

  void OnClientGone(std::function<void()> on_gone) override {
    const std::lock_guard lock(gate_->mutex);
    if (!gate_->open) return;
    if (const auto connection = connection_.lock()) {
      connection->SetOnGone(std::move(on_gone));
    }
  }

 private:
  const HttpRequest request_;
  const std::weak_ptr<Connection> connection_;
  const std::shared_ptr<Gate> gate_;
  HttpResponse without_answer_;
  bool answered_ = false;
};

// What all sessions share.
struct Core {
  Core(HttpServerOptions server_options, HttpHandler request_handler)
      : options(std::move(server_options)),
        handler(std::move(request_handler)),
        connections(options.limits.max_connections,
                    options.limits.max_waiting_bytes) {}

  const HttpServerOptions options;
  const HttpHandler handler;
  HttpConnections connections;
  const std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  std::atomic<bool> draining = false;
  std::atomic<bool> stopping = false;
};

// ---------------------------------------------------------------------------
// HTTP as Beast has it ↔ ours.

using Parser = http::request_parser<http::string_body>;

// A request through a proxy's eyes names the whole URL.
std::string PathOf(beast::string_view target) {
  std::string_view path(target.data(), target.size());
  constexpr std::string_view kScheme = "http://";
  if (!path.starts_with(kScheme)) return std::string(path);
  path.remove_prefix(kScheme.size());
  path.remove_prefix(std::min(path.find('/'), path.size()));
  return path.empty() ? "/" : std::string(path);
}

HttpRequest ToRequest(http::request<http::string_body> message,
                      std::string peer) {
  HttpRequest request{.method = std::string(message.method_string()),
                      .target = PathOf(message.target()),
                      .body = std::move(message.body()),
                      .peer = std::move(peer)};
  for (const auto& field : message) {
    request.headers.push_back({.name = std::string(field.name_string()),
                               .value = std::string(field.value())});
  }
  return request;
}

bool HasBody(unsigned status) { return status >= 200 && status != 204; }

http::response<http::string_body> ToMessage(HttpResponse response,
                                            unsigned version, bool keep_alive,
                                            bool is_head) {
  http::response<http::string_body> message;
  message.version(version);
  message.result(static_cast<unsigned>(response.status));
  message.set(http::field::date,
              std::string(absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT",
                                           absl::Now(), absl::UTCTimeZone())));
  for (const HttpHeader& header : response.headers) {
    message.insert(header.name, header.value);
  }
  message.keep_alive(keep_alive);
  if (HasBody(message.result_int())) {
    message.content_length(response.body.size());
    if (!is_head) message.body() = std::move(response.body);
  }
  return message;
}

// What is wrong with a request that does not parse; nullopt where the
// connection itself failed, and nobody would read an answer.
std::optional<HttpResponse> PageFor(const error_code& error, const Core& core) {
  const HttpLimits& limits = core.options.limits;
  const auto page = [&core](int status, const std::string& problem) {
    return core.options.error_page(status, problem);
  };
  if (error == http::error::header_limit) {
    return page(431,
                absl::StrFormat("the request's headers have more than %d bytes",
                                limits.max_header_bytes));
  }
  if (error == http::error::body_limit) {
    return page(413,
                absl::StrFormat("the request's body has more than %d bytes",
                                limits.max_body_bytes));
  }
  if (error == http::error::end_of_stream ||
      error == http::error::partial_message ||
      error.category() != make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return page(
      400, absl::StrFormat("the request is not HTTP/1.1: %s", error.message()));
}

// What is wrong with a header that parses; empty for nothing.
std::string_view ProblemOf(const Parser& parser) {
  const auto& message = parser.get();
  if (message.version() >= 11 && message.count(http::field::host) != 1) {
    return "a request has one Host header";
  }
  if (message.count(http::field::transfer_encoding) > 0 && !parser.chunked()) {
    return "the only Transfer-Encoding is chunked";
  }
  return "";
}

// ---------------------------------------------------------------------------

using UnsentBytes =
    net::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;
using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

// One connection; `Stream` is one of the two above.
template <typename Stream>
class Session final : public Connection,
                      public std::enable_shared_from_this<Session<Stream>> {
 public:
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;

  // `tls` is the context that `stream_arguments` refer to, if any.
  template <typename... StreamArguments>
  Session(Core* core, std::shared_ptr<ssl::context> tls,
          StreamArguments&&... stream_arguments)
      : core_(*core),
        tls_(std::move(tls)),
        stream_(std::forward<StreamArguments>(stream_arguments)...),
        buffer_(core->options.limits.max_header_bytes + kReadBytes),
        hang_up_timer_(stream_.get_executor()) {
    error_code error;
    const tcp::endpoint peer = socket().remote_endpoint(error);
    if (!error) peer_ = peer.address().to_string();
    socket().set_option(tcp::no_delay(true), error);
    socket().set_option(UnsentBytes(kUnsentBytes), error);
  }

  ~Session() override { core_.connections.Remove(this); }

  void Start() {
    net::dispatch(stream_.get_executor(),
                  [self = this->shared_from_this()] { self->Greet(); });
  }

  // Instead of Start, where there are too many connections.
  void TurnAway() {
    if constexpr (!kTls) {
      error_code error;
      socket().non_blocking(true, error);
      socket().write_some(
          net::buffer(kTooManyConnections, sizeof(kTooManyConnections) - 1),
          error);
    }
  }

  void Close() override {
    Post([](Session& self) { self.CloseNow(); });
  }

  void CloseIfIdle() override {
    Post([](Session& self) {
      if (self.idle_) self.CloseNow();
    });
  }

  void Answer(HttpResponse response) override {
    Post([response = std::move(response)](Session& self) mutable {
      self.hang_up_timer_.cancel();
      self.on_gone_ = nullptr;
      if (!std::exchange(self.handling_, false)) return;
      self.core_.connections.BeginWait(&self);
      self.Send(std::move(response));
    });
  }

  void SetOnGone(std::function<void()> on_gone) override {
    Post([on_gone = std::move(on_gone)](Session& self) mutable {
      if (self.handling_) {
        self.on_gone_ = std::move(on_gone);
      } else {
        on_gone();
      }
    });
  }

 private:
  template <typename Step>
  void Post(Step step) {
    net::post(stream_.get_executor(),
              [self = this->shared_from_this(),
               step = std::move(step)]() mutable { step(*self); });
  }

  // A completion: goes on with `step`, unless the connection failed.
  template <typename Step>
  auto Then(Step step) {
    return [self = this->shared_from_this(), step](const error_code& error,
                                                   auto...) {
      if (!error) ((*self).*step)();
    };
  }

  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }
  tcp::socket& socket() { return lowest().socket(); }

  void SetDeadline(absl::Duration from_now) {
    lowest().expires_after(absl::ToChronoNanoseconds(from_now));
  }

  const HttpLimits& limits() const { return core_.options.limits; }

  void Greet() {
    SetDeadline(limits().request_time);
    if constexpr (kTls) {
      stream_.async_handshake(ssl::stream_base::server,
                              Then(&Session::AwaitRequest));
    } else {
      AwaitRequest();
    }
  }

  void AwaitRequest() {
    parser_.emplace();
    parser_->header_limit(static_cast<uint32_t>(limits().max_header_bytes));
    parser_->body_limit(limits().max_body_bytes);
    if (buffer_.size() > 0) return BeginRequest();
    if (core_.stopping) return;
    idle_ = true;
    if (!is_first_) SetDeadline(limits().idle_time);
    stream_.async_read_some(buffer_.prepare(kReadBytes),
                            [self = this->shared_from_this()](
                                const error_code& error, size_t size) {
                              if (error) return;
                              self->buffer_.commit(size);
                              self->BeginRequest();
                            });
  }

  void BeginRequest() {
    idle_ = false;
    if (!std::exchange(is_first_, false)) SetDeadline(limits().request_time);
    http::async_read_header(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](const error_code& error,
                                          size_t size) {
          // Beast does not count the start line.
          const bool too_large = size > self->limits().max_header_bytes;
          self->OnHeader(too_large ? http::error::header_limit : error);
        });
  }

  void OnHeader(const error_code& error) {
    if (error) return Refuse(PageFor(error, core_));
    const std::string_view problem = ProblemOf(*parser_);
    if (!problem.empty()) {
      return Refuse(core_.options.error_page(400, problem));
    }
    if (ClientWaitsToSendBody()) {
      net::async_write(stream_, net::buffer(kContinue, sizeof(kContinue) - 1),
                       Then(&Session::ReadBody));
    } else {
      ReadBody();
    }
  }

  bool ClientWaitsToSendBody() {
    const auto& message = parser_->get();
    return message.version() >= 11 && !parser_->is_done() &&
           buffer_.size() == 0 &&
           beast::iequals(message[http::field::expect], "100-continue");
  }

  // In pieces, so that what all the bodies hold can be counted.
  void ReadBody() {
    if (parser_->is_done()) return Handle();
    http::async_read_some(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](const error_code& error, size_t) {
          if (error) return self->Refuse(PageFor(error, self->core_));
          self->core_.connections.SetBytes(self.get(),
                                           self->parser_->get().body().size());
          self->ReadBody();
        });
  }

  void Handle() {
    http::request<http::string_body> message = parser_->release();
    version_ = message.version();
    is_head_ = message.method() == http::verb::head;
    keep_alive_ = message.keep_alive();
    handling_ = true;
    core_.connections.EndWait(this);
    lowest().expires_never();
    WatchForHangUp(++request_number_);
    core_.handler(std::make_unique<Exchange>(
        ToRequest(std::move(message), peer_), this->weak_from_this(),
        core_.gate, core_.options.error_page(500, "internal error")));
  }

  // By asking the socket now and then: reading on would only show it after the
  // requests that the client has sent ahead, and TLS's own goodbye.
  void WatchForHangUp(int request_number) {
    hang_up_timer_.expires_after(kHangUpInterval);
    hang_up_timer_.async_wait([self = this->shared_from_this(),
                               request_number](const error_code& error) {
      if (error || !self->handling_ ||
          self->request_number_ != request_number) {
        return;
      }
      if (self->ClientHungUp()) return self->CloseNow();
      self->WatchForHangUp(request_number);
    });
  }

  bool ClientHungUp() {
    pollfd descriptor = {.fd = socket().native_handle(), .events = POLLRDHUP};
    return poll(&descriptor, 1, 0) > 0;
  }

  void Refuse(std::optional<HttpResponse> page) {
    if (!page.has_value()) return;
    is_head_ = false;
    keep_alive_ = false;
    must_linger_ = true;
    Send(*std::move(page));
  }

  void Send(HttpResponse response) {
    keep_alive_ = keep_alive_ && !core_.draining && !core_.stopping;
    core_.connections.SetBytes(this, response.body.size());
    response_ = ToMessage(std::move(response), version_, keep_alive_, is_head_);
    SetDeadline(limits().response_time);
    http::async_write(stream_, response_, Then(&Session::OnSent));
  }

  void OnSent() {
    response_ = {};
    core_.connections.BeginWait(this);
    keep_alive_ ? AwaitRequest() : SayGoodbye();
  }

  void SayGoodbye() {
    lowest().expires_after(kLingerTime);
    if constexpr (kTls) {
      stream_.async_shutdown(
          [self = this->shared_from_this()](const error_code&) {});
    } else {
      error_code error;
      socket().shutdown(tcp::socket::shutdown_send, error);
      buffer_.clear();
      if (must_linger_) Linger();
    }
  }

  void Linger() {
    buffer_.clear();
    lowest().async_read_some(buffer_.prepare(kReadBytes),
                             Then(&Session::Linger));
  }

  void CloseNow() {
    hang_up_timer_.cancel();
    lowest().close();
    handling_ = false;
    if (const auto on_gone = std::exchange(on_gone_, nullptr)) on_gone();
  }

  Core& core_;
  const std::shared_ptr<ssl::context> tls_;
  Stream stream_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;  // of the request that is being read
  http::response<http::string_body> response_;
  net::steady_timer hang_up_timer_;
  std::function<void()> on_gone_;

  bool is_first_ = true;   // no byte of a request has come yet
  bool idle_ = false;      // between requests
  bool handling_ = false;  // the handler owes an answer
  bool must_linger_ = false;
  // Of the request that is being handled.
  int request_number_ = 0;
  unsigned version_ = 11;
  bool is_head_ = false;
  bool keep_alive_ = true;
};

// ---------------------------------------------------------------------------

// The TLS context of the certificates as they are now. For one thread.
class TlsContexts {
 public:
  explicit TlsContexts(const CertificateStore* store) : store_(store) {}

  // Null where there is none: certificates that OpenSSL does not take after
  // all leave the last context in use.
  std::shared_ptr<ssl::context> Get() {
    std::shared_ptr<const Certificates> certificates = store_->Get();
    if (certificates != certificates_) {
      certificates_ = std::move(certificates);
      if (auto context = Build(*certificates_)) context_ = std::move(context);
    }
    return context_;
  }

 private:
  static std::shared_ptr<ssl::context> Build(const Certificates& certificates) {
    try {
      auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
      SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
      // A session that is resumed would pass by a client CA that has changed.
      SSL_CTX_set_session_cache_mode(context->native_handle(),
                                     SSL_SESS_CACHE_OFF);
      SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_TICKET);
      context->use_certificate_chain(net::buffer(certificates.chain));
      context->use_private_key(net::buffer(certificates.key),
                               ssl::context::pem);
      if (!certificates.client_ca.empty()) {
        context->add_certificate_authority(net::buffer(certificates.client_ca));
        context->set_verify_mode(ssl::verify_peer |
                                 ssl::verify_fail_if_no_peer_cert);
      }
      return context;
    } catch (const std::exception&) {
      return nullptr;
    }
  }

  const CertificateStore* const store_;
  std::shared_ptr<const Certificates> certificates_;
  std::shared_ptr<ssl::context> context_;
};

}  // namespace

// ---------------------------------------------------------------------------

struct HttpServer::Impl {
  Impl(HttpServerOptions options, HttpHandler handler)
      : address(options.address),
        core(std::move(options), std::move(handler)),
        tls_contexts(core.options.certificates) {}

  // One acceptor for each address of the host.
  absl::Status Listen() {
    WANYAN_RETURN_IF_ERROR(CheckCanListen(address, "--http-listen"));
    error_code error;
    tcp::resolver resolver(io);
    const auto found =
        resolver.resolve(address.host, std::to_string(address.port),
                         tcp::resolver::passive, error);
    for (const auto& entry : found) {
      tcp::endpoint endpoint = entry.endpoint();
      endpoint.port(static_cast<uint16_t>(address.port));
      ListenOn(endpoint, &error);
    }
    if (!acceptors.empty()) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrFormat(
        "cannot listen on %s: %s", address.ToString(), error.message()));
  }

  // A machine may lack some of a name's addresses: CheckCanListen says what is
  // wrong with all.
  void ListenOn(const tcp::endpoint& endpoint, error_code* error) {
    tcp::acceptor acceptor(accept_strand);
    acceptor.open(endpoint.protocol(), *error);
    if (*error) return;
    acceptor.set_option(net::socket_base::reuse_address(true), *error);
    if (acceptor.bind(endpoint, *error)) return;
    if (acceptor.listen(net::socket_base::max_listen_connections, *error)) {
      return;
    }
    address.port = acceptor.local_endpoint(*error).port();
    acceptors.push_back(std::move(acceptor));
  }

  void Run() {
    for (tcp::acceptor& acceptor : acceptors) {
      net::post(accept_strand, [this, &acceptor] { Accept(&acceptor); });
    }
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this] { io.run(); });
    }
  }

  void Accept(tcp::acceptor* acceptor) {
    acceptor->async_accept(
        net::make_strand(io),
        [this, acceptor](const error_code& error, tcp::socket socket) {
          if (core.stopping) return;
          if (error) return PauseAccepting(acceptor);
          Welcome(std::move(socket));
          Accept(acceptor);
        });
  }

  // Errors are those of connections that are gone again, and of a process that
  // has no file descriptor left: those it has will be closed.
  void PauseAccepting(tcp::acceptor* acceptor) {
    const auto timer = std::make_shared<net::steady_timer>(accept_strand);
    timer->expires_after(kAcceptPause);
    timer->async_wait([this, acceptor, timer](const error_code&) {
      if (!core.stopping) Accept(acceptor);
    });
  }

  void Welcome(tcp::socket socket) {
    if (core.options.certificates == nullptr) {
      return Begin<PlainStream>(nullptr, std::move(socket));
    }
    const std::shared_ptr<ssl::context> context = tls_contexts.Get();
    if (context == nullptr) return;
    Begin<TlsStream>(context, std::move(socket), *context);
  }

  template <typename Stream, typename... Arguments>
  void Begin(std::shared_ptr<ssl::context> tls, Arguments&&... arguments) {
    const auto session = std::make_shared<Session<Stream>>(
        &core, std::move(tls), std::forward<Arguments>(arguments)...);
    if (core.connections.Add(session)) {
      session->Start();
    } else {
      session->TurnAway();
    }
  }

  ListenAddress address;
  Core core;
  // Its destruction ends all sessions, which use the core.
  net::io_context io{kThreads};
  net::strand<net::io_context::executor_type> accept_strand =
      net::make_strand(io);
  std::deque<tcp::acceptor> acceptors;  // used on accept_strand
  TlsContexts tls_contexts;             // used on accept_strand
  std::vector<std::thread> threads;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() { Stop(absl::ZeroDuration()); }

const ListenAddress& HttpServer::address() const { return impl_->address; }

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    HttpServerOptions options, HttpHandler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  WANYAN_RETURN_IF_ERROR(impl->Listen());
  impl->Run();
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

void HttpServer::Drain() { impl_->core.draining = true; }

void HttpServer::Stop(absl::Duration timeout) {
  if (impl_->threads.empty()) return;
  impl_->core.stopping = true;
  net::post(impl_->accept_strand, [this] {
    error_code error;
    for (tcp::acceptor& acceptor : impl_->acceptors) acceptor.close(error);
  });
  HttpConnections& connections = impl_->core.connections;
  connections.CloseIdle();
  connections.AwaitNone(timeout);
  connections.CloseAll();
  connections.AwaitNone(kCloseTime);
  impl_->io.stop();
  for (std::thread& thread : impl_->threads) thread.join();
  impl_->threads.clear();
  const std::lock_guard lock(impl_->core.gate->mutex);
  impl_->core.gate->open = false;
}

}  // namespace wanyan
