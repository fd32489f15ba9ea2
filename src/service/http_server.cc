#include "service/http_server.h"

#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
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
#include <sstream>
#include <thread>
#include <type_traits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "base/string_view.h"
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
// How long an answer may still come for a client that has ended its sending. It
// may be gone, as most such are, or wait for the answer with half a connection
// (`nc -N`): TCP does not tell which. Nearly all calls take less.
constexpr std::chrono::seconds kHalfClosedTime(1);
// How long a client may go on sending what is not read any more: a connection
// that is closed with unread bytes takes the answer back.
constexpr std::chrono::seconds kLingerTime(2);
// How long a request that is on its way when the server stops may take to
// arrive.
constexpr absl::Duration kArrivalTime = absl::Milliseconds(300);
// How long connections get to notice that they were closed.
constexpr absl::Duration kCloseTime = absl::Seconds(2);

constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";

// ---------------------------------------------------------------------------
// What an exchange and the server know of a session, whatever its stream.

class Connection : public HttpConnection {
 public:
  // The answer to the request that is being handled.
  virtual void Answer(HttpResponse response) = 0;
  // The same where the handler has none: an error.
  virtual void AnswerForHandler(HttpRequest request) = 0;
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
           std::shared_ptr<Gate> gate)
      : request_(std::move(request)),
        connection_(std::move(connection)),
        gate_(std::move(gate)) {}

  ~Exchange() override {
    if (answered_) return;
    Tell([this](Connection& connection) {
      connection.AnswerForHandler(std::move(request_));
    });
  }

  const HttpRequest& request() const override { return request_; }

  void Respond(HttpResponse response) override {
    answered_ = true;
    Tell([&response](Connection& connection) {
      connection.Answer(std::move(response));
    });
  }

  void OnClientGone(std::function<void()> on_gone) override {
    Tell([&on_gone](Connection& connection) {
      connection.SetOnGone(std::move(on_gone));
    });
  }

 private:
  // If there still is a connection to tell.
  template <typename Message>
  void Tell(Message message) {
    const std::lock_guard lock(gate_->mutex);
    if (!gate_->open) return;
    if (const auto connection = connection_.lock()) message(*connection);
  }

  HttpRequest request_;
  const std::weak_ptr<Connection> connection_;
  const std::shared_ptr<Gate> gate_;
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

std::string_view View(beast::string_view text) {
  return std::string_view(text.data(), text.size());
}

// A request through a proxy's eyes names the whole URL.
std::string PathOf(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!absl::StartsWithIgnoreCase(ToAbsl(target), ToAbsl(scheme))) continue;
    target.remove_prefix(scheme.size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
    return target.starts_with('/') ? std::string(target)
                                   : absl::StrFormat("/%s", target);
  }
  return std::string(target);
}

