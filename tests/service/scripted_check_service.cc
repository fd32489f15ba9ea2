#include "service/scripted_check_service.h"

#include <atomic>
#include <chrono>
#include <condition_variable>

#include "service/message_limits.h"

namespace wanyan {
namespace {

std::string String(grpc::string_ref text) { return {text.data(), text.size()}; }

SeenCall See(const grpc::CallbackServerContext& context,
             const grpc::ByteBuffer& request) {
  SeenCall call{.deadline = absl::FromChrono(context.deadline())};
  for (const auto& [key, value] : context.client_metadata()) {
    call.metadata.emplace(String(key), String(value));
  }
  grpc::Slice slice;
  if (request.DumpToSingleSlice(&slice).ok()) {
    call.request.assign(reinterpret_cast<const char*>(slice.begin()),
                        slice.size());
  }
  return call;
}

class Reactor final : public grpc::ServerUnaryReactor {
 public:
  explicit Reactor(std::function<void()> on_cancel)
      : on_cancel_(std::move(on_cancel)) {}

  void OnCancel() override {
    on_cancel_();
    Finish(grpc::Status(grpc::StatusCode::CANCELLED, "cancelled"));
  }
  void OnDone() override { delete this; }

 private:
  const std::function<void()> on_cancel_;
};

class FinishedReactor final : public grpc::ServerUnaryReactor {
 public:
  explicit FinishedReactor(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

}  // namespace

class ScriptedCheckService::Service final
    : public v1::CheckService::WithRawCallbackMethod_CheckReply<
          v1::CheckService::Service> {
 public:
  explicit Service(Script script) : script_(std::move(script)) {}

  grpc::ServerUnaryReactor* CheckReply(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override {
    SeenCall call = See(*context, *request);
    const std::lock_guard lock(mutex);
    calls.push_back(call);
    if (hangs) return new Reactor([this] { Cancelled(); });
    v1::CheckReplyResponse message;
    const grpc::Status status = script_(call, context, &message);
    bool own_buffer = false;
    grpc::SerializationTraits<v1::CheckReplyResponse>::Serialize(
        message, response, &own_buffer);
    return new FinishedReactor(status);
  }

  void Cancelled() {
    const std::lock_guard lock(mutex);
    ++cancelled;
    changed.notify_all();
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<SeenCall> calls;
  bool hangs = false;
  int cancelled = 0;

 private:
  const Script script_;
};

ScriptedCheckService::ScriptedCheckService(Script script)
    : service_(std::make_unique<Service>(std::move(script))) {
  grpc::ServerBuilder builder;
  builder.SetMaxReceiveMessageSize(kMaxCallMessageBytes);
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
}

ScriptedCheckService::~ScriptedCheckService() {
  server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(1));
}

std::shared_ptr<grpc::Channel> ScriptedCheckService::channel() {
  return server_->InProcessChannel({});
}

std::vector<SeenCall> ScriptedCheckService::calls() {
  const std::lock_guard lock(service_->mutex);
  return service_->calls;
}

void ScriptedCheckService::Hang() {
  const std::lock_guard lock(service_->mutex);
  service_->hangs = true;
}

bool ScriptedCheckService::AwaitCancelled(int count) {
  std::unique_lock lock(service_->mutex);
  return service_->changed.wait_for(lock, std::chrono::seconds(10), [&] {
    return service_->cancelled >= count;
  });
}

}  // namespace wanyan
