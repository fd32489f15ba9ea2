#include "service/phrasebook_service.h"

#include <memory>

#include "api/parse_request.h"
#include "api/phrasebook_calls.h"
#include "base/status_macros.h"

namespace wanyan {
namespace {

using Schedule = UnaryCall::Schedule;

// What answers a request to a server that holds `store`.
template <typename Request, typename Response>
using Handler = absl::StatusOr<Response> (*)(const LibraryStore& store,
                                             const Request& request);

template <typename Request, typename Response>
class HandlerCall final : public UnaryCall {
 public:
  HandlerCall(std::string_view method, Schedule schedule,
              Handler<Request, Response> handler,
              const CallEnvironment& environment,
              grpc::CallbackServerContext* context,
              const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : UnaryCall(method, schedule, environment, context, request, response),
        handler_(handler) {}

 private:
  absl::StatusOr<bool> Work() override {
    WANYAN_ASSIGN_OR_RETURN(const Request message,
                            ParseRequest<Request>(request()));
    WANYAN_ASSIGN_OR_RETURN(const Response response,
                            handler_(*environment().store, message));
    Answer(response);
    return true;
  }

  const Handler<Request, Response> handler_;
};

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Begin(std::string_view method, Schedule schedule,
                                Handler<Request, Response> handler,
                                const CallEnvironment& environment,
                                grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request,
                                grpc::ByteBuffer* response) {
  return UnaryCall::Begin(std::make_unique<HandlerCall<Request, Response>>(
      method, schedule, handler, environment, context, request, response));
}

// `function` answers from the library that is held when the call's turn comes.
template <auto function, typename Request, typename Response>
absl::StatusOr<Response> FromLibrary(const LibraryStore& store,
                                     const Request& request) {
  return function(*store.Get(), request);
}

absl::StatusOr<v1::ServerStatus> StatusOf(const LibraryStore& store,
                                          const v1::GetStatusRequest& request) {
  return GetStatus(store.status(), request);
}

}  // namespace

grpc::ServerUnaryReactor* PhrasebookService::ListPhrasebooks(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/ListPhrasebooks",
               Schedule::kInOrder,
               FromLibrary<wanyan::ListPhrasebooks, v1::ListPhrasebooksRequest,
                           v1::ListPhrasebooksResponse>,
               environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::GetPhrasebook(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/GetPhrasebook", Schedule::kInOrder,
               FromLibrary<wanyan::GetPhrasebook, v1::GetPhrasebookRequest,
                           v1::Phrasebook>,
               environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::ListRules(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/ListRules", Schedule::kInOrder,
               FromLibrary<wanyan::ListRules, v1::ListRulesRequest,
                           v1::ListRulesResponse>,
               environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::GetRule(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/GetRule", Schedule::kInOrder,
               FromLibrary<wanyan::GetRule, v1::GetRuleRequest, v1::Rule>,
               environment_, context, request, response);
}

grpc::ServerUnaryReactor* PhrasebookService::SearchPhrases(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/SearchPhrases", Schedule::kInOrder,
               FromLibrary<wanyan::SearchPhrases, v1::SearchPhrasesRequest,
                           v1::SearchPhrasesResponse>,
               environment_, context, request, response);
}

// At once: what the phrasebooks are is asked of a busy server, too.
grpc::ServerUnaryReactor* PhrasebookService::GetStatus(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return Begin("/wanyan.v1.PhrasebookService/GetStatus", Schedule::kAtOnce,
               StatusOf, environment_, context, request, response);
}

}  // namespace wanyan
