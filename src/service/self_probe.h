#ifndef WANYAN_SERVICE_SELF_PROBE_H_
#define WANYAN_SERVICE_SELF_PROBE_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/listen_address.h"

namespace wanyan {

// Notices that a server no longer takes connections. The packaged gRPC never
// accepts again after it ran out of file descriptors, while the process looks
// well from outside; so it has to end for its supervisor to start it anew.
//
// A thread of its own opens a new connection to the server, as a client would,
// and waits for the first bytes. What keeps it from doing so (no descriptor is
// left) keeps clients out too, and counts as a miss.
class SelfProbe {
 public:
  struct Options {
    // Of the gRPC server, with its real port.
    ListenAddress address;
    // Whether it speaks TLS: it answers a greeting of that kind only.
    bool tls = false;
    absl::Duration interval = absl::Seconds(5);
    // How long the first bytes may take. A busy server answers late, not never.
    absl::Duration timeout = absl::Seconds(5);
    // So many misses in a row are no chance any more.
    int misses = 3;
  };

  // `on_dead` is called once, on the probe's thread, with the last miss in
  // words. FailedPrecondition where the address names no host.
  static absl::StatusOr<std::unique_ptr<SelfProbe>> Start(
      Options options, std::function<void(std::string_view)> on_dead);

  // Stops probing; waits for a probe that is under way.
  ~SelfProbe();

  // What one probe finds, at once: OK, or Unavailable with the reason. For
  // `wanyan doctor` and tests.
  static absl::Status ProbeOnce(const Options& options);

 private:
  struct Impl;
  explicit SelfProbe(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wanyan

#endif  // WANYAN_SERVICE_SELF_PROBE_H_
