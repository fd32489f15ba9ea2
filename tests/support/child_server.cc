#include "support/child_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <fstream>
#include <string_view>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace wanyan {
namespace {

constexpr std::string_view kListening = "listening on ";

// Starts `command` with `output` as its standard output; 0 where it cannot.
pid_t Spawn(const std::vector<std::string>& command, int output) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  pid_t pid = 0;
  if (posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(),
                  environ) != 0) {
    pid = 0;
  }
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

std::string Word(std::string_view text) {
  return std::string(text.substr(0, text.find_first_of(" \n")));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ChildServer>> ChildServer::Start(
    const std::vector<std::string>& command) {
  std::array<int, 2> ends;
  // Closed in other children, so that the output ends with this one.
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return absl::ErrnoToStatus(errno, "pipe");
  }
  const absl::Time begin = absl::Now();
  const pid_t pid = Spawn(command, ends[1]);
  close(ends[1]);
  if (pid == 0) {
    close(ends[0]);
    return absl::FailedPreconditionError(
        absl::StrFormat("cannot start %s", command[0]));
  }

  std::unique_ptr<ChildServer> server(
      new ChildServer(pid, fdopen(ends[0], "r")));
  if (!server->ReadAddress()) {
    return absl::FailedPreconditionError(
        absl::StrFormat("%s ended without listening", command[0]));
  }
  server->start_time_ = absl::Now() - begin;
  server->start_cpu_time_ = server->CpuTime();
  return server;
}

ChildServer::~ChildServer() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
  std::fclose(output_);
}

bool ChildServer::ReadAddress() {
  std::array<char, 4096> line;
  while (std::fgets(line.data(), line.size(), output_) != nullptr) {
    const std::string_view text(line.data());
    if (!text.starts_with(kListening)) continue;
    address_ = Word(text.substr(kListening.size()));
    return true;
  }
  return false;
}

absl::Duration ChildServer::CpuTime() const {
  clockid_t clock;
  timespec time{};
  if (clock_getcpuclockid(pid_, &clock) == 0) clock_gettime(clock, &time);
  return absl::DurationFromTimespec(time);
}

long ChildServer::ResidentKb() const { return StatusKb("VmRSS:"); }

long ChildServer::PeakResidentKb() const { return StatusKb("VmHWM:"); }

long ChildServer::StatusKb(const std::string& field) const {
  std::ifstream file(absl::StrFormat("/proc/%d/status", pid_));
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(field)) return std::stol(line.substr(field.size()));
  }
  return 0;
}

}  // namespace wanyan
