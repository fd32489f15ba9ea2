#include "service/test_certificates.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>

namespace wanyan {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

// Fast to make and to use.
Key MakeKey() { return Key(EVP_EC_gen("P-256"), EVP_PKEY_free); }

template <typename Write>
std::string ToPem(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new(BIO_s_mem()),
                                                          BIO_free_all);
  write(bio.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

PemPair ToPem(const Certificate& certificate, const Key& key) {
  return {ToPem([&](BIO* bio) { PEM_write_bio_X509(bio, certificate.get()); }),
          ToPem([&](BIO* bio) {
            PEM_write_bio_PKCS8PrivateKey(bio, key.get(), nullptr, nullptr, 0,
                                          nullptr, nullptr);
          })};
}

Certificate MakeCertificate(const std::string& name, const Key& key,
                            const CertificateTimes& times) {
  static std::atomic<int> serial = 0;
  Certificate made(X509_new(), X509_free);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
  ASN1_TIME_set(X509_getm_notBefore(made.get()), absl::ToTimeT(times.begins));
  ASN1_TIME_set(X509_getm_notAfter(made.get()), absl::ToTimeT(times.ends));
  X509_NAME_add_entry_by_txt(
      X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8,
      reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(made.get(), key.get());
  return made;
}

void AddExtension(X509* certificate, int nid, const std::string& value) {
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)>
      extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str()),
                X509_EXTENSION_free);
  X509_add_ext(certificate, extension.get(), -1);
}

void Sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  X509_sign(certificate, key, EVP_sha256());
}

}  // namespace

TestAuthority::TestAuthority(const std::string& name, CertificateTimes times)
    : signer_(MakeKey()), x509_(MakeCertificate(name, signer_, times)) {
  AddExtension(x509_.get(), NID_basic_constraints, "critical,CA:TRUE");
  Sign(x509_.get(), x509_.get(), signer_.get());
  pair_ = ToPem(x509_, signer_);
}

PemPair TestAuthority::Issue(const std::string& name, CertificateTimes times,
                             const std::string& host) const {
  const Key key = MakeKey();
  const Certificate made = MakeCertificate(name, key, times);
  if (!host.empty()) {
    AddExtension(made.get(), NID_subject_alt_name, "DNS:" + host);
  }
  Sign(made.get(), x509_.get(), signer_.get());
  return ToPem(made, key);
}

}  // namespace wanyan
