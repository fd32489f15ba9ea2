#ifndef WANYAN_TESTS_SERVICE_SCRIPTED_CHECK_SERVICE_H_
#define WANYAN_TESTS_SERVICE_SCRIPTED_CHECK_SERVICE_H_

#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {

// A call as the service got it.
struct SeenCall {
  std::multimap<std::string, std::string> metadata;
  absl::Time deadline;
  std::string request;
};

// A CheckService on a server of its own that answers CheckReply as it is told,
// and keeps what it saw.
class ScriptedCheckService {
 public:
  // Sets the metadata and the response of a call.
  using Script = std::function<grpc::Status(
      const SeenCall& call, grpc::CallbackServerContext* context,
      v1::CheckReplyResponse* response)>;

  explicit ScriptedCheckService(Script script);
  ~ScriptedCheckService();

  grpc::Server* server() { return server_.get(); }
  std::shared_ptr<grpc::Channel> channel();

  std::vector<SeenCall> calls();

  // From now on calls are held until they are cancelled.
  void Hang();
  // Waits until so many of them were; false after some seconds.
  bool AwaitCancelled(int count);

 private:
  class Service;
  std::unique_ptr<Service> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace wanyan

#endif  // WANYAN_TESTS_SERVICE_SCRIPTED_CHECK_SERVICE_H_
