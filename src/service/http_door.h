#ifndef WANYAN_SERVICE_HTTP_DOOR_H_
#define WANYAN_SERVICE_HTTP_DOOR_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/server_options.h"

namespace grpc {
class Server;
}  // namespace grpc

namespace wanyan {

class CertificateStore;

// What the HTTP door shows.
struct HttpDoorBackend {
  // Serves the calls. It must outlive the door, and be shut down after the door
  // has stopped.
  grpc::Server* server = nullptr;
  // The services that can be called: full names, compiled into the program.
  std::vector<std::string> services;
  // What /healthz says. Called from any thread.
  std::function<bool()> serving;
  // What /metrics says, in the text format of Prometheus. Called from any
  // thread.
  std::function<std::string()> metrics;
  // As of ConnectDoorHooks; null: everyone may call.
  std::function<absl::Status(std::string_view authorization)> authorize;
  // A request was answered by the door itself, with this HTTP status of an
  // error. Null: nobody counts.
  std::function<void(int status)> on_refusal;
  // What the door shows of itself over TLS; null: it speaks without. It must
  // outlive the door.
  const CertificateStore* certificates = nullptr;
};

// The HTTP/1.1 port: the unary methods of the services in the Connect protocol
// (service/connect_door.h), and pages that any caller may read:
//
//   POST /wanyan.v1.CheckService/CheckReply   and so on
//   GET  /healthz    200 SERVING, or 503 NOT_SERVING
//   GET  /metrics
//   GET  /           where things are
//
// Web pages may call it from a browser where their origin is listed in
// ServerOptions::cors_origins; a request that names another origin is refused.
//
//   auto door = HttpDoor::Start(options, backend);
//   Print((*door)->address());                 // with the real port
//   …
//   (*door)->Drain();
//   (*door)->Stop(absl::Seconds(5));
//
// Start, Drain, Stop and the destructor are for one thread.
class HttpDoor {
 public:
  // Listens on options.http_listen. InvalidArgument for what is no address or
  // no origin; FailedPrecondition where it cannot be listened on; each with the
  // way out.
  static absl::StatusOr<std::unique_ptr<HttpDoor>> Start(
      const ServerOptions& options, HttpDoorBackend backend);

  // Stops at once.
  ~HttpDoor();

  // Where it listens.
  const std::string& address() const;

  // From now on each answer asks its client to connect anew: to another
  // server, if there is a balancer. New connections are still taken.
  void Drain();

  // Takes no new connections, waits up to `timeout` for the requests that have
  // begun, and ends. Does nothing the second time.
  void Stop(absl::Duration timeout);

 private:
  struct Impl;
  explicit HttpDoor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_HTTP_DOOR_H_
