#ifndef WANYAN_SERVICE_SERVER_OPTIONS_H_
#define WANYAN_SERVICE_SERVER_OPTIONS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/log.h"

namespace wanyan {

// The longest drain: supervisors kill what has not ended by then.
inline constexpr absl::Duration kMaxDrain = absl::Hours(1);

// Loopback, because the packaged gRPC is for trusted networks only: a proxy
// stands in front of a server that others reach.
inline constexpr std::string_view kDefaultListenAddress = "127.0.0.1:50051";
inline constexpr std::string_view kDefaultHttpListenAddress = "127.0.0.1:8080";

// Files in PEM. They are read again when they change.
struct TlsOptions {
  std::string certificate_file;  // empty: no TLS
  std::string key_file;
  // Who signs the certificates that clients must show; empty: they show none.
  std::string client_ca_file;

  bool enabled() const { return !certificate_file.empty(); }
};

// How much work is taken on. What exceeds it is refused at once with
// RESOURCE_EXHAUSTED: an answer that comes too late is of no use, and working
// on it delays those that could still come in time.
struct AdmissionOptions {
  // Threads that check replies; 0: one per processor.
  int workers = 0;
  // Calls that may wait, beside those for which a worker is free.
  int max_waiting = 256;
  // How long a call may wait.
  absl::Duration max_wait = absl::Milliseconds(200);
};

// What is kept of each decision; see service/decision_log.h.
struct DecisionLogOptions {
  std::string file;  // empty: none is kept
  // A file that would grow beyond this is renamed to FILE.1, FILE.1 to FILE.2 …
  size_t max_file_bytes = 100 << 20;
  // Renamed files that are kept.
  int max_files = 5;
  // Decisions that may wait for the disk; what exceeds it is dropped, and
  // counted.
  size_t max_queued = 8192;
  // Whether the text of replies is written too, with digits, addresses and the
  // like masked.
  bool with_text = false;
};

// Everything that an operator decides about a server: `wanyan serve --help` and
// deploy/README.md say the same in words.
struct ServerOptions {
  std::string listen{kDefaultListenAddress};
  // Empty: no HTTP door.
  std::string http_listen{kDefaultHttpListenAddress};
  // Web pages of these origins ("https://desk.example.com") may call the HTTP
  // door from a browser.
  std::vector<std::string> cors_origins;
  TlsOptions tls;
  // A file with the SHA-256 hashes of the bearer tokens that callers must show;
  // empty: none is asked for.
  std::string tokens_file;
  AdmissionOptions admission;
  // How long balancers get to see NOT_SERVING before the server stops taking
  // calls.
  absl::Duration drain = absl::Seconds(5);
  DecisionLogOptions decision_log;
  LogOptions log;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_SERVER_OPTIONS_H_