// Without the body.
HttpRequest ToRequest(const Parser::value_type& message, std::string peer) {
  HttpRequest request{.method = std::string(message.method_string()),
                      .target = PathOf(View(message.target())),
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

// Why a request is refused: an HTTP status, and words for people.
struct Problem {
  int status;
  std::string words;
};

// What is wrong with a request that does not parse; nullopt where the
// connection itself failed, and nobody would read an answer.
std::optional<Problem> ProblemOf(const error_code& error,
                                 const HttpLimits& limits) {
  if (error == http::error::header_limit) {
    return Problem{
        431, absl::StrFormat("the request's headers have more than %d bytes",
                             limits.max_header_bytes)};
  }
  if (error == http::error::body_limit) {
    return Problem{413,
                   absl::StrFormat("the request's body has more than %d bytes",
                                   limits.max_body_bytes)};
  }
  if (error == http::error::end_of_stream ||
      error == http::error::partial_message ||
      error.category() != make_error_code(http::error::bad_method).category()) {
    return std::nullopt;
  }
  return Problem{
      400, absl::StrFormat("the request is not HTTP/1.1: %s", error.message())};
}

// Servers on a request's way that took another one of two would see another
// request.
constexpr http::field kSingleFields[] = {
    http::field::host, http::field::content_length, http::field::content_type,
    http::field::transfer_encoding, http::field::authorization};

// Whether the header that `unread` begins with, or has the rest of, continues a
// line on the next one. Beast joins such lines, other servers do not.
bool HasFoldedLine(std::string_view unread) {
  const std::string_view header = unread.substr(0, unread.find("\r\n\r\n"));
  return header.find("\r\n ") != std::string_view::npos ||
         header.find("\r\n\t") != std::string_view::npos;
}

// What is wrong with a header that parses; empty for nothing. Beast takes more
// than it should of what says where a body ends.
std::string ProblemOfHeader(const Parser::value_type& message) {
  for (const http::field field : kSingleFields) {
    if (message.count(field) > 1) {
      return absl::StrFormat("the request has more than one %s header",
                             View(http::to_string(field)));
    }
  }
  if (message.version() >= 11 && message.count(http::field::host) == 0) {
    return "the request has no Host header";
  }
  const auto length = message.find(http::field::content_length);
  if (length != message.end() &&
      !std::all_of(length->value().begin(), length->value().end(),
                   absl::ascii_isdigit)) {
    return "the Content-Length is not a number of bytes";
  }
  const auto coding = message.find(http::field::transfer_encoding);
  if (coding == message.end()) return "";
  if (message.version() < 11) return "HTTP/1.0 has no Transfer-Encoding";
  if (!beast::iequals(coding->value(), "chunked")) {
    return "the only Transfer-Encoding is chunked";
  }
  return "";
}

// ---------------------------------------------------------------------------

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
    // Asio has no name for it.
    setsockopt(socket().native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT,
               &kUnsentBytes, sizeof(kUnsentBytes));
  }

  ~Session() override { core_.connections.Remove(this); }

  void Start() {
    net::dispatch(stream_.get_executor(),
                  [self = this->shared_from_this()] { self->Greet(); });
  }

  // Instead of Start, where there are too many connections. TLS has no words
  // before its greeting, which takes time and memory: its clients are told
  // nothing.
  void TurnAway() {
    HttpResponse page = ErrorPage({503, "the server has too many connections"});
    page.headers.push_back({"Retry-After", "1"});
    if constexpr (!kTls) {
      std::ostringstream text;
      text << ToMessage(std::move(page), version_, /*keep_alive=*/false,
                        /*is_head=*/false);
      error_code error;
      socket().non_blocking(true, error);
      socket().write_some(net::buffer(text.str()), error);
    }
  }

  void Close() override {
    Post([](Session& self) { self.CloseNow(); });
  }

  void CloseIfIdle() override {
    Post([](Session& self) {
      if (self.state_ == State::kIdle) self.CloseNow();
    });
  }

  void CloseIfNotAsked() override {
    Post([](Session& self) {
      if (self.state_ == State::kIdle || self.state_ == State::kReading) {
        self.CloseNow();
      }
    });
  }

  void Answer(HttpResponse response) override {
    Post([response = std::move(response)](Session& self) mutable {
      self.hang_up_timer_.cancel();
      self.on_gone_ = nullptr;
      if (self.state_ != State::kHandling) return;
      self.core_.connections.BeginWait(&self);
      self.Send(std::move(response));
    });
  }

  void AnswerForHandler(HttpRequest request) override {
    Answer(core_.options.error_page(request, 500, "internal error"));
  }

  void SetOnGone(std::function<void()> on_gone) override {
    Post([on_gone = std::move(on_gone)](Session& self) mutable {
      if (self.state_ == State::kHandling) {
        self.on_gone_ = std::move(on_gone);
      } else {
        on_gone();
      }
    });
  }

 private:
  enum class State {
    kReading,   // TLS's greeting, or a request of which a part has come
    kIdle,      // no byte of a request has come
    kHandling,  // the handler owes an answer
    kSending,   // an answer, or goodbye
    kClosed,
  };

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
    state_ = State::kIdle;
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
    state_ = State::kReading;
    header_bytes_ = 0;
    if (!std::exchange(is_first_, false)) SetDeadline(limits().request_time);
    ReadHeader();
  }

  // Beast's own reading does not show the header as it was sent, nor count the
  // start line.
  void ReadHeader() {
    const auto unread = buffer_.data();
    if (HasFoldedLine(
            {static_cast<const char*>(unread.data()), unread.size()})) {
      return RefuseHeader(Problem{400, "a header continues on the next line"});
    }
    error_code error;
    const size_t size = parser_->put(unread, error);
    buffer_.consume(size);
    header_bytes_ += size;
    if (header_bytes_ > limits().max_header_bytes) {
      error = http::error::header_limit;
    }
    if (error == http::error::need_more) return ReadMoreOfHeader();
    if (error) return RefuseHeader(ProblemOf(error, limits()));
    OnHeader();
  }

  void ReadMoreOfHeader() {
    stream_.async_read_some(buffer_.prepare(kReadBytes),
                            [self = this->shared_from_this()](
                                const error_code& error, size_t size) {
                              if (error) return;
                              self->buffer_.commit(size);
                              self->ReadHeader();
                            });
  }

  // From here on the request's headers are known: those that may follow the
  // body must not change what has been decided by them.
  void OnHeader() {
    const auto& message = parser_->get();
    if (std::string problem = ProblemOfHeader(message); !problem.empty()) {
      return RefuseHeader(Problem{400, std::move(problem)});
    }
    request_ = ToRequest(message, peer_);
    version_ = message.version();
    is_head_ = message.method() == http::verb::head;
    keep_alive_ = message.keep_alive();
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
          if (error) return self->Refuse(ProblemOf(error, self->limits()));
          self->core_.connections.SetBytes(self.get(),
                                           self->parser_->get().body().size());
          self->ReadBody();
        });
  }

  void Handle() {
    request_.body = std::move(parser_->get().body());
    state_ = State::kHandling;
    core_.connections.EndWait(this);
    lowest().expires_never();
    half_closed_since_ = std::nullopt;
    WatchForHangUp(++request_number_);
    core_.handler(std::make_unique<Exchange>(
        std::move(request_), this->weak_from_this(), core_.gate));
  }

  // By asking the socket now and then: reading on would only show it after the
  // requests that the client has sent ahead, and TLS's own goodbye.
  void WatchForHangUp(int request_number) {
    hang_up_timer_.expires_after(kHangUpInterval);
    hang_up_timer_.async_wait([self = this->shared_from_this(),
                               request_number](const error_code& error) {
      if (error || self->state_ != State::kHandling ||
          self->request_number_ != request_number) {
        return;
      }
      if (self->ClientHungUp()) return self->CloseNow();
      self->WatchForHangUp(request_number);
    });
  }

  bool ClientHungUp() {
    pollfd descriptor = {.fd = socket().native_handle(), .events = POLLRDHUP};
    if (poll(&descriptor, 1, 0) <= 0) return false;
    if (descriptor.revents != POLLRDHUP) return true;
    const auto now = std::chrono::steady_clock::now();
    if (!half_closed_since_.has_value()) half_closed_since_ = now;
    return now >= *half_closed_since_ + kHalfClosedTime;
  }

  // `request_` has as much of the request as is known.
  HttpResponse ErrorPage(const Problem& problem) const {
    return core_.options.error_page(request_, problem.status, problem.words);
  }

  void RefuseHeader(const std::optional<Problem>& problem) {
    request_ = ToRequest(parser_->get(), peer_);
    Refuse(problem);
  }

  void Refuse(const std::optional<Problem>& problem) {
    if (!problem.has_value()) return;
    is_head_ = false;
    keep_alive_ = false;
    must_linger_ = true;
    Send(ErrorPage(*problem));
  }

  void Send(HttpResponse response) {
    state_ = State::kSending;
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
      // Ends early where the client goes on sending.
      stream_.async_shutdown([self = this->shared_from_this()](
                                 const error_code&) { self->EndSending(); });
    } else {
      EndSending();
    }
  }

  void EndSending() {
    error_code error;
    socket().shutdown(tcp::socket::shutdown_send, error);
    if (must_linger_) Linger();
  }

  void Linger() {
    buffer_.clear();
    lowest().async_read_some(buffer_.prepare(kReadBytes),
                             Then(&Session::Linger));
  }

  void CloseNow() {
    hang_up_timer_.cancel();
    lowest().close();
    state_ = State::kClosed;
    if (const auto on_gone = std::exchange(on_gone_, nullptr)) on_gone();
  }

  Core& core_;
  const std::shared_ptr<ssl::context> tls_;
  Stream stream_;
  std::string peer_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;  // of the request that is being read
  size_t header_bytes_ = 0;       // that it has taken of the header
  HttpRequest request_;           // what it has told
  http::response<http::string_body> response_;
  net::steady_timer hang_up_timer_;
  std::function<void()> on_gone_;

  State state_ = State::kReading;
  bool is_first_ = true;  // no byte of a request has come yet
  bool must_linger_ = false;
  // Of the request that is being handled.
  int request_number_ = 0;
  std::optional<std::chrono::steady_clock::time_point> half_closed_since_;
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
  const absl::Duration arrival = std::min(timeout, kArrivalTime);
  connections.AwaitNone(arrival);
  connections.CloseNotAsked();
  connections.AwaitNone(timeout - arrival);
  connections.CloseAll();
  connections.AwaitNone(kCloseTime);
  impl_->io.stop();
  for (std::thread& thread : impl_->threads) thread.join();
  impl_->threads.clear();
  const std::lock_guard lock(impl_->core.gate->mutex);
  impl_->core.gate->open = false;
}

}  // namespace wanyan
