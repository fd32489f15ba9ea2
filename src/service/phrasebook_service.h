#ifndef WANYAN_SERVICE_PHRASEBOOK_SERVICE_H_
#define WANYAN_SERVICE_PHRASEBOOK_SERVICE_H_

#include "service/unary_call.h"
#include "wanyan/v1/phrasebook_service.grpc.pb.h"

namespace wanyan {

// wanyan.v1.PhrasebookService: what is served, for people to read.
class PhrasebookService final
    : public v1::PhrasebookService::WithRawCallbackMethod_ListPhrasebooks<
          v1::PhrasebookService::WithRawCallbackMethod_GetPhrasebook<
              v1::PhrasebookService::WithRawCallbackMethod_ListRules<
                  v1::PhrasebookService::WithRawCallbackMethod_GetRule<
                      v1::PhrasebookService::
                          WithRawCallbackMethod_SearchPhrases<
                              v1::PhrasebookService::
                                  WithRawCallbackMethod_GetStatus<
                                      v1::PhrasebookService::Service>>>>>> {
 public:
  // `environment` must outlive the service.
  explicit PhrasebookService(const CallEnvironment* environment)
      : environment_(*environment) {}

  grpc::ServerUnaryReactor* ListPhrasebooks(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetPhrasebook(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* ListRules(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetRule(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* SearchPhrases(grpc::CallbackServerContext* context,
                                          const grpc::ByteBuffer* request,
                                          grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const grpc::ByteBuffer* request,
                                      grpc::ByteBuffer* response) override;

 private:
  const CallEnvironment& environment_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_PHRASEBOOK_SERVICE_H_
