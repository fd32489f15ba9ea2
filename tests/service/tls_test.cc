#include "service/tls.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "service/self_probe.h"
#include "service/test_certificates.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

class TlsTest : public ::testing::Test {
 protected:
  void WriteServer(const PemPair& pair) {
    dir_.Write("server.pem", pair.certificate);
    dir_.Write("server.key", pair.key);
  }

  // A server with health checks, which any caller knows how to call.
  void Start(bool clients_need_certificates) {
    WriteServer(authority_.Issue("first"));
    TlsOptions options = {.certificate_file = dir_.path() + "/server.pem",
                          .key_file = dir_.path() + "/server.key"};
    if (clients_need_certificates) {
      options.client_ca_file =
          dir_.Write("clients.pem", authority_.certificate());
    }
    auto store = CertificateStore::Open(options, [](const absl::Status&) {});
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0",
                             MakeTlsServerCredentials(store_.get()), &port_);
    builder.RegisterCallbackGenericService(&no_other_service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }

  void TearDown() override { server_->Shutdown(); }

  // Calls over a connection of its own.
  grpc::Status CallTrusting(const TestAuthority& trusted,
                            const PemPair& client = {}) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = trusted.certificate();
    options.pem_cert_chain = client.certificate;
    options.pem_private_key = client.key;
    return Call(grpc::SslCredentials(options));
  }

  grpc::Status Call(const std::shared_ptr<grpc::ChannelCredentials>& how) {
    grpc::ChannelArguments arguments;
    arguments.SetSslTargetNameOverride("localhost");
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    grpc::GenericStub stub(grpc::CreateCustomChannel(
        "127.0.0.1:" + std::to_string(port_), how, arguments));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() +
                         std::chrono::seconds(20));
    grpc::CompletionQueue queue;
    const grpc::Slice no_bytes;  // a request without fields
    const auto call =
        stub.PrepareUnaryCall(&context, "/grpc.health.v1.Health/Check",
                              grpc::ByteBuffer(&no_bytes, 1), &queue);
    call->StartCall();
    grpc::ByteBuffer answer;
    grpc::Status status;
    call->Finish(&answer, &status, this);
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return status;
  }

  TempDir dir_;
  const TestAuthority authority_{"authority"};
  std::unique_ptr<CertificateStore> store_;
  grpc::CallbackGenericService no_other_service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

MATCHER(IsGrpcOk, "") {
  *result_listener << arg.error_message();
  return arg.ok();
}
MATCHER(IsUnavailable, "") {
  return arg.error_code() == grpc::StatusCode::UNAVAILABLE;
}

TEST_F(TlsTest, WhoTrustsTheAuthorityMayCall) {
  Start(/*clients_need_certificates=*/false);
  EXPECT_THAT(CallTrusting(authority_), IsGrpcOk());
  EXPECT_THAT(CallTrusting(TestAuthority("stranger")), IsUnavailable());
  EXPECT_THAT(Call(grpc::InsecureChannelCredentials()), IsUnavailable());
}

TEST_F(TlsTest, WithAClientAuthorityClientsShowCertificates) {
  Start(/*clients_need_certificates=*/true);
  EXPECT_THAT(CallTrusting(authority_, authority_.Issue("client")), IsGrpcOk());
  EXPECT_THAT(CallTrusting(authority_), IsUnavailable());
  const TestAuthority stranger("stranger");
  EXPECT_THAT(CallTrusting(authority_, stranger.Issue("client")),
              IsUnavailable());
}

TEST_F(TlsTest, ANewCertificateIsShownWhileCallsGoOn) {
  Start(/*clients_need_certificates=*/false);
  // Signed by a new authority, so that a client can tell which one it saw.
  const TestAuthority next("next");
  std::atomic<bool> done = false;
  std::atomic<int> failed = 0;
  std::atomic<int> calls = 0;
  grpc::SslCredentialsOptions trusts_both;
  trusts_both.pem_root_certs = authority_.certificate() + next.certificate();
  std::thread caller([&] {
    while (!done) {
      ++calls;
      if (!Call(grpc::SslCredentials(trusts_both)).ok()) ++failed;
    }
  });
  // One file after the other, as people do it, with a pause in which they do
  // not fit together.
  const PemPair renewed = next.Issue("second");
  dir_.Write("server.pem", renewed.certificate);
  absl::SleepFor(absl::Milliseconds(1500));
  EXPECT_THAT(CallTrusting(authority_), IsGrpcOk());
  dir_.Write("server.key", renewed.key);
  const absl::Time written = absl::Now();
  while (!CallTrusting(next).ok() &&
         absl::Now() < written + absl::Seconds(30)) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_THAT(CallTrusting(next), IsGrpcOk());
  EXPECT_LT(absl::Now() - written, absl::Seconds(10));
  EXPECT_THAT(CallTrusting(authority_), IsUnavailable());
  done = true;
  caller.join();
  EXPECT_EQ(failed, 0);
  EXPECT_GT(calls, 10);
}

TEST_F(TlsTest, TheSelfProbeIsAnswered) {
  Start(/*clients_need_certificates=*/false);
  EXPECT_THAT(
      SelfProbe::ProbeOnce({.address = {"127.0.0.1", port_}, .tls = true}),
      IsOk());
}

TEST_F(TlsTest, TheSelfProbeNeedsNoCertificate) {
  Start(/*clients_need_certificates=*/true);
  EXPECT_THAT(
      SelfProbe::ProbeOnce({.address = {"127.0.0.1", port_}, .tls = true}),
      IsOk());
}

}  // namespace
}  // namespace wanyan
