#include "cli/serve.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "base/version.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "cli/serve_options.h"
#include "service/file_limit.h"
#include "service/listen_address.h"
#include "service/phrasebook_reloader.h"
#include "service/server.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Serve checks over gRPC and HTTP until SIGTERM or SIGINT";

constexpr char kFooter[] = R"(
The server trusts its network: it listens on loopback by default, without TLS.
Phrasebooks, certificates and tokens are read again when their files change;
SIGHUP does so at once, and begins a new decision log. SIGTERM turns health
checks to NOT_SERVING, waits (--drain), and ends when the calls that have begun
are done; SIGINT, or a second SIGTERM, does not wait.

deploy/README.md has the configuration file, the metrics, and what to watch.

Exit codes: 0 ended by a signal, 2 broken phrasebooks or configuration, or an
address that cannot be listened on, 4 internal error, 70 the gRPC port took no
connections any more: start the server again.)";

// The signals that a server obeys. Blocked before any thread exists, they wait
// to be taken, whichever thread they are sent to.
class Signals {
 public:
  // Steady: setting the time of day ends no wait.
  using Clock = std::chrono::steady_clock;

  Signals() {
    sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    // Whoever started the server may stop reading what it prints.
    std::signal(SIGPIPE, SIG_IGN);
  }

  int Wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
    return signal;
  }

  // The next signal; nullopt where none comes before `end`.
  std::optional<int> WaitUntil(Clock::time_point end) const {
    while (true) {
      const absl::Duration left = absl::FromChrono(end - Clock::now());
      const timespec timeout =
          absl::ToTimespec(std::max(left, absl::ZeroDuration()));
      const int signal = sigtimedwait(&set_, nullptr, &timeout);
      if (signal > 0) return signal;
      if (errno == EAGAIN) return std::nullopt;
    }
  }

 private:
  sigset_t set_;
};

// How to call the server, to paste.
std::string ExampleCall(const std::string& program_path,
                        const std::string& address) {
  const absl::StatusOr<ListenAddress> listen = ParseListenAddress(address);
  return absl::StrFormat("%s check --server %s --text 抱歉，这个我没办法。",
                         program_path,
                         listen.ok() ? listen->ToDialString() : address);
}

std::string Counted(size_t count, const char* noun) {
  return absl::StrFormat("%d %s%s", count, noun, count == 1 ? "" : "s");
}

// The same for machines, and what an operator should think about.
void LogStart(const ServeConfig& config, const Library& library,
              const Server& server) {
  const ServerOptions& options = config.server;
  Log(LogLevel::kInfo, "started",
      {{"version", kVersion},
       {"phrasebooks", library.phrasebooks().size()},
       {"revision", library.revision()},
       {"grpc", server.address()},
       {"http", server.http_address()},
       {"tls", options.tls.enabled()},
       {"tokens", !options.tokens_file.empty()}});
  const bool is_guarded = options.tls.enabled() || !options.tokens_file.empty();
  for (const std::string& address : {server.address(), server.http_address()}) {
    const auto listen = ParseListenAddress(address);
    if (is_guarded || !listen.ok() || IsLoopback(listen->host)) continue;
    Log(LogLevel::kWarning, "exposed",
        {{"address", address},
         {"hint",
          "others can reach this port, and neither TLS nor tokens are "
          "asked for; see deploy/README.md"}});
  }
}

void Announce(const std::string& program_path, const ServeConfig& config,
              const Library& library, const Server& server) {
  WriteOutput(
      absl::StrFormat("serving %s of %s, revision %s\n",
                      Counted(library.phrasebooks().size(), "phrasebook"),
                      config.phrasebooks_directory, library.revision()));
  WriteOutput(absl::StrFormat("listening on %s (gRPC)\n", server.address()));
  if (!server.http_address().empty()) {
    WriteOutput(
        absl::StrFormat("listening on %s (HTTP)\n", server.http_address()));
  }
  const bool open_call =
      !config.server.tls.enabled() && config.server.tokens_file.empty();
  if (open_call) {
    WriteOutput(absl::StrFormat("try: %s\n",
                                ExampleCall(program_path, server.address())));
  }
}

void Reload(PhrasebookReloader* reloader, Server* server) {
  Log(LogLevel::kInfo, "reload_asked", {{"by", "SIGHUP"}});
  reloader->Reload();
  server->Refresh();
}

// Gives balancers `drain` to see NOT_SERVING; a second signal to end ends it.
void WaitForBalancers(const Signals& signals, absl::Duration drain,
                      PhrasebookReloader* reloader, Server* server) {
  const auto end = Signals::Clock::now() + absl::ToChronoNanoseconds(drain);
  while (const std::optional<int> signal = signals.WaitUntil(end)) {
    if (*signal != SIGHUP) return;
    Reload(reloader, server);
  }
}

// Until a signal ends the server.
void Obey(const Signals& signals, const ServeConfig& config,
          PhrasebookReloader* reloader, Server* server) {
  int signal = signals.Wait();
  for (; signal == SIGHUP; signal = signals.Wait()) Reload(reloader, server);
  Log(LogLevel::kInfo, "stopping",
      {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
  server->Drain();
  // A person at a terminal has no balancer.
  if (signal == SIGTERM) {
    WaitForBalancers(signals, config.server.drain, reloader, server);
  }
  server->Stop();
  Log(LogLevel::kInfo, "stopped");
}

absl::Status Serve(const std::string& program_path, const ServeFlags& flags) {
  const Signals signals;
  RaiseFileLimit();
  WANYAN_ASSIGN_OR_RETURN(const ServeConfig config, ResolveServeConfig(flags));
  SetUpLog(config.server.log);
  const auto fingerprint = FolderFingerprint::Of(config.phrasebooks_directory);
  WANYAN_ASSIGN_OR_RETURN(
      const std::shared_ptr<const Library> library,
      LoadLibrary(config.phrasebooks_directory, config.default_locale));
  LibraryStore store(library, config.phrasebooks_directory,
                     config.default_locale);
  WANYAN_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                          Server::Start(config.server, &store));
  PhrasebookReloader reloader(&store, config.phrasebooks_directory,
                              fingerprint);
  Announce(program_path, config, *library, *server);
  LogStart(config, *library, *server);
  Obey(signals, config, &reloader, server.get());
  FinishLog();
  return absl::OkStatus();
}

ExitCode RunServe(const std::string& program_path, const ServeFlags& flags) {
  const absl::Status status = Serve(program_path, flags);
  return status.ok() ? ExitCode::kOk : ReportError(status);
}

}  // namespace

void AddServeCommand(const std::string& program_path, CLI::App* program,
                     ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("serve", kDescription);
  command->footer(kFooter);
  const auto flags = std::make_shared<ServeFlags>();
  AddServeFlags(command, flags.get());
  command->callback([program_path, flags, exit_code] {
    *exit_code = RunServe(program_path, *flags);
  });
}

}  // namespace wanyan
