#ifndef WANYAN_SERVICE_CERTIFICATES_H_
#define WANYAN_SERVICE_CERTIFICATES_H_

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/periodic_task.h"
#include "service/server_options.h"

// The certificate that the server shows, for each of its doors. Neither gRPC
// nor HTTP here: who opens a door builds its own TLS context of these texts.

namespace wanyan {

// Texts in PEM that were checked: they parse, the key belongs to the
// certificate, and the certificate was valid when they were read.
struct Certificates {
  // The server's own certificate first, then those that vouch for it, which
  // may be expired: not every client needs them.
  std::string chain;
  std::string key;
  // Who signs the certificates that clients must show; empty: they show none.
  std::string client_ca;
  // When the first certificate of the chain expires.
  absl::Time expires_at;

  friend bool operator==(const Certificates&, const Certificates&) = default;
};

// Certificates that expire sooner are worth a warning.
inline constexpr absl::Duration kExpiryNotice = absl::Hours(14 * 24);

// Reads and checks the files of `options`, which has TLS enabled.
// FailedPrecondition, naming the file, what is wrong with it and the way out.
absl::StatusOr<Certificates> LoadCertificates(const TlsOptions& options,
                                              absl::Time now = absl::Now());

// What an operator should know although it works: a certificate that expires
// within kExpiryNotice, another of the chain that is expired, a key that
// everybody may read.
std::vector<std::string> CertificateWarnings(const TlsOptions& options,
                                             const Certificates& certificates,
                                             absl::Time now = absl::Now());

// The certificates as the files have them; read again each second. Files that
// cannot be used (a half-written one, a key that does not belong to the
// certificate) change nothing: the old certificates stay in use until all of
// the new fit together, and two readings in a row find the same: a chain may be
// written one certificate after the other. Safe to call from any thread.
class CertificateStore {
 public:
  // How often the files are read: a change is in use after two of these.
  static constexpr absl::Duration kInterval = absl::Seconds(1);

  // Told of each change of the files, on a thread of this object: OK when the
  // new ones are in use, else why the old ones stay (once, not each second).
  using Reporter = std::function<void(const absl::Status&)>;

  // Polls each `interval`. Errors as of LoadCertificates.
  static absl::StatusOr<std::unique_ptr<CertificateStore>> Open(
      TlsOptions options, Reporter reporter,
      absl::Duration interval = kInterval);

  // A new pointer for new certificates: a door that kept the last one sees by
  // it whether its TLS context is still good.
  std::shared_ptr<const Certificates> Get() const;

  // Reads the files again. Poll takes over what it found the last time, too;
  // Refresh takes it at once, for who knows that the files are complete.
  void Poll();
  void Refresh();

  // False while the files are refused.
  bool is_up_to_date() const { return is_up_to_date_; }

 private:
  CertificateStore(TlsOptions options, Reporter reporter,
                   absl::Duration interval, Certificates certificates);

  // With refresh_mutex_ held.
  void TakeOver(const absl::StatusOr<Certificates>& loaded);

  const TlsOptions options_;
  const Reporter reporter_;
  std::mutex refresh_mutex_;
  // Guarded by refresh_mutex_.
  absl::StatusOr<Certificates> last_read_;
  absl::Status last_error_;
  std::atomic<bool> is_up_to_date_ = true;
  mutable std::mutex mutex_;
  std::shared_ptr<const Certificates> current_;  // guarded by mutex_
  // Last, so that it ends before what it uses.
  std::unique_ptr<PeriodicTask> refresher_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_CERTIFICATES_H_
