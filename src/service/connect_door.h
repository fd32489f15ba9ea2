#ifndef WANYAN_SERVICE_CONNECT_DOOR_H_
#define WANYAN_SERVICE_CONNECT_DOOR_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/http_message.h"
#include "service/work_queue.h"

namespace wanyan {

// What a ConnectDoor asks and tells; each may be null. Called from any thread.
struct ConnectDoorHooks {
  // Whether a caller with this header (empty: without one) may call: OK, or the
  // error to answer with. Asked before a body is read: nobody else may make
  // work by it.
  std::function<absl::Status(std::string_view authorization)> authorize;
  // A call was answered here, with this HTTP status, and not passed on.
  std::function<void(int status)> on_refusal;
};

// The Connect protocol's unary form (https://connectrpc.com/docs/protocol) in
// front of a gRPC server: every method of the services, found by their
// descriptors, so that none is written down here.
//
//   POST /{service}/{method}   Content-Type: application/json or
//                              application/proto, the body a request
//   200, the body a response of the same form; or an error as in
//   service/connect_error.h
//
// The call goes on as a gRPC call: limits, tokens, deadlines and what is
// counted are the server's, the same for all doors.
//
// - Connect-Timeout-Ms becomes the call's deadline; without it, the server's
//   own applies.
// - authorization, traceparent, tracestate, x-request-id and user-agent become
//   metadata, except those with a value that is none. What else a caller sends
//   stays here.
// - Metadata of the answer become headers, those that come at its end with the
//   prefix "trailer-"; gRPC's pushback also becomes Retry-After.
// - A client that hangs up cancels its call.
//
// JSON of some size takes long to read, and its callers wait for each other on
// threads of the door: RESOURCE_EXHAUSTED where too many do.
//
// Bodies are not compressed. Methods that stream are not there. Safe to call
// from any thread.
class ConnectDoor {
 public:
  // InvalidArgument for a service that is not compiled into the program.
  // `channel` must take messages of any size.
  static absl::StatusOr<std::unique_ptr<ConnectDoor>> Create(
      std::shared_ptr<grpc::Channel> channel,
      const std::vector<std::string>& services, ConnectDoorHooks hooks = {});

  // Answers any request.
  void Handle(std::unique_ptr<HttpExchange> exchange);

  // Of the methods that can be called, in order.
  std::vector<std::string> paths() const;

 private:
  using Methods =
      std::map<std::string, const google::protobuf::MethodDescriptor*,
               std::less<>>;
  struct Call;

  ConnectDoor(std::shared_ptr<grpc::Channel> channel, Methods methods,
              ConnectDoorHooks hooks);

  // Reads the request's message and calls its method.
  void Begin(const std::shared_ptr<Call>& call);
  absl::Status Authorize(const HttpRequest& request) const;
  void Refuse(HttpExchange* exchange, HttpResponse answer) const;

  const Methods methods_;
  const ConnectDoorHooks hooks_;
  grpc::GenericStub stub_;
  // Of large bodies. Last: its tasks use the rest.
  WorkQueue reading_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CONNECT_DOOR_H_
