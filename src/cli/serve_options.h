#ifndef WANYAN_CLI_SERVE_OPTIONS_H_
#define WANYAN_CLI_SERVE_OPTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "base/log.h"
#include "service/serve_config.h"

namespace wanyan {

// The flags of `wanyan serve`. What is rarely set stands in the configuration
// file alone.
struct ServeFlags {
  std::string config_file;  // empty: none
  std::optional<std::string> listen;
  std::optional<std::string> http_listen;
  std::vector<std::string> cors_origins;
  std::optional<std::string> phrasebooks_directory;
  std::optional<std::string> default_locale;
  std::optional<std::string> tls_certificate;
  std::optional<std::string> tls_key;
  std::optional<std::string> tls_client_ca;
  std::optional<std::string> tokens;
  std::optional<std::string> drain;
  std::optional<std::string> decision_log;
  std::optional<LogLevel> log_level;
  std::optional<LogFormat> log_format;
};

// Adds the flags to `command`; they are read into `*flags`.
void AddServeFlags(CLI::App* command, ServeFlags* flags);

// What was asked for: the configuration file, and over it the flags. For what
// neither says, the defaults. FailedPrecondition where the file cannot be used
// (all that is wrong in it is printed to standard error); InvalidArgument for
// flags that do not fit together.
absl::StatusOr<ServeConfig> ResolveServeConfig(const ServeFlags& flags);

}  // namespace wanyan

#endif  // WANYAN_CLI_SERVE_OPTIONS_H_
