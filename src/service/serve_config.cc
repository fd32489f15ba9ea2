#include "service/serve_config.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/string_view.h"
#include "service/cors.h"
#include "service/listen_address.h"
#include "service/units.h"
#include "text/locale.h"
#include "yaml/diagnostic_codes.h"
#include "yaml/document.h"
#include "yaml/reader.h"

namespace wanyan {
namespace {

using yaml::MappingReader;
using yaml::NamedValues;
using yaml::Node;
using yaml::Reader;

// No configuration that a person writes comes near.
constexpr size_t kMaxConfigBytes = 1 << 20;

// More threads than any machine has processors.
constexpr int64_t kMaxWorkers = 1'024;
// A queue longer than this is never worked off in time.
constexpr int64_t kMaxWaiting = 100'000;
// Each decision that waits takes memory.
constexpr int64_t kMaxQueued = 1'000'000;
constexpr int64_t kMaxLogFiles = 1'000;
// A smaller file would be renamed with every few decisions.
constexpr size_t kMinLogFileBytes = 4 << 10;
constexpr size_t kMaxLogFileBytes = size_t{1} << 40;
// Callers give up long before.
constexpr absl::Duration kMaxWait = absl::Minutes(1);

constexpr std::string_view kBadAddress = "bad-address";
constexpr std::string_view kBadOrigin = "bad-origin";
constexpr std::string_view kBadDuration = "bad-duration";
constexpr std::string_view kBadSize = "bad-size";
constexpr std::string_view kBadLocale = "bad-locale";

constexpr yaml::FileHints kFileHints = {
    .beginning =
        "write what differs from the defaults: `listen: 127.0.0.1:50051`",
    .too_large = "write down what differs from the defaults alone",
    .quote = "quote a text that begins with [ or {"};

const NamedValues<bool>& Truths() {
  static const NamedValues<bool> values = {{"true", true}, {"false", false}};
  return values;
}

// A message of ours, "what is wrong; the way out", in two.
std::pair<std::string, std::string> SplitMessage(const absl::Status& status) {
  const std::string_view message = ToStd(status.message());
  const size_t end = message.find("; ");
  if (end == std::string_view::npos) return {std::string(message), ""};
  return {std::string(message.substr(0, end)),
          std::string(message.substr(end + 2))};
}

// Takes one value after the other out of the tree into a ServeConfig; what is
// not as expected is reported and leaves the default.
class ConfigReader {
 public:
  ConfigReader(Reader* reader, std::filesystem::path folder,
               ServeConfig defaults)
      : reader_(*reader),
        folder_(std::move(folder)),
        config_(std::move(defaults)) {}

  ServeConfig Read(const Node& root);

 private:
  void ReadHttp(const Node& node);
  void ReadTls(const Node& node);
  void ReadAdmission(const Node& node);
  void ReadDecisionLog(const Node& node);
  void ReadLog(const Node& node);

  // Each does nothing where the mapping has no such key.
  void Address(MappingReader* mapping, std::string_view key, bool may_be_off,
               std::string* value);
  void Path(MappingReader* mapping, std::string_view key, std::string* value);
  void Locale(MappingReader* mapping, std::string_view key, std::string* value);
  void Wait(MappingReader* mapping, std::string_view key, absl::Duration max,
            absl::Duration* value);
  void Size(MappingReader* mapping, std::string_view key, size_t min,
            size_t max, size_t* value);
  template <typename T>
  void Count(MappingReader* mapping, std::string_view key, int64_t min,
             int64_t max, T* value);
  template <typename T>
  void Word(MappingReader* mapping, std::string_view key,
            const NamedValues<T>& values, T* value);
  void Origins(MappingReader* mapping, std::string_view key);

  void Refuse(const Node& node, std::string_view code,
              const absl::Status& status) {
    auto [message, hint] = SplitMessage(status);
    reader_.Error(node, code, std::move(message), std::move(hint));
  }

