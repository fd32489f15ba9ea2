#ifndef WANYAN_TESTS_SERVICE_TEST_CERTIFICATES_H_
#define WANYAN_TESTS_SERVICE_TEST_CERTIFICATES_H_

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"

// Certificates for tests, made in memory.

namespace wanyan {

// A certificate and its key, in PEM.
struct PemPair {
  std::string certificate;
  std::string key;
};

struct CertificateTimes {
  absl::Time begins = absl::Now() - absl::Hours(1);
  absl::Time ends = absl::Now() + absl::Hours(24 * 365);
};

// An authority that issues certificates.
class TestAuthority {
 public:
  explicit TestAuthority(const std::string& name, CertificateTimes times = {});

  // Its own certificate, in PEM.
  const std::string& certificate() const { return pair_.certificate; }
  // And the key to that.
  const std::string& key() const { return pair_.key; }

  // For the host "localhost"; `host` empty: for none.
  PemPair Issue(const std::string& name, CertificateTimes times = {},
                const std::string& host = "localhost") const;

 private:
  std::shared_ptr<EVP_PKEY> signer_;
  std::shared_ptr<X509> x509_;
  PemPair pair_;
};

}  // namespace wanyan

#endif  // WANYAN_TESTS_SERVICE_TEST_CERTIFICATES_H_
