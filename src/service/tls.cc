#include "service/tls.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>

#include <mutex>
#include <string>
#include <utility>
#include <vector>

// gRPC asks for the certificates before each connection that it takes, through
// its C interface: so a new certificate is shown at once, and one that does not
// fit to its key never gets there. (The file watcher of its C++ interface takes
// any pair of files, and refuses all connections until they fit again.)

namespace wanyan {
namespace {

// What gRPC holds on to while a port is open.
class CertificateFetcher {
 public:
  explicit CertificateFetcher(const CertificateStore* store) : store_(*store) {}

  grpc_ssl_certificate_config_reload_status Fetch(
      grpc_ssl_server_certificate_config** config) {
    std::shared_ptr<const Certificates> newest = store_.Get();
    const std::lock_guard lock(mutex_);
    if (newest == shown_) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pair = {newest->key.c_str(),
                                             newest->chain.c_str()};
    // Some authority must be there, also where no client is asked for a
    // certificate: gRPC aborts without.
    const std::string& authority =
        newest->client_ca.empty() ? newest->chain : newest->client_ca;
    *config =
        grpc_ssl_server_certificate_config_create(authority.c_str(), &pair, 1);
    shown_ = std::move(newest);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

 private:
  const CertificateStore& store_;
  std::mutex mutex_;
  std::shared_ptr<const Certificates> shown_;  // guarded by mutex_
};

// gRPC does not say when it asks for the last time, so the fetchers stay: two
// pointers for each port that was ever opened.
CertificateFetcher* MakeFetcher(const CertificateStore* store) {
  static std::mutex mutex;
  static auto* fetchers = new std::vector<std::unique_ptr<CertificateFetcher>>;
  const std::lock_guard lock(mutex);
  return fetchers->emplace_back(std::make_unique<CertificateFetcher>(store))
      .get();
}

grpc_ssl_certificate_config_reload_status FetchCertificates(
    void* fetcher, grpc_ssl_server_certificate_config** config) {
  return static_cast<CertificateFetcher*>(fetcher)->Fetch(config);
}

class TlsServerCredentials final : public grpc::ServerCredentials {
 public:
  explicit TlsServerCredentials(const CertificateStore* store)
      : store_(*store) {}

  // Tokens are looked at by the calls themselves.
  void SetAuthMetadataProcessor(
      const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address,
                      grpc_server* server) override {
    const auto clients =
        store_.Get()->client_ca.empty()
            ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
            : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY;
    grpc_server_credentials* credentials =
        grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(
                clients, FetchCertificates, MakeFetcher(&store_)));
    const int port =
        grpc_server_add_http2_port(server, address.c_str(), credentials);
    grpc_server_credentials_release(credentials);
    return port;
  }

  const CertificateStore& store_;
};

}  // namespace

std::shared_ptr<grpc::ServerCredentials> MakeTlsServerCredentials(
    const CertificateStore* certificates) {
  return std::make_shared<TlsServerCredentials>(certificates);
}

}  // namespace wanyan
