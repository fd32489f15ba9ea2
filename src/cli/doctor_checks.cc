#include "cli/doctor_checks.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/descriptor.h"
#include "base/string_view.h"
#include "cli/diagnostics.h"
#include "service/access_tokens.h"
#include "service/certificates.h"
#include "service/decision_log.h"
#include "service/file_limit.h"
#include "service/listen_address.h"
#include "service/self_probe.h"
#include "service/units.h"
#include "store/phrasebook_folder.h"
#include "text/locale.h"

namespace wanyan {
namespace {

using Result = Checkup::Result;
using Checkups = std::vector<Checkup>;

// A clock before this was never set: the program is younger.
constexpr absl::CivilDay kOldestDay(2026, 1, 1);

Checkups One(Result result, std::string_view subject, std::string text) {
  return {{result, subject, std::move(text)}};
}

Checkups ErrorOf(std::string_view subject, const absl::Status& status) {
  return One(Result::kError, subject, std::string(ToStd(status.message())));
}

void Append(Checkups more, Checkups* all) {
  std::ranges::move(more, std::back_inserter(*all));
}

std::string Day(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone());
}

}  // namespace

// ---- Phrasebooks ----

namespace {

constexpr std::string_view kPhrasebooks = "phrasebooks";

// Mistakes in phrasebooks that are shown; `wanyan lint` shows all.
constexpr size_t kMaxShownErrors = 5;

bool HasBookFor(const Library& library, std::string_view locale) {
  return std::ranges::any_of(
      library.phrasebooks(), [&](const Phrasebook& book) {
        return LanguageOf(book.language) == LanguageOf(locale);
      });
}

Checkups BrokenBooks(const std::string& directory,
                     const std::vector<Diagnostic>& diagnostics) {
  Checkups checkups;
  for (const Diagnostic& one : diagnostics) {
    if (one.severity != Diagnostic::Severity::kError) continue;
    if (checkups.size() == kMaxShownErrors) break;
    checkups.push_back(
        {Result::kError, kPhrasebooks,
         absl::StrFormat("%s: %s; %s", PlaceOf(one), one.message, one.hint)});
  }
  checkups.push_back(
      {Result::kError, kPhrasebooks,
       absl::StrFormat(
           "%s cannot be served, it has %s; \"wanyan lint %s\" "
           "shows all of them",
           directory,
           Counted(diagnostics, Diagnostic::Severity::kError, "mistake"),
           directory)});
  return checkups;
}

std::string NumberOf(size_t count, std::string_view noun) {
  return absl::StrFormat("%d %s%s", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::vector<Checkup> CheckPhrasebooks(const ServeConfig& config) {
  const std::string& directory = config.phrasebooks_directory;
  const absl::StatusOr<LoadedFolder> folder =
      LoadPhrasebookFolder(directory, config.default_locale);
  if (!folder.ok()) {
    return One(Result::kError, kPhrasebooks,
               absl::StrFormat("%s; \"wanyan init DIR\" makes a first folder",
                               ToStd(folder.status().message())));
  }
  if (folder->library == nullptr) {
    return BrokenBooks(directory, folder->diagnostics);
  }
  const Library& library = *folder->library;
  Checkups checkups = One(
      Result::kOk, kPhrasebooks,
      absl::StrFormat("%s of %s, with %s; revision %s",
                      NumberOf(library.phrasebooks().size(), "phrasebook"),
                      directory, NumberOf(library.profiles().size(), "profile"),
                      library.revision()));
  if (!folder->diagnostics.empty()) {
    checkups.push_back(
        {Result::kWarning, kPhrasebooks,
         absl::StrFormat("%s; \"wanyan lint %s\" shows them",
                         Counted(folder->diagnostics,
                                 Diagnostic::Severity::kWarning, "warning"),
                         directory)});
  }
  if (!HasBookFor(library, library.default_locale())) {
    checkups.push_back(
        {Result::kWarning, kPhrasebooks,
         absl::StrFormat("none is in the default locale, %s: replies whose "
                         "language cannot be told are not checked; set "
                         "--default-locale",
                         library.default_locale())});
  }
  return checkups;
}

// ---- Access ----

std::vector<Checkup> CheckCertificates(const ServeConfig& config,
                                       absl::Time now) {
  constexpr std::string_view kSubject = "certificate";
  const TlsOptions& tls = config.server.tls;
  if (!tls.enabled()) return One(Result::kOk, kSubject, "none: no TLS");
  const absl::StatusOr<Certificates> loaded = LoadCertificates(tls, now);
  if (!loaded.ok()) return ErrorOf(kSubject, loaded.status());
  Checkups checkups =
      One(Result::kOk, kSubject,
          absl::StrFormat("%s fits its key and is valid until %s; %s",
                          tls.certificate_file, Day(loaded->expires_at),
                          tls.client_ca_file.empty()
                              ? "clients show none"
                              : "clients must show one, too"));
  for (std::string& warning : CertificateWarnings(tls, *loaded, now)) {
    checkups.push_back({Result::kWarning, kSubject, std::move(warning)});
  }
  return checkups;
}

std::vector<Checkup> CheckTokens(const ServeConfig& config) {
  constexpr std::string_view kSubject = "tokens";
  const std::string& file = config.server.tokens_file;
  if (file.empty()) return One(Result::kOk, kSubject, "none are asked for");
  const auto tokens = AccessTokens::Open(file, [](const absl::Status&) {});
  if (!tokens.ok()) return ErrorOf(kSubject, tokens.status());
  return One(Result::kOk, kSubject, absl::StrFormat("%s can be used", file));
}

// ---- Addresses ----

namespace {

// Whether something at the address speaks as our gRPC port does.
bool ServerAnswers(const ListenAddress& address, bool tls) {
  SelfProbe::Options options;
  options.address = address;
  options.tls = tls;
  options.timeout = absl::Seconds(1);
  return SelfProbe::ProbeOnce(options).ok();
}

// Whether a server, perhaps of this configuration, answers where it listens.
bool RunsAlready(const ServerOptions& server) {
  const absl::StatusOr<ListenAddress> grpc = ParseListenAddress(server.listen);
  return grpc.ok() && grpc->port != 0 &&
         ServerAnswers(*grpc, server.tls.enabled());
}

// An address is held in `*held` where it is free, so that the next one cannot
// be the same.
Checkups CheckPort(std::string_view subject, const std::string& text,
                   std::string_view flag, bool may_be_ours,
                   std::vector<Descriptor>* held) {
  const absl::StatusOr<ListenAddress> address = ParseListenAddress(text);
  if (!address.ok()) return ErrorOf(subject, address.status());
  absl::StatusOr<std::vector<Descriptor>> free =
      HoldListenAddress(*address, flag);
  if (free.ok()) {
    std::ranges::move(*free, std::back_inserter(*held));
    return One(Result::kOk, subject, absl::StrFormat("%s is free", text));
  }
  if (!may_be_ours) return ErrorOf(subject, free.status());
  return One(Result::kWarning, subject,
             absl::StrFormat("a server answers at %s already; if that is not "
                             "this one, choose another port",
                             text));
}

bool ListensLocally(const std::string& address) {
  const absl::StatusOr<ListenAddress> parsed = ParseListenAddress(address);
  if (!parsed.ok()) return true;  // CheckPorts says what is wrong
  return IsLoopback(parsed->host);
}

}  // namespace

std::vector<Checkup> CheckPorts(const ServeConfig& config) {
  const ServerOptions& server = config.server;
  const bool runs = RunsAlready(server);
  std::vector<Descriptor> held;
  Checkups checkups =
      CheckPort("gRPC port", server.listen, "--listen", runs, &held);
  if (server.http_listen.empty()) return checkups;
  Append(
      CheckPort("HTTP port", server.http_listen, "--http-listen", runs, &held),
      &checkups);
  return checkups;
}

std::vector<Checkup> CheckExposure(const ServeConfig& config) {
  constexpr std::string_view kSubject = "exposure";
  const ServerOptions& server = config.server;
  const bool is_local =
      ListensLocally(server.listen) &&
      (server.http_listen.empty() || ListensLocally(server.http_listen));
  if (is_local) {
    return One(Result::kOk, kSubject, "reached from this machine alone");
  }
  Checkups checkups;
  if (!server.tls.enabled()) {
    checkups.push_back(
        {Result::kWarning, kSubject,
         "other machines reach the server, and replies pass the network "
         "unencrypted; set tls, or listen on 127.0.0.1 behind a proxy"});
  }
  if (server.tokens_file.empty() && server.tls.client_ca_file.empty()) {
    checkups.push_back({Result::kWarning, kSubject,
                        "whoever reaches the server may use it; set tokens, or "
                        "a client_ca"});
  }
  if (!ListensLocally(server.listen)) {
    checkups.push_back(
        {Result::kWarning, kSubject,
         "the gRPC library does not withstand attackers (CVE-2023-44487); put "
         "a proxy such as nginx in front where others than your own programs "
         "reach it"});
  }
  return checkups;
}

// ---- The machine ----

namespace {

std::filesystem::path FolderOf(const std::string& file) {
  const std::filesystem::path folder =
      std::filesystem::path(file).parent_path();
  return folder.empty() ? "." : folder;
}

// Bytes that are free for this user there; nullopt where nobody knows.
std::optional<uint64_t> FreeBytes(const std::filesystem::path& folder) {
  struct statvfs status = {};
  if (statvfs(folder.c_str(), &status) != 0) return std::nullopt;
  return uint64_t{status.f_bavail} * status.f_frsize;
}

}  // namespace

std::vector<Checkup> CheckDecisionLog(const ServeConfig& config) {
  constexpr std::string_view kSubject = "decision log";
  const DecisionLogOptions& log = config.server.decision_log;
  if (log.file.empty()) return One(Result::kOk, kSubject, "none is kept");
  const std::filesystem::path folder = FolderOf(log.file);
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return One(Result::kError, kSubject,
               absl::StrFormat("there is no folder %s; make it: mkdir -p %s",
                               folder.string(), folder.string()));
  }
  if (absl::Status usable = CheckDecisionFile(log.file); !usable.ok()) {
    const bool may_be_ours =
        absl::IsAlreadyExists(usable) && RunsAlready(config.server);
    if (!may_be_ours) return ErrorOf(kSubject, usable);
    return One(Result::kWarning, kSubject,
               absl::StrFormat("a server writes %s already; if that is not "
                               "this one, name another file",
                               log.file));
  }
  if (std::filesystem::exists(log.file, error) &&
      !std::filesystem::is_regular_file(log.file, error)) {
    return One(Result::kOk, kSubject,
               absl::StrFormat("%s is a pipe or a device, and never renamed",
                               log.file));
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    return One(Result::kWarning, kSubject,
               absl::StrFormat("%s may not be written to by this user, so that "
                               "a full file cannot be renamed; change its "
                               "owner, or name a file elsewhere",
                               folder.string()));
  }
  const uint64_t needed =
      uint64_t{log.max_file_bytes} * (static_cast<uint64_t>(log.max_files) + 1);
  const std::optional<uint64_t> free = FreeBytes(folder);
  if (free.has_value() && *free < needed) {
    return One(
        Result::kWarning, kSubject,
        absl::StrFormat("%s has %d MB left, and the log may take %d MB; make "
                        "room, or lower max_file_size or max_files",
                        folder.string(), *free >> 20, needed >> 20));
  }
  return One(Result::kOk, kSubject,
             absl::StrFormat("%s can be written, up to %d MB", log.file,
                             needed >> 20));
}

std::vector<Checkup> CheckMachine(absl::Time now) {
  Checkups checkups;
  const uint64_t files = RaiseFileLimit();
  if (files < kAdvisedFileLimit) {
    checkups = One(Result::kWarning, "open files",
                   absl::StrFormat("%d at most, one for each connection; raise "
                                   "it to %d: LimitNOFILE= of systemd, or "
                                   "ulimit -Hn",
                                   files, kAdvisedFileLimit));
  } else {
    checkups =
        One(Result::kOk, "open files", absl::StrFormat("%d at most", files));
  }
  if (absl::ToCivilDay(now, absl::UTCTimeZone()) < kOldestDay) {
    Append(One(Result::kError, "clock",
               absl::StrFormat("it is %s here; set the clock, certificates and "
                               "logs depend on it",
                               Day(now))),
           &checkups);
  }
  return checkups;
}

std::vector<Checkup> CheckAll(const ServeConfig& config, absl::Time now) {
  Checkups all = CheckPhrasebooks(config);
  Append(CheckCertificates(config, now), &all);
  Append(CheckTokens(config), &all);
  Append(CheckPorts(config), &all);
  Append(CheckExposure(config), &all);
  Append(CheckDecisionLog(config), &all);
  Append(CheckMachine(now), &all);
  return all;
}

}  // namespace wanyan
