#ifndef WANYAN_SERVICE_SERVE_CONFIG_H_
#define WANYAN_SERVICE_SERVE_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "service/server_options.h"
#include "yaml/diagnostic.h"
#include "yaml/reader.h"

namespace wanyan {

// What `wanyan serve --config FILE` reads: all that its flags say, too.
//
// clang-format off
//   listen: 127.0.0.1:50051
//   http: {listen: "127.0.0.1:8080", cors_origins: ["https://desk.example.com"]}
//   phrasebooks: phrasebooks
//   default_locale: zh-Hans
//   tls: {certificate: server.pem, key: server.key, client_ca: clients.pem}
//   tokens: tokens.txt
//   admission: {workers: 4, max_waiting: 256, max_wait: 200ms}
//   drain: 5s
//   decision_log: {file: decisions.jsonl, max_file_size: 100MB, max_files: 5, max_queued: 8192, with_text: false}
//   log: {level: info, format: json}
// clang-format on
//
// Every key may be left out. Paths are relative to the folder that the file
// stands in.
struct ServeConfig {
  std::string phrasebooks_directory;  // empty: the file names none
  std::string default_locale;         // the same
  ServerOptions server;
};

// In place of an address: no HTTP door.
inline constexpr std::string_view kNoHttp = "off";

// The words for what goes to the log, and how.
const yaml::NamedValues<LogLevel>& LogLevelNames();
const yaml::NamedValues<LogFormat>& LogFormatNames();

// Parses and checks the text of a configuration. `file` is its path; what it
// leaves out is as in `defaults`. Returns it where no error was found; every
// mistake is appended to `diagnostics`, with its place and how to mend it. What
// the values name (files, ports) is not looked at: that is for the start of the
// server, and for `wanyan doctor`.
std::optional<ServeConfig> ParseServeConfig(
    std::string_view file, std::string_view yaml,
    std::vector<Diagnostic>* diagnostics, ServeConfig defaults = {});

// The same for the file at `path`. FailedPrecondition where it cannot be read,
// or has mistakes, which are appended to `diagnostics`.
absl::StatusOr<ServeConfig> LoadServeConfig(
    const std::string& path, std::vector<Diagnostic>* diagnostics,
    ServeConfig defaults = {});

}  // namespace wanyan

#endif  // WANYAN_SERVICE_SERVE_CONFIG_H_
