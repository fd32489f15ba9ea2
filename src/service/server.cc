#include "service/server.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/stubs/logging.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "service/access_tokens.h"
#include "service/certificates.h"
#include "service/check_service.h"
#include "service/decision_log.h"
#include "service/grpc_log.h"
#include "service/http_door.h"
#include "service/listen_address.h"
#include "service/message_limits.h"
#include "service/metrics.h"
#include "service/phrasebook_service.h"
#include "service/self_probe.h"
#include "service/tls.h"
#include "service/work_queue.h"

namespace wanyan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// More calls at once on one connection wait at the client, not here.
constexpr int kMaxConcurrentStreams = 256;
// Clients may ping every ten seconds to keep a connection through a firewall;
// by gRPC's default the server would hang up on them ("too_many_pings").
constexpr int kMinPingInterval = milliseconds(seconds(10)).count();
// A client that is gone without a word is noticed after this time.
constexpr int kKeepaliveTime = milliseconds(seconds(60)).count();
constexpr int kKeepaliveTimeout = milliseconds(seconds(20)).count();
// Connections are renewed, so that load balancers in front can spread anew.
constexpr int kMaxConnectionAge =
    milliseconds(std::chrono::minutes(10)).count();
constexpr int kMaxConnectionAgeGrace = milliseconds(seconds(30)).count();
// Reflection runs on gRPC's synchronous threads; without a bound, a flood of
// calls makes thousands.
constexpr int kMaxThreads = 32;

// What gRPC has to end its calls in, however long the HTTP door took.
constexpr absl::Duration kLeastShutdownTime = absl::Milliseconds(500);

std::vector<std::string> ServiceNames() {
  return {v1::CheckService::service_full_name(),
          v1::PhrasebookService::service_full_name()};
}

// As gRPC names them: "/package.Service/Method".
std::vector<std::string> MethodNames() {
  std::vector<std::string> names;
  for (const std::string& service : ServiceNames()) {
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(
            service);
    for (int i = 0; i < descriptor->method_count(); ++i) {
      names.push_back(
          absl::StrFormat("/%s/%s", service, descriptor->method(i)->name()));
    }
  }
  return names;
}

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(static_cast<int>(kMaxCallMessageBytes));
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE,
                              static_cast<int>(kMaxCallMetadataBytes));
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                              kMaxConcurrentStreams);
  grpc::ResourceQuota quota("wanyan");
  quota.SetMaxThreads(kMaxThreads);
  builder->SetResourceQuota(quota);
}

void SetConnectionTimes(grpc::ServerBuilder* builder) {
  builder->AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingInterval);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTime);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeout);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                              kMaxConnectionAge);
  builder->AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                              kMaxConnectionAgeGrace);
}

// Health, reflection and the log are of the whole process: every server that is
// built later has them.
void InstallPlugins() {
  TakeOverGrpcLog();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
}

// Protobuf writes a line to standard error for each ill-formed text, which
// anyone may send as often as they like. The caller is told.
void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }

// Logs what became of a change of watched files: of `what`, "tokens".
std::function<void(const absl::Status&)> ReloadLogger(std::string_view what) {
  return [what](const absl::Status& status) {
    if (status.ok()) {
      Log(LogLevel::kInfo, "file_reloaded", {{"what", what}});
    } else {
      Log(LogLevel::kError, "file_refused",
          {{"what", what}, {"error", ToStd(status.message())}});
    }
  };
}

[[noreturn]] void EndDeadServer(std::string_view last_miss) {
  Log(LogLevel::kError, "server_dead",
      {{"reason", last_miss},
       {"exit_code", kDeadServerExitCode},
       {"hint",
        "gRPC takes no connections any more, as happens when file "
        "descriptors run out; a supervisor has to start the server "
        "anew"}});
  FinishLog();
  _exit(kDeadServerExitCode);
}

}  // namespace

struct Server::Impl {
  Impl(const ServerOptions& server_options, const LibraryStore* library_store)
      : options(server_options),
        queue(server_options.admission),
        metrics(MethodNames()) {
    environment.store = library_store;
    environment.queue = &queue;
    environment.metrics = &metrics;
  }

  absl::Status OpenFiles();
  absl::Status StartGrpc(ListenAddress listen);
  absl::Status StartHttp();
  absl::Status StartProbe(ListenAddress listen);
  std::string MetricsText();

  const ServerOptions options;
  WorkQueue queue;
  ServerMetrics metrics;
  std::unique_ptr<CertificateStore> certificates;
  std::unique_ptr<AccessTokens> tokens;
  std::unique_ptr<DecisionLog> decision_log;
  CallEnvironment environment;
  CheckService check_service{&environment};
  PhrasebookService phrasebook_service{&environment};

  std::atomic<bool> serving = true;
  std::string address;
  std::string http_address;
  std::unique_ptr<grpc::Server> grpc_server;
  std::unique_ptr<HttpDoor> http_door;
  std::unique_ptr<SelfProbe> probe;
};

