#include "service/certificates.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "base/string_view.h"

namespace wanyan {
namespace {

// A chain of certificates has a few kB; bundles of all public authorities have
// 200.
constexpr size_t kMaxPemBytes = 1 << 20;

template <auto* Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, Freer<X509_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;

absl::Status Mistake(std::string_view file, std::string_view what) {
  return absl::FailedPreconditionError(absl::StrFormat("%s %s", file, what));
}

BioPtr Open(std::string_view pem) {
  return BioPtr(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

struct ParsedPem {
  std::vector<X509Ptr> certificates;
  // Whether something behind them begins as one, and is none: they are not all.
  bool is_damaged = false;
};

ParsedPem ParseCertificates(std::string_view pem) {
  const BioPtr bio = Open(pem);
  ParsedPem parsed;
  while (
      X509Ptr next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    parsed.certificates.push_back(std::move(next));
  }
  const unsigned long end = ERR_peek_last_error();
  const bool has_no_more = ERR_GET_LIB(end) == ERR_LIB_PEM &&
                           ERR_GET_REASON(end) == PEM_R_NO_START_LINE;
  // OpenSSL passes over a first line that is cut.
  parsed.is_damaged =
      !has_no_more || pem.rfind("-----BEGIN ") > pem.rfind("-----END ");
  ERR_clear_error();
  return parsed;
}

// No password is asked for at the terminal.
int NoPassword(char*, int, int, void*) { return 0; }

KeyPtr ParseKey(std::string_view pem) {
  KeyPtr key(
      PEM_read_bio_PrivateKey(Open(pem).get(), nullptr, NoPassword, nullptr));
  ERR_clear_error();
  return key;
}

absl::Time ToTime(const ASN1_TIME* time) {
  std::tm parts = {};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return absl::InfinitePast();
  return absl::FromTM(parts, absl::UTCTimeZone());
}

absl::Time ExpiryOf(const X509Ptr& certificate) {
  return ToTime(X509_get0_notAfter(certificate.get()));
}

std::string Shown(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

bool Holds(std::string_view pem, std::string_view word) {
  return pem.find(word) != std::string_view::npos;
}

absl::StatusOr<std::string> ReadPem(const std::string& file,
                                    std::string_view what) {
  absl::StatusOr<std::string> pem = ReadFile(file, kMaxPemBytes);
  if (pem.ok()) return pem;
  return absl::FailedPreconditionError(
      absl::StrFormat("%s; give %s in PEM that the server may read",
                      ToStd(pem.status().message()), what));
}

absl::Status CheckDates(const std::string& file, const X509Ptr& certificate,
                        absl::Time now) {
  const absl::Time begins = ToTime(X509_get0_notBefore(certificate.get()));
  if (now < begins) {
    return Mistake(file,
                   absl::StrFormat("is not valid before %s; wait, or check the "
                                   "clock of this machine",
                                   Shown(begins)));
  }
  if (now <= ExpiryOf(certificate)) return absl::OkStatus();
  return Mistake(file, absl::StrFormat("expired on %s; renew the certificate",
                                       Shown(ExpiryOf(certificate))));
}

absl::Status NoCertificate(const std::string& file, std::string_view pem) {
  return Mistake(file, Holds(pem, "PRIVATE KEY")
                           ? "holds a key where the certificate is expected; "
                             "are the two files swapped?"
                           : "holds no certificate in PEM (BEGIN CERTIFICATE); "
                             "convert it: openssl x509 -inform DER -in FILE");
}

// The certificates in the text of `file`, of which there is one at least.
absl::StatusOr<std::vector<X509Ptr>> RequireCertificates(
    const std::string& file, std::string_view pem) {
  ParsedPem parsed = ParseCertificates(pem);
  if (parsed.certificates.empty()) return NoCertificate(file, pem);
  if (!parsed.is_damaged) return std::move(parsed.certificates);
  return Mistake(file,
                 absl::StrFormat("is cut short or damaged behind %d of its "
                                 "certificates; write the whole file again",
                                 parsed.certificates.size()));
}

absl::Status NoKey(const std::string& file, std::string_view pem) {
  if (Holds(pem, "ENCRYPTED")) {
    return Mistake(file,
                   "holds a key under a password, which a server cannot type; "
                   "take it off: openssl pkey -in FILE -out NEW");
  }
  return Mistake(file, Holds(pem, "BEGIN CERTIFICATE")
                           ? "holds a certificate where the key is expected; "
                             "are the two files swapped?"
                           : "holds no private key in PEM (BEGIN PRIVATE KEY); "
                             "convert it: openssl pkey -inform DER -in FILE");
}

absl::Status CheckPair(const TlsOptions& options, const X509Ptr& certificate,
                       std::string_view key_pem) {
  const KeyPtr key = ParseKey(key_pem);
  if (key == nullptr) return NoKey(options.key_file, key_pem);
  const bool belongs =
      X509_check_private_key(certificate.get(), key.get()) == 1;
  ERR_clear_error();
  if (belongs) return absl::OkStatus();
  return Mistake(options.key_file,
                 absl::StrFormat("does not belong to the certificate in %s; "
                                 "give the key that it was requested with",
                                 options.certificate_file));
}

// Authorities that expired, beside others that did not, do no harm.
absl::Status CheckClientCa(const std::string& file, std::string_view pem,
                           absl::Time now) {
  WANYAN_ASSIGN_OR_RETURN(const std::vector<X509Ptr> authorities,
                          RequireCertificates(file, pem));
  absl::Status last;
  for (const X509Ptr& authority : authorities) {
    last = CheckDates(file, authority, now);
    if (last.ok()) break;
  }
  return last;
}

bool HasNames(const X509Ptr& certificate) {
  const NamesPtr names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
      certificate.get(), NID_subject_alt_name, nullptr, nullptr)));
  return names != nullptr;
}

bool EverybodyMayRead(const std::string& file) {
  struct stat status = {};
  return stat(file.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0;
}

}  // namespace

absl::StatusOr<Certificates> LoadCertificates(const TlsOptions& options,
                                              absl::Time now) {
  if (options.key_file.empty()) {
    return Mistake(options.certificate_file,
                   "has no key beside it; name the file of its key, too");
  }
  Certificates loaded;
  WANYAN_ASSIGN_OR_RETURN(loaded.chain,
                          ReadPem(options.certificate_file, "the certificate"));
  WANYAN_ASSIGN_OR_RETURN(loaded.key, ReadPem(options.key_file, "its key"));
  WANYAN_ASSIGN_OR_RETURN(
      const std::vector<X509Ptr> chain,
      RequireCertificates(options.certificate_file, loaded.chain));
  WANYAN_RETURN_IF_ERROR(CheckPair(options, chain.front(), loaded.key));
  WANYAN_RETURN_IF_ERROR(
      CheckDates(options.certificate_file, chain.front(), now));
  loaded.expires_at = ExpiryOf(chain.front());
  if (options.client_ca_file.empty()) return loaded;
  WANYAN_ASSIGN_OR_RETURN(loaded.client_ca,
                          ReadPem(options.client_ca_file,
                                  "the authority of clients' certificates"));
  WANYAN_RETURN_IF_ERROR(
      CheckClientCa(options.client_ca_file, loaded.client_ca, now));
  return loaded;
}

std::vector<std::string> CertificateWarnings(const TlsOptions& options,
                                             const Certificates& certificates,
                                             absl::Time now) {
  std::vector<std::string> warnings;
  if (certificates.expires_at - now < kExpiryNotice) {
    warnings.push_back(absl::StrFormat(
        "%s expires on %s; renew it and replace the files, the server sees "
        "that by itself",
        options.certificate_file, Shown(certificates.expires_at)));
  }
  const std::vector<X509Ptr> chain =
      ParseCertificates(certificates.chain).certificates;
  for (size_t i = 1; i < chain.size(); ++i) {
    if (now <= ExpiryOf(chain[i])) continue;
    warnings.push_back(absl::StrFormat(
        "number %d of the certificates in %s expired on %s, and clients may "
        "need it; get a new chain from who signs yours",
        i + 1, options.certificate_file, Shown(ExpiryOf(chain[i]))));
  }
  if (!chain.empty() && !HasNames(chain.front())) {
    warnings.push_back(absl::StrFormat(
        "%s names no host (subjectAltName), so clients will refuse it; request "
        "it with the names that they call",
        options.certificate_file));
  }
  if (EverybodyMayRead(options.key_file)) {
    warnings.push_back(absl::StrFormat(
        "%s can be read by every user of this machine; chmod o-r it",
        options.key_file));
  }
  return warnings;
}

CertificateStore::CertificateStore(TlsOptions options, Reporter reporter,
                                   absl::Duration interval,
                                   Certificates certificates)
    : options_(std::move(options)),
      reporter_(std::move(reporter)),
      last_read_(certificates),
      current_(std::make_shared<const Certificates>(std::move(certificates))),
      refresher_(std::make_unique<PeriodicTask>(interval, [this] { Poll(); })) {
}

absl::StatusOr<std::unique_ptr<CertificateStore>> CertificateStore::Open(
    TlsOptions options, Reporter reporter, absl::Duration interval) {
  WANYAN_ASSIGN_OR_RETURN(Certificates certificates, LoadCertificates(options));
  return std::unique_ptr<CertificateStore>(
      new CertificateStore(std::move(options), std::move(reporter), interval,
                           std::move(certificates)));
}

std::shared_ptr<const Certificates> CertificateStore::Get() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void CertificateStore::Poll() {
  const std::lock_guard refreshing(refresh_mutex_);
  absl::StatusOr<Certificates> loaded = LoadCertificates(options_);
  if (loaded == last_read_) TakeOver(loaded);
  last_read_ = std::move(loaded);
}

void CertificateStore::Refresh() {
  const std::lock_guard refreshing(refresh_mutex_);
  last_read_ = LoadCertificates(options_);
  TakeOver(last_read_);
}

void CertificateStore::TakeOver(const absl::StatusOr<Certificates>& loaded) {
  const bool is_new = loaded.ok() && *loaded != *Get();
  if (!is_new && loaded.status() == last_error_) return;
  last_error_ = loaded.status();
  if (is_new) {
    auto certificates = std::make_shared<const Certificates>(*loaded);
    const std::lock_guard lock(mutex_);
    current_.swap(certificates);
  }
  is_up_to_date_ = last_error_.ok();
  reporter_(last_error_);
}

}  // namespace wanyan
