#include "service/phrasebook_service.h"

#include <memory>

#include "api/parse_request.h"
#include "api/phrasebook_calls.h"
#include "base/status_macros.h"

namespace wanyan {
namespace {

// What answers a request from the library that is held when its turn comes.
template <typename Request, typename Response>
using Handler = absl::StatusOr<Response> (*)(const Library& library,
                                             const Request& request);

template <typename Request, typename Response>
class HandlerCall final : public UnaryCall {
 public:
  HandlerCall(std::string_view method, Handler<Request, Response> handler,
              const CallEnvironment& environment,
              grpc::CallbackServerContext* context,
              const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : UnaryCall(method, Schedule::kInOrder, environment, context, request,
                  response),
        handler_(handler) {}

 private:
  absl::StatusOr<bool> Work() override {
    WANYAN_ASSIGN_OR_RETURN(const Request message,
                            ParseRequest<Request>(request()));
    WANYAN_ASSIGN_OR_RETURN(const Response response,
                            handler_(*environment().store->Get(), message));
    Answer(response);
    return true;
  }

  const Handler<Request, Response> handler_;
};

// At once: what the phrasebooks are is asked of a busy server, too.
class GetStatusCall final : public UnaryCall {
 public:
  GetStatusCall(const CallEnvironment& environment,
                grpc::CallbackServerContext* context,
                const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : UnaryCall("/wanyan.v1.PhrasebookService/GetStatus", Schedule::kAtOnce,
                  environment, context, request, response) {}

 private:
  absl::StatusOr<bool> Work() override {
    WANYAN_ASSIGN_OR_RETURN(const auto message,
                            ParseRequest<v1::GetStatusRequest>(request()));
    WANYAN_ASSIGN_OR_RETURN(const v1::ServerStatus response,
                            GetStatus(environment().store->status(), message));
    Answer(response);
    return true;
  }
};

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Begin(std::string_view method,
                                Handler<Request, Response> handler,
                                const CallEnvironment& environment,
                                grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request,
                                grpc::ByteBuffer* response) {
  return UnaryCall::Begin(std::make_unique<HandlerCall<Request, Response>>(
      method, handler, environment, context, request, response));
}

}  // namespace

grpc::ServerUnaryReactor* PhrasebookService::ListPhrasebooks(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/ListPhrasebooks",
               wanyan::ListPhrasebooks, environment_, context, request,
               response);
}

grpc::ServerUnaryReactor* PhrasebookService::GetPhrasebook(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/GetPhrasebook",
               wanyan::GetPhrasebook, environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::ListRules(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/ListRules", wanyan::ListRules,
               environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::GetRule(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/GetRule", wanyan::GetRule,
               environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::SearchPhrases(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/SearchPhrases",
               wanyan::SearchPhrases, environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::GetStatus(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return UnaryCall::Begin(std::make_unique<GetStatusCall>(environment_, context,
                                                          request, response));
}

}  // namespace wanyan