absl::Status Server::Impl::OpenFiles() {
  if (options.tls.enabled()) {
    WANYAN_ASSIGN_OR_RETURN(
        certificates,
        CertificateStore::Open(options.tls, ReloadLogger("certificates")));
  }
  if (!options.tokens_file.empty()) {
    WANYAN_ASSIGN_OR_RETURN(tokens, AccessTokens::Open(options.tokens_file,
                                                       ReloadLogger("tokens")));
    environment.tokens = tokens.get();
  }
  if (!options.decision_log.file.empty()) {
    WANYAN_ASSIGN_OR_RETURN(decision_log,
                            DecisionLog::Open(options.decision_log));
    environment.decision_log = decision_log.get();
  }
  return absl::OkStatus();
}

absl::Status Server::Impl::StartGrpc(ListenAddress listen) {
  InstallPlugins();
  SilenceProtobuf();
  grpc::ServerBuilder builder;
  // With SO_REUSEPORT a second server would start, and take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  SetLimits(&builder);
  SetConnectionTimes(&builder);
  builder.AddListeningPort(listen.ToString(),
                           certificates == nullptr
                               ? grpc::InsecureServerCredentials()
                               : MakeTlsServerCredentials(certificates.get()),
                           &listen.port);
  builder.RegisterService(&check_service);
  builder.RegisterService(&phrasebook_service);
  grpc_server = builder.BuildAndStart();
  if (grpc_server == nullptr) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "cannot listen on %s; gRPC's line above says why", options.listen));
  }
  address = listen.ToString();
  for (const std::string& service : ServiceNames()) {
    grpc_server->GetHealthCheckService()->SetServingStatus(service, true);
  }
  return StartProbe(listen);
}

absl::Status Server::Impl::StartProbe(ListenAddress listen) {
  WANYAN_ASSIGN_OR_RETURN(
      probe, SelfProbe::Start(
                 {.address = std::move(listen), .tls = certificates != nullptr},
                 EndDeadServer));
  return absl::OkStatus();
}

absl::Status Server::Impl::StartHttp() {
  if (options.http_listen.empty()) return absl::OkStatus();
  HttpDoorBackend backend = {
      .server = grpc_server.get(),
      .services = ServiceNames(),
      .serving = [this] { return serving.load(); },
      .metrics = [this] { return MetricsText(); },
      .on_refusal = [this](int status) { metrics.HttpRefused(status); },
      .certificates = certificates.get()};
  if (tokens != nullptr) {
    backend.authorize = [this](std::string_view authorization) {
      return tokens->Check(authorization).status();
    };
  }
  WANYAN_ASSIGN_OR_RETURN(http_door,
                          HttpDoor::Start(options, std::move(backend)));
  http_address = http_door->address();
  return absl::OkStatus();
}

std::string Server::Impl::MetricsText() {
  ServerState state;
  state.phrasebooks = environment.store->status();
  state.waiting_calls = queue.waiting();
  state.checking_calls = queue.running();
  if (certificates != nullptr) {
    state.files_up_to_date.emplace_back("certificates",
                                        certificates->is_up_to_date());
  }
  if (tokens != nullptr) {
    state.files_up_to_date.emplace_back("tokens", tokens->is_up_to_date());
  }
  if (decision_log != nullptr) state.decisions = decision_log->counts();
  return metrics.Text(state);
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { Stop(); }

const std::string& Server::address() const { return impl_->address; }
const std::string& Server::http_address() const { return impl_->http_address; }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options, const LibraryStore* store) {
  WANYAN_ASSIGN_OR_RETURN(ListenAddress listen,
                          ParseListenAddress(options.listen));
  // Before anything is touched that a server which runs already may use.
  WANYAN_RETURN_IF_ERROR(CheckCanListen(listen));
  std::unique_ptr<Server> server(
      new Server(std::make_unique<Impl>(options, store)));
  WANYAN_RETURN_IF_ERROR(server->impl_->OpenFiles());
  WANYAN_RETURN_IF_ERROR(server->impl_->StartGrpc(std::move(listen)));
  WANYAN_RETURN_IF_ERROR(server->impl_->StartHttp());
  return server;
}

void Server::Refresh() {
  if (impl_->certificates != nullptr) impl_->certificates->Refresh();
  if (impl_->tokens != nullptr) impl_->tokens->Refresh();
  if (impl_->decision_log != nullptr) impl_->decision_log->Reopen();
}

void Server::Drain() {
  if (impl_->grpc_server == nullptr || !impl_->serving.exchange(false)) return;
  impl_->grpc_server->GetHealthCheckService()->Shutdown();
  if (impl_->http_door != nullptr) impl_->http_door->Drain();
}

void Server::Stop() {
  if (impl_->grpc_server == nullptr) return;
  Drain();
  impl_->probe.reset();
  // One bound for both. The HTTP door's calls end in gRPC, which goes last.
  const absl::Time end = absl::Now() + kStopTimeout;
  if (impl_->http_door != nullptr) impl_->http_door->Stop(kStopTimeout);
  impl_->http_door.reset();
  impl_->grpc_server->Shutdown(
      absl::ToChronoTime(std::max(end, absl::Now() + kLeastShutdownTime)));
  impl_->grpc_server->Wait();
  impl_->grpc_server.reset();
  if (impl_->decision_log != nullptr) impl_->decision_log->Stop();
}

}  // namespace wanyan
