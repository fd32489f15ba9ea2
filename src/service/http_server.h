#ifndef WANYAN_SERVICE_HTTP_SERVER_H_
#define WANYAN_SERVICE_HTTP_SERVER_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/http_message.h"
#include "service/listen_address.h"
#include "service/message_limits.h"

namespace wanyan {

class CertificateStore;

// What one client may cost the others.
struct HttpLimits {
  // The start line and all headers together, as on the wire. Beyond: 431.
  size_t max_header_bytes = kMaxCallMetadataBytes;
  // Beyond: 413.
  size_t max_body_bytes = kMaxJsonMessageBytes;
  // How long a client may take for its first request, from the connection on,
  // and for another one, from its first byte on; TLS's greeting included. A
  // client that is slower is cut off without an answer.
  absl::Duration request_time = absl::Seconds(10);
  // How long a client may take to read an answer.
  absl::Duration response_time = absl::Seconds(10);
  // How long a connection is kept between two requests.
  absl::Duration idle_time = absl::Seconds(60);
  // One more makes room: the one that has let the server wait longest for a
  // request is closed. Where all are being answered, the new one gets 503; over
  // TLS it is closed without a word.
  size_t max_connections = 1024;
  // What all connections together hold of requests that are not yet whole and
  // of answers that are not yet read. Beyond, the one with a part in it that
  // has let the server wait longest is closed.
  size_t max_waiting_bytes = 64 << 20;
};

struct HttpServerOptions {
  ListenAddress address;
  HttpLimits limits;
  // Null: no TLS. It must outlive the server; new connections are shown what it
  // holds at the time.
  const CertificateStore* certificates = nullptr;
  // The answer to what never reaches the handler: ill-formed requests, those
  // beyond a limit, those that a handler drops. `request` is as much as is
  // known of it, `problem` is for people. Called on the server's threads, and
  // on those that drop requests.
  std::function<HttpResponse(const HttpRequest& request, int status,
                             std::string_view problem)>
      error_page;
};

// An HTTP/1.1 server: keep-alive, pipelining, chunked bodies, 100-continue,
// HEAD; no compression, no upgrade, and trailers are not looked at. What other
// servers might take for another request is refused. All connections share two
// threads.
//
//   auto server = HttpServer::Start(options, handler);
//   Print((*server)->address().ToString());    // with the real port
//   …
//   (*server)->Drain();
//   (*server)->Stop(absl::Seconds(5));
//
// Start, Drain, Stop and the destructor are for one thread; `handler` is called
// on the server's.
class HttpServer {
 public:
  // FailedPrecondition, with the reason and the way out, where the address
  // cannot be listened on.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      HttpServerOptions options, HttpHandler handler);

  // Stops at once.
  ~HttpServer();

  const ListenAddress& address() const;

  // From now on each answer closes its connection, so that clients look for
  // another server. New connections are still taken.
  void Drain();

  // Takes no new connections, closes those without a request (a moment later
  // also those whose request has not come whole), waits up to `timeout` until
  // the others have their answers, and closes all. The handler
  // is not called any more afterwards; answers that come later go nowhere. Does
  // nothing the second time.
  void Stop(absl::Duration timeout);

 private:
  struct Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_HTTP_SERVER_H_