  Reader& reader_;
  const std::filesystem::path folder_;
  ServeConfig config_;
};

ServeConfig ConfigReader::Read(const Node& root) {
  MappingReader mapping(root, "the configuration", &reader_);
  Address(&mapping, "listen", /*may_be_off=*/false, &config_.server.listen);
  if (const Node* http = mapping.Find("http")) ReadHttp(*http);
  Path(&mapping, "phrasebooks", &config_.phrasebooks_directory);
  Locale(&mapping, "default_locale", &config_.default_locale);
  if (const Node* tls = mapping.Find("tls")) ReadTls(*tls);
  Path(&mapping, "tokens", &config_.server.tokens_file);
  if (const Node* gate = mapping.Find("admission")) ReadAdmission(*gate);
  Wait(&mapping, "drain", kMaxDrain, &config_.server.drain);
  if (const Node* log = mapping.Find("decision_log")) ReadDecisionLog(*log);
  if (const Node* log = mapping.Find("log")) ReadLog(*log);
  mapping.RefuseOtherKeys();
  return std::move(config_);
}

void ConfigReader::ReadHttp(const Node& node) {
  MappingReader mapping(node, "http", &reader_);
  Address(&mapping, "listen", /*may_be_off=*/true, &config_.server.http_listen);
  Origins(&mapping, "cors_origins");
  mapping.RefuseOtherKeys();
}

void ConfigReader::ReadTls(const Node& node) {
  TlsOptions& tls = config_.server.tls;
  MappingReader mapping(node, "tls", &reader_);
  mapping.Require("certificate");
  mapping.Require("key");
  Path(&mapping, "certificate", &tls.certificate_file);
  Path(&mapping, "key", &tls.key_file);
  Path(&mapping, "client_ca", &tls.client_ca_file);
  mapping.RefuseOtherKeys();
}

void ConfigReader::ReadAdmission(const Node& node) {
  AdmissionOptions& admission = config_.server.admission;
  MappingReader mapping(node, "admission", &reader_);
  Count(&mapping, "workers", 0, kMaxWorkers, &admission.workers);
  Count(&mapping, "max_waiting", 0, kMaxWaiting, &admission.max_waiting);
  Wait(&mapping, "max_wait", kMaxWait, &admission.max_wait);
  mapping.RefuseOtherKeys();
}

void ConfigReader::ReadDecisionLog(const Node& node) {
  DecisionLogOptions& log = config_.server.decision_log;
  MappingReader mapping(node, "decision_log", &reader_);
  mapping.Require("file");
  Path(&mapping, "file", &log.file);
  Size(&mapping, "max_file_size", kMinLogFileBytes, kMaxLogFileBytes,
       &log.max_file_bytes);
  Count(&mapping, "max_files", 0, kMaxLogFiles, &log.max_files);
  Count(&mapping, "max_queued", 1, kMaxQueued, &log.max_queued);
  Word(&mapping, "with_text", Truths(), &log.with_text);
  mapping.RefuseOtherKeys();
}

void ConfigReader::ReadLog(const Node& node) {
  MappingReader mapping(node, "log", &reader_);
  Word(&mapping, "level", LogLevelNames(), &config_.server.log.level);
  Word(&mapping, "format", LogFormatNames(), &config_.server.log.format);
  mapping.RefuseOtherKeys();
}

// ---- Values ----

void ConfigReader::Address(MappingReader* mapping, std::string_view key,
                           bool may_be_off, std::string* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  const std::optional<std::string> text = reader_.Text(*node, key);
  if (!text.has_value()) return;
  if (may_be_off && *text == kNoHttp) {
    value->clear();
    return;
  }
  const absl::StatusOr<ListenAddress> address = ParseListenAddress(*text);
  if (!address.ok()) return Refuse(*node, kBadAddress, address.status());
  *value = *text;
}

void ConfigReader::Path(MappingReader* mapping, std::string_view key,
                        std::string* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  const std::optional<std::string> text = reader_.Text(*node, key);
  // Not shortened: `..` behind a symbolic link is not where the link stands.
  if (text.has_value()) *value = (folder_ / *text).string();
}

void ConfigReader::Locale(MappingReader* mapping, std::string_view key,
                          std::string* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  const std::optional<std::string> text = reader_.Text(*node, key);
  if (!text.has_value()) return;
  std::optional<std::string> locale = NormalizeLocale(*text);
  if (locale.has_value()) {
    *value = *std::move(locale);
    return;
  }
  reader_.Error(*node, kBadLocale, absl::StrFormat("%s is no locale", *text),
                "write a BCP 47 tag, such as zh-Hans, en or et-EE");
}

void ConfigReader::Wait(MappingReader* mapping, std::string_view key,
                        absl::Duration max, absl::Duration* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  const std::optional<std::string> text = reader_.Text(*node, key);
  if (!text.has_value()) return;
  const absl::StatusOr<absl::Duration> wait = ParseWait(*text, max);
  if (!wait.ok()) return Refuse(*node, kBadDuration, wait.status());
  *value = *wait;
}

void ConfigReader::Size(MappingReader* mapping, std::string_view key,
                        size_t min, size_t max, size_t* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  const std::optional<std::string> text = reader_.Text(*node, key);
  if (!text.has_value()) return;
  const absl::StatusOr<size_t> size = ParseSize(*text);
  if (!size.ok()) return Refuse(*node, kBadSize, size.status());
  if (*size >= min && *size <= max) {
    *value = *size;
    return;
  }
  reader_.Error(*node, kBadSize,
                absl::StrFormat("%s is %s, which is too %s", key, *text,
                                *size < min ? "small" : "large"),
                absl::StrFormat("write a size from %s to %s", FormatSize(min),
                                FormatSize(max)));
}

template <typename T>
void ConfigReader::Count(MappingReader* mapping, std::string_view key,
                         int64_t min, int64_t max, T* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  const std::optional<std::string> text = reader_.Text(*node, key);
  if (!text.has_value()) return;
  int64_t count = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, count);
  if (error == std::errc() && stop == end && count >= min && count <= max) {
    *value = static_cast<T>(count);
    return;
  }
  reader_.Error(
      *node, code::kBadNumber,
      absl::StrFormat("%s is %s; expected a whole number", key, *text),
      absl::StrFormat("write a number from %d to %d", min, max));
}

template <typename T>
void ConfigReader::Word(MappingReader* mapping, std::string_view key,
                        const NamedValues<T>& values, T* value) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  *value = reader_.Word(*node, key, values).value_or(*value);
}

