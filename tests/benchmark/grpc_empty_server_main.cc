#include <grpcpp/grpcpp.h>

#include <csignal>
#include <cstdio>

#include "wanyan/v1/check_service.grpc.pb.h"

// What gRPC alone costs: CheckService with the callback API, whose answer is
// always empty. Started by grpc_load; ends by SIGTERM, as `wanyan serve` does.

namespace wanyan {
namespace {

class EmptyService final : public v1::CheckService::CallbackService {
  grpc::ServerUnaryReactor* CheckReply(
      grpc::CallbackServerContext* context,
      const v1::CheckReplyRequest* /*request*/,
      v1::CheckReplyResponse* /*response*/) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

int Serve() {
  // Blocked before any thread exists, the signal waits for sigwait.
  sigset_t stop;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &stop, nullptr);

  EmptyService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &port);
  builder.RegisterService(&service);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::printf("listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);

  int signal = 0;
  sigwait(&stop, &signal);
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace wanyan

int main() { return wanyan::Serve(); }
