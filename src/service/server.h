#ifndef WANYAN_SERVICE_SERVER_H_
#define WANYAN_SERVICE_SERVER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/server_options.h"
#include "store/library_store.h"

namespace wanyan {

// How long calls that have begun may take to finish when the server stops.
inline constexpr absl::Duration kStopTimeout = absl::Seconds(5);

// What a process ends with whose gRPC port takes no connections any more: its
// supervisor starts it anew. (sysexits.h calls it EX_SOFTWARE.)
inline constexpr int kDeadServerExitCode = 70;

// Both doors of a server, and all that stands behind them. The gRPC port has
// wanyan.v1.CheckService and PhrasebookService, grpc.health.v1.Health and
// server reflection; the HTTP port the first two by the Connect protocol,
// /healthz and /metrics.
//
//   auto server = Server::Start(options, &store);
//   Print((*server)->address());                 // with the real port
//   …
//   (*server)->Drain();  // balancers see it, and turn away
//   Sleep(options.drain);
//   (*server)->Stop();
//
// A connection to its own port is tried every few seconds; when three in a row
// fail, the process ends with kDeadServerExitCode. (Packaged gRPC 1.51 never
// accepts again after it ran out of file descriptors.)
//
// The functions are for one thread; everything between runs on threads of the
// server's own.
class Server {
 public:
  // Listens (port 0 takes a free one) and serves. `store` must outlive the
  // server. InvalidArgument for what is no address; FailedPrecondition, with
  // the reason and the way out, where it cannot be listened on (a port in use
  // is never shared), and for certificates, tokens or a decision log that
  // cannot be used.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const ServerOptions& options, const LibraryStore* store);

  // Stops as Stop() does.
  ~Server();

  // Where it listens for gRPC, and for HTTP (empty: it does not).
  const std::string& address() const;
  const std::string& http_address() const;

  // Looks now at the files that are watched: certificates and tokens. Goes on
  // in a new decision log, because the old one may have been renamed.
  void Refresh();

  // Tells health checks NOT_SERVING. Calls are still answered.
  void Drain();

  // Drains, lets calls that have begun finish within kStopTimeout, and ends.
  // Does nothing the second time.
  void Stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_SERVER_H_
