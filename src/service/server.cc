#include "service/server.h"

#include <google/protobuf/stubs/logging.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <chrono>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "engine/checker.h"
#include "service/check_service.h"
#include "service/listen_address.h"

namespace wanyan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Names, tokens and trace ids fit many times over; the default has no bound.
constexpr int kMaxMetadataBytes = 8 << 10;
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

// What kMaxRequestBytes of text take on the wire, with 500 turns' tags, labels
// and names: the engine's limit is the one that callers meet, through any door.
constexpr int kMaxMessageBytes =
    static_cast<int>(kMaxRequestBytes) + (64 << 10);

// How long balancers get to see NOT_SERVING before calls are refused: without
// it, some calls of a rolling restart fail.
constexpr milliseconds kDrainTime(300);
// How long calls that have begun may take to finish.
constexpr seconds kStopTimeout(5);

void SetLimits(grpc::ServerBuilder* builder) {
  builder->SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
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

// Health and reflection are plugins of the whole process: every server that is
// built later has them.
void InstallPlugins() {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();
}

// Protobuf writes a line to standard error for each ill-formed text, which
// anyone may send as often as they like. The caller is told.
void SilenceProtobuf() { google::protobuf::SetLogHandler(nullptr); }

}  // namespace

struct Server::Impl {
  explicit Impl(const LibraryHolder* library) : check_service(library) {}

  std::string address;
  CheckService check_service;
  std::unique_ptr<grpc::Server> grpc_server;
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { Stop(); }

const std::string& Server::address() const { return impl_->address; }

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const std::string& address, const LibraryHolder* library) {
  WANYAN_ASSIGN_OR_RETURN(ListenAddress listen, ParseListenAddress(address));
  WANYAN_RETURN_IF_ERROR(CheckCanListen(listen));
  InstallPlugins();
  SilenceProtobuf();

  auto impl = std::make_unique<Impl>(library);
  grpc::ServerBuilder builder;
  // With SO_REUSEPORT a second server would start, and take half of the calls.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  SetLimits(&builder);
  SetConnectionTimes(&builder);
  builder.AddListeningPort(listen.ToString(), grpc::InsecureServerCredentials(),
                           &listen.port);
  builder.RegisterService(&impl->check_service);
  impl->grpc_server = builder.BuildAndStart();
  if (impl->grpc_server == nullptr) {
    return absl::FailedPreconditionError(absl::StrFormat(
        "cannot listen on %s; gRPC's message above says why", address));
  }
  impl->address = listen.ToString();
  impl->grpc_server->GetHealthCheckService()->SetServingStatus(
      v1::CheckService::service_full_name(), true);
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

void Server::Stop() {
  if (impl_->grpc_server == nullptr) return;
  impl_->grpc_server->GetHealthCheckService()->Shutdown();
  std::this_thread::sleep_for(kDrainTime);
  impl_->grpc_server->Shutdown(std::chrono::system_clock::now() + kStopTimeout);
  impl_->grpc_server->Wait();
  impl_->grpc_server.reset();
}

}  // namespace wanyan
