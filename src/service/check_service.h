#ifndef WANYAN_SERVICE_CHECK_SERVICE_H_
#define WANYAN_SERVICE_CHECK_SERVICE_H_

#include "service/library_holder.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {

// wanyan.v1.CheckService: converts, calls the engine, converts back. Each call
// uses the library that is held when it begins.
//
// It takes requests as bytes, because gRPC 1.51 answers a message that does not
// parse with UNIMPLEMENTED; so the caller learns what is wrong with it.
class CheckService final
    : public v1::CheckService::WithRawCallbackMethod_CheckReply<
          v1::CheckService::Service> {
 public:
  // `library` must outlive the service.
  explicit CheckService(const LibraryHolder* library) : library_(*library) {}

  grpc::ServerUnaryReactor* CheckReply(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;

 private:
  const LibraryHolder& library_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CHECK_SERVICE_H_
