#ifndef WANYAN_SERVICE_CHECK_SERVICE_H_
#define WANYAN_SERVICE_CHECK_SERVICE_H_

#include "service/unary_call.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {

// wanyan.v1.CheckService: converts, calls the engine, converts back. Each call
// uses the library that is held when its work begins.
class CheckService final
    : public v1::CheckService::WithRawCallbackMethod_CheckReply<
          v1::CheckService::WithRawCallbackMethod_BatchCheckReplies<
              v1::CheckService::Service>> {
 public:
  // `environment` must outlive the service.
  explicit CheckService(const CallEnvironment* environment)
      : environment_(*environment) {}

  grpc::ServerUnaryReactor* CheckReply(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* BatchCheckReplies(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;

 private:
  const CallEnvironment& environment_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CHECK_SERVICE_H_
