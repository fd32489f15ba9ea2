#ifndef WANYAN_SERVICE_CONNECT_DOOR_H_
#define WANYAN_SERVICE_CONNECT_DOOR_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/http_message.h"

namespace wanyan {

// The Connect protocol's unary form (https://connectrpc.com/docs/protocol) in
// front of a gRPC server: every method of the services, found by their
// descriptors, so that none is written down here.
//
//   POST /{service}/{method}   Content-Type: application/json or
//                              application/proto, the body a request
//   200, the body a response of the same form; or an error as in
//   service/connect_error.h
//
// The call goes on as a gRPC call with the bytes as they are: limits, tokens,
// deadlines and what is counted are the server's, the same for all doors.
//
// - Connect-Timeout-Ms becomes the call's deadline; without it, the server's
//   own applies.
// - authorization, traceparent, tracestate, x-request-id and user-agent become
//   metadata. What else a caller sends stays here.
// - Metadata of the answer become headers, those that come at its end with the
//   prefix "trailer-"; gRPC's pushback also becomes Retry-After.
// - A client that hangs up cancels its call.
//
// Bodies are not compressed. Methods that stream are not there. Safe to call
// from any thread.
class ConnectDoor {
 public:
  // InvalidArgument for a service that is not compiled into the program.
  // `channel` must take messages of any size.
  static absl::StatusOr<std::unique_ptr<ConnectDoor>> Create(
      std::shared_ptr<grpc::Channel> channel,
      const std::vector<std::string>& services);

  // Answers any request.
  void Handle(std::unique_ptr<HttpExchange> exchange);

  // Of the methods that can be called, in order.
  std::vector<std::string> paths() const;

 private:
  using Methods =
      std::map<std::string, const google::protobuf::MethodDescriptor*,
               std::less<>>;
  struct Call;

  ConnectDoor(std::shared_ptr<grpc::Channel> channel, Methods methods)
      : methods_(std::move(methods)), stub_(std::move(channel)) {}

  const Methods methods_;
  grpc::GenericStub stub_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CONNECT_DOOR_H_
