#ifndef WANYAN_CLI_DOCTOR_CHECKS_H_
#define WANYAN_CLI_DOCTOR_CHECKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "service/serve_config.h"

namespace wanyan {

// What `wanyan doctor` has to say about one thing.
struct Checkup {
  enum class Result { kOk, kWarning, kError };

  Result result = Result::kOk;
  // "certificate", "phrasebooks": constant.
  std::string_view subject;
  // What was found; with a way out where that is not OK.
  std::string text;
};

// Each looks at one thing that `wanyan serve` with this configuration needs, as
// far as that can be told without starting it. Nothing is changed, but that
// addresses are listened on for a moment.

std::vector<Checkup> CheckPhrasebooks(const ServeConfig& config);
std::vector<Checkup> CheckCertificates(const ServeConfig& config,
                                       absl::Time now);
std::vector<Checkup> CheckTokens(const ServeConfig& config);
// Whether both addresses are free; one where a server answers may be ours.
std::vector<Checkup> CheckPorts(const ServeConfig& config);
// Who can reach the server, and what keeps strangers out.
std::vector<Checkup> CheckExposure(const ServeConfig& config);
std::vector<Checkup> CheckDecisionLog(const ServeConfig& config);
// File descriptors and the clock.
std::vector<Checkup> CheckMachine(absl::Time now);

// All of them.
std::vector<Checkup> CheckAll(const ServeConfig& config, absl::Time now);

}  // namespace wanyan

#endif  // WANYAN_CLI_DOCTOR_CHECKS_H_
