#include "cli/serve.h"

#include <csignal>
#include <memory>
#include <string>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/flags.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "service/listen_address.h"
#include "service/server.h"
#include "store/phrasebook_folder.h"

namespace wanyan {
namespace {

constexpr char kDescription[] =
    "Serve checks over gRPC until SIGTERM or SIGINT";

constexpr char kFooter[] = R"(
The server trusts its network: it listens on loopback by default, without TLS.
SIGTERM or SIGINT ends it when the calls that it has begun are done.

Exit codes: 0 ended by a signal, 2 broken phrasebooks or an address that cannot
be listened on, 4 internal error.)";

struct ServeOptions {
  std::string program_path;
  std::string listen{kDefaultListenAddress};
  std::string phrasebooks_directory;
  std::string default_locale{kDefaultLocale};
};

// The signals that end the server. Blocked before any thread exists, they wait
// for WaitForStopSignal, whichever thread they are sent to.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void WaitForStopSignal(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

// How to call the server, to paste.
std::string ExampleCall(const std::string& program_path,
                        const std::string& address) {
  const absl::StatusOr<ListenAddress> listen = ParseListenAddress(address);
  return absl::StrFormat("%s check --server %s --text 抱歉，这个我没办法。",
                         program_path,
                         listen.ok() ? listen->ToDialString() : address);
}

void Announce(const ServeOptions& options, const std::string& directory,
              const Library& library, const Server& server) {
  WriteOutput(absl::StrFormat("serving %d phrasebooks of %s, revision %s\n",
                              library.phrasebooks().size(), directory,
                              library.revision()));
  WriteOutput(absl::StrFormat("listening on %s (gRPC)\n", server.address()));
  WriteOutput(absl::StrFormat(
      "try: %s\n", ExampleCall(options.program_path, server.address())));
}

absl::Status Serve(const ServeOptions& options) {
  const sigset_t stop_signals = BlockStopSignals();
  // Whoever started the server may stop reading what it prints.
  std::signal(SIGPIPE, SIG_IGN);
  const std::string directory =
      PhrasebookDirectory(options.phrasebooks_directory);
  WANYAN_ASSIGN_OR_RETURN(const std::shared_ptr<const Library> library,
                          LoadLibrary(directory, options.default_locale));
  const LibraryHolder holder(library);
  WANYAN_ASSIGN_OR_RETURN(const std::unique_ptr<Server> server,
                          Server::Start(options.listen, &holder));
  Announce(options, directory, *library, *server);
  WaitForStopSignal(stop_signals);
  server->Stop();
  return absl::OkStatus();
}

ExitCode RunServe(const ServeOptions& options) {
  const absl::Status status = Serve(options);
  return status.ok() ? ExitCode::kOk : ReportError(status);
}

}  // namespace

void AddServeCommand(const std::string& program_path, CLI::App* program,
                     ExitCode* exit_code) {
  CLI::App* command = program->add_subcommand("serve", kDescription);
  command->footer(kFooter);
  const auto options = std::make_shared<ServeOptions>();
  options->program_path = program_path;
  command
      ->add_option("--listen", options->listen,
                   "Where to listen; port 0 takes a free one")
      ->type_name("HOST:PORT")
      ->capture_default_str();
  AddPhrasebooksFlag(command, &options->phrasebooks_directory);
  command
      ->add_option("--default-locale", options->default_locale,
                   "The language of replies that do not tell it")
      ->type_name("TAG")
      ->capture_default_str();
  command->callback([options, exit_code] { *exit_code = RunServe(*options); });
}

}  // namespace wanyan
