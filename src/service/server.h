#ifndef WANYAN_SERVICE_SERVER_H_
#define WANYAN_SERVICE_SERVER_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "service/library_holder.h"

namespace wanyan {

// Loopback, because the packaged gRPC is for trusted networks only: a proxy
// stands in front of a server that others reach.
inline constexpr std::string_view kDefaultListenAddress = "127.0.0.1:50051";

// The gRPC server: wanyan.v1.CheckService, grpc.health.v1.Health and server
// reflection.
//
//   auto server = Server::Start("127.0.0.1:0", &library);
//   Print((*server)->address());                 // with the real port
//   …
//   (*server)->Stop();
//
// Start and Stop are for one thread; everything between runs on gRPC's.
class Server {
 public:
  // Listens on `address` ("127.0.0.1:50051", "[::1]:0"; port 0 takes a free
  // one) and serves. `library` must outlive the server. InvalidArgument for
  // what is no address; FailedPrecondition, with the reason and the way out,
  // where it cannot be listened on: a port in use is never shared.
  static absl::StatusOr<std::unique_ptr<Server>> Start(
      const std::string& address, const LibraryHolder* library);

  // Stops as Stop() does.
  ~Server();

  // Where it listens.
  const std::string& address() const;

  // Tells health checks NOT_SERVING, gives those who watch them time to turn
  // away, lets calls that have begun finish within a few seconds, and ends.
  // Does nothing the second time.
  void Stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_SERVER_H_
