#include "cli/serve_options.h"

#include <unistd.h>

#include <string_view>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "service/cors.h"
#include "service/units.h"
#include "store/phrasebook_folder.h"

namespace wanyan {
namespace {

// What an operator writes, as the configuration file takes it.
CLI::Validator IsTakenBy(absl::Status (*check)(std::string_view)) {
  return CLI::Validator(
      [check](const std::string& value) {
        return std::string(ToStd(check(value).message()));
      },
      "");
}

CLI::Option* Add(CLI::App* command, const char* name,
                 std::optional<std::string>* value, const char* type,
                 const std::string& help) {
  return command->add_option(name, *value, help)
      ->type_name(type)
      ->check(IsNotEmpty());
}

void AddDoors(CLI::App* command, ServeFlags* flags) {
  Add(command, "--listen", &flags->listen, "HOST:PORT",
      absl::StrFormat("Where to listen for gRPC [%s]; port 0 takes a free one",
                      kDefaultListenAddress));
  Add(command, "--http-listen", &flags->http_listen, "HOST:PORT",
      absl::StrFormat("The same for HTTP [%s], or \"off\"",
                      kDefaultHttpListenAddress));
  command
      ->add_option("--cors-origin", flags->cors_origins,
                   "Web pages of this origin may call from a browser "
                   "(repeatable)")
      ->type_name("https://HOST")
      ->check(IsTakenBy(CheckOrigin));
  Add(command, "--drain", &flags->drain, "TIME",
      "How long balancers may see NOT_SERVING before the server stops [5s]")
      ->check(IsTakenBy([](std::string_view text) {
        return ParseWait(text, kMaxDrain).status();
      }));
}

void AddAccess(CLI::App* command, ServeFlags* flags) {
  CLI::Option* certificate =
      Add(command, "--tls-cert", &flags->tls_certificate, "FILE",
          "Serve with TLS: the certificate, in PEM");
  CLI::Option* key = Add(command, "--tls-key", &flags->tls_key, "FILE",
                         "The certificate's key, in PEM");
  certificate->needs(key);
  key->needs(certificate);
  Add(command, "--tls-ca", &flags->tls_client_ca, "FILE",
      "Clients must show a certificate that this one signed (mutual TLS)")
      ->needs(certificate);
  Add(command, "--tokens", &flags->tokens, "FILE",
      "Callers must show a bearer token of this file of hashes");
}

void AddRecords(CLI::App* command, ServeFlags* flags) {
  Add(command, "--decision-log", &flags->decision_log, "FILE",
      "Write each decision there, as JSON lines without texts");
  command
      ->add_option("--log-level", flags->log_level,
                   "What goes to standard error [info]")
      ->transform(CLI::CheckedTransformer(LogLevelNames()).description(""))
      ->type_name("debug|info|warning|error");
  command
      ->add_option("--log-format", flags->log_format,
                   "[text at a terminal, else json]")
      ->transform(CLI::CheckedTransformer(LogFormatNames()).description(""))
      ->type_name("text|json");
}

absl::StatusOr<ServeConfig> LoadConfig(const std::string& file) {
  ServeConfig defaults;
  defaults.server.log.format =
      isatty(STDERR_FILENO) != 0 ? LogFormat::kText : LogFormat::kJson;
  if (file.empty()) return defaults;
  std::vector<Diagnostic> diagnostics;
  absl::StatusOr<ServeConfig> config =
      LoadServeConfig(file, &diagnostics, defaults);
  for (const Diagnostic& diagnostic : diagnostics) {
    absl::FPrintF(stderr, "%s\n", FormatDiagnostic(diagnostic));
  }
  return config;
}

template <typename T>
void Override(const std::optional<T>& flag, T* value) {
  if (flag.has_value()) *value = *flag;
}

absl::Status ApplyFlags(const ServeFlags& flags, ServeConfig* config) {
  ServerOptions& server = config->server;
  Override(flags.listen, &server.listen);
  Override(flags.http_listen, &server.http_listen);
  if (server.http_listen == kNoHttp) server.http_listen.clear();
  if (!flags.cors_origins.empty()) server.cors_origins = flags.cors_origins;
  Override(flags.phrasebooks_directory, &config->phrasebooks_directory);
  Override(flags.default_locale, &config->default_locale);
  Override(flags.tls_certificate, &server.tls.certificate_file);
  Override(flags.tls_key, &server.tls.key_file);
  Override(flags.tls_client_ca, &server.tls.client_ca_file);
  Override(flags.tokens, &server.tokens_file);
  Override(flags.decision_log, &server.decision_log.file);
  Override(flags.log_level, &server.log.level);
  Override(flags.log_format, &server.log.format);
  if (flags.drain.has_value()) {
    WANYAN_ASSIGN_OR_RETURN(server.drain, ParseWait(*flags.drain, kMaxDrain));
  }
  return absl::OkStatus();
}

}  // namespace

void AddServeFlags(CLI::App* command, ServeFlags* flags) {
  command
      ->add_option("--config", flags->config_file,
                   "Configuration in YAML; flags go before what it says")
      ->type_name("FILE")
      ->check(IsNotEmpty());
  AddDoors(command, flags);
  Add(command, "--phrasebooks", &flags->phrasebooks_directory, "DIR",
      "Folder of phrasebooks; else $WANYAN_PHRASEBOOKS, else the installed or "
      "the source folder's");
  Add(command, "--default-locale", &flags->default_locale, "TAG",
      absl::StrFormat("The language of replies that do not tell it [%s]",
                      kDefaultLocale));
  AddAccess(command, flags);
  AddRecords(command, flags);
}

absl::StatusOr<ServeConfig> ResolveServeConfig(const ServeFlags& flags) {
  WANYAN_ASSIGN_OR_RETURN(ServeConfig config, LoadConfig(flags.config_file));
  WANYAN_RETURN_IF_ERROR(ApplyFlags(flags, &config));
  config.phrasebooks_directory =
      PhrasebookDirectory(config.phrasebooks_directory);
  if (config.default_locale.empty()) config.default_locale = kDefaultLocale;
  return config;
}

}  // namespace wanyan
