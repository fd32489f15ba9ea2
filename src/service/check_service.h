#ifndef WANYAN_SERVICE_CHECK_SERVICE_H_
#define WANYAN_SERVICE_CHECK_SERVICE_H_

#include "service/library_holder.h"
#include "wanyan/v1/check_service.grpc.pb.h"

namespace wanyan {

// wanyan.v1.CheckService: converts, calls the engine, converts back. Each call
// uses the library that is held when it begins.
class CheckService final : public v1::CheckService::CallbackService {
 public:
  // `library` must outlive the service.
  explicit CheckService(const LibraryHolder* library) : library_(*library) {}

  grpc::ServerUnaryReactor* CheckReply(
      grpc::CallbackServerContext* context,
      const v1::CheckReplyRequest* request,
      v1::CheckReplyResponse* response) override;

 private:
  const LibraryHolder& library_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CHECK_SERVICE_H_