void ConfigReader::Origins(MappingReader* mapping, std::string_view key) {
  const Node* node = mapping->Find(key);
  if (node == nullptr) return;
  for (const Node* item : reader_.TextItems(*node, key)) {
    if (absl::Status origin = CheckOrigin(item->text); !origin.ok()) {
      Refuse(*item, kBadOrigin, origin);
      continue;
    }
    config_.server.cors_origins.emplace_back(item->text);
  }
}

// Whether it has comments and empty lines only: whoever comments out every key
// wants the defaults. (For YAML that is no document.)
bool SaysNothing(std::string_view yaml) {
  while (!yaml.empty()) {
    const std::string_view line = yaml.substr(0, yaml.find('\n'));
    const size_t begin = line.find_first_not_of(" \t\r");
    if (begin != std::string_view::npos && line[begin] != '#') return false;
    yaml.remove_prefix(std::min(yaml.size(), line.size() + 1));
  }
  return true;
}

}  // namespace

const NamedValues<LogLevel>& LogLevelNames() {
  static const NamedValues<LogLevel> values = {{"debug", LogLevel::kDebug},
                                               {"info", LogLevel::kInfo},
                                               {"warning", LogLevel::kWarning},
                                               {"error", LogLevel::kError}};
  return values;
}

const NamedValues<LogFormat>& LogFormatNames() {
  static const NamedValues<LogFormat> values = {{"text", LogFormat::kText},
                                                {"json", LogFormat::kJson}};
  return values;
}

std::optional<ServeConfig> ParseServeConfig(
    std::string_view file, std::string_view yaml,
    std::vector<Diagnostic>* diagnostics, ServeConfig defaults) {
  if (SaysNothing(yaml)) return defaults;
  ServeConfig config;
  const bool is_good = yaml::ReadDocument(
      file, yaml, kFileHints,
      [&](const yaml::Tree& tree, yaml::Report* report) {
        Reader reader(tree, report);
        config =
            ConfigReader(&reader, std::filesystem::path(file).parent_path(),
                         std::move(defaults))
                .Read(tree.root());
      },
      diagnostics);
  if (!is_good) return std::nullopt;
  return config;
}

absl::StatusOr<ServeConfig> LoadServeConfig(
    const std::string& path, std::vector<Diagnostic>* diagnostics,
    ServeConfig defaults) {
  const absl::StatusOr<std::string> text = ReadFile(path, kMaxConfigBytes);
  if (!text.ok()) {
    return absl::FailedPreconditionError(
        absl::StrFormat("%s; name a configuration with --config",
                        ToStd(text.status().message())));
  }
  std::optional<ServeConfig> config =
      ParseServeConfig(path, *text, diagnostics, std::move(defaults));
  if (config.has_value()) return *std::move(config);
  return absl::FailedPreconditionError(
      absl::StrFormat("%s cannot be used; mend what is shown above", path));
}

}  // namespace wanyan
