#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <latch>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "benchmark/sample_texts.h"
#include "support/child_server.h"
#include "support/data_dir.h"
#include "wanyan/v1/check_service.grpc.pb.h"

// grpc_load [-r ROUNDS] [-c CALLS] [-f IN_FLIGHT] [-n CHANNELS]
//
// What a call of `wanyan serve` costs beside an empty gRPC server of the same
// build, which both stand beside this program. Each round drives one and then
// the other with the same requests, so that a machine that is busy with other
// things slows both. Closed loop: a caller sends its next request when its last
// one is answered. The server's own CPU time is what counts; latency is told,
// but the client shares the machine.

namespace wanyan {
namespace {

struct Options {
  int rounds = 5;
  int calls = 10000;  // a round and server
  int in_flight = 16;
  int channels = 4;
};

// A round ends after this time, however few calls it has made.
constexpr absl::Duration kMaxRoundTime = absl::Seconds(60);
constexpr absl::Duration kCallTimeout = absl::Seconds(10);
constexpr int kStarts = 5;

using Stubs = std::vector<std::unique_ptr<v1::CheckService::Stub>>;

Stubs Connect(const std::string& address, int channels) {
  Stubs stubs;
  for (int i = 0; i < channels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    // Channels with equal arguments would share one connection.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    stubs.push_back(v1::CheckService::NewStub(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

// Makes `calls` calls, `in_flight` at once.
class ClosedLoop {
 public:
  ClosedLoop(const std::vector<v1::CheckReplyRequest>& requests, int calls)
      : requests_(requests), calls_(calls) {}

  void Run(const Stubs& stubs, int in_flight) {
    deadline_ = absl::Now() + kMaxRoundTime;
    std::vector<std::unique_ptr<Caller>> callers;
    std::latch done(in_flight);
    for (int i = 0; i < in_flight; ++i) {
      auto* stub = stubs[static_cast<size_t>(i) % stubs.size()].get();
      callers.push_back(std::make_unique<Caller>(this, stub, &done));
    }
    for (const auto& caller : callers) caller->CallNext();
    done.wait();
  }

  // Of the calls that succeeded.
  const std::vector<absl::Duration>& latencies() const { return latencies_; }
  int failures() const { return failures_; }

 private:
  struct Caller {
    Caller(ClosedLoop* owner, v1::CheckService::Stub* server_stub,
           std::latch* all_done)
        : loop(owner), stub(server_stub), done(all_done) {}

    void CallNext() {
      const v1::CheckReplyRequest* request = loop->NextRequest();
      if (request == nullptr) return done->count_down();
      context = std::make_unique<grpc::ClientContext>();
      context->set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
      const absl::Time begin = absl::Now();
      stub->async()->CheckReply(context.get(), request, &response,
                                [this, begin](const grpc::Status& status) {
                                  loop->Record(status, absl::Now() - begin);
                                  CallNext();
                                });
    }

    ClosedLoop* loop;
    v1::CheckService::Stub* stub;
    std::latch* done;
    std::unique_ptr<grpc::ClientContext> context;
    v1::CheckReplyResponse response;
  };

  // Null when there is nothing left to do.
  const v1::CheckReplyRequest* NextRequest() {
    const int call = next_++;
    if (call >= calls_ || absl::Now() > deadline_) return nullptr;
    return &requests_[static_cast<size_t>(call) % requests_.size()];
  }

  void Record(const grpc::Status& status, absl::Duration latency) {
    const std::lock_guard lock(mutex_);
    if (status.ok()) {
      latencies_.push_back(latency);
    } else {
      ++failures_;
    }
  }

  const std::vector<v1::CheckReplyRequest>& requests_;
  const int calls_;
  absl::Time deadline_;
  std::atomic<int> next_{0};
  std::mutex mutex_;
  std::vector<absl::Duration> latencies_;  // under mutex_
  int failures_ = 0;                       // under mutex_
};

// One of the two servers, and what was measured of it.
struct Subject {
  std::string name;
  std::vector<std::string> command;
  std::vector<absl::Duration> start_times = {};
  std::vector<absl::Duration> start_cpu_times = {};
  std::unique_ptr<ChildServer> server = nullptr;
  Stubs stubs = {};
  long idle_kb = 0;
  std::vector<absl::Duration> latencies = {};
  std::vector<double> cpu_us_per_call = {};  // by round
  int failures = 0;
};

template <typename T>
T Quantile(std::vector<T> values, double q) {
  if (values.empty()) return T{};
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(q *
                                    static_cast<double>(values.size() - 1))];
}

double Ms(absl::Duration duration) {
  return absl::ToDoubleMilliseconds(duration);
}

// The last of the servers that it starts stays.
absl::Status StartServer(Subject* subject, int channels) {
  for (int i = 0; i < kStarts; ++i) {
    auto server = ChildServer::Start(subject->command);
    if (!server.ok()) return server.status();
    subject->start_times.push_back((*server)->start_time());
    subject->start_cpu_times.push_back((*server)->start_cpu_time());
    subject->server = *std::move(server);
  }
  subject->idle_kb = subject->server->ResidentKb();
  subject->stubs = Connect(subject->server->address(), channels);
  return absl::OkStatus();
}

// Calls that settle caches, allocators and connections.
void WarmUp(Subject* subject,
            const std::vector<v1::CheckReplyRequest>& requests,
            const Options& options) {
  ClosedLoop(requests, options.calls / 4)
      .Run(subject->stubs, options.in_flight);
}

void Measure(Subject* subject,
             const std::vector<v1::CheckReplyRequest>& requests,
             const Options& options) {
  ClosedLoop loop(requests, options.calls);
  const absl::Duration before = subject->server->CpuTime();
  loop.Run(subject->stubs, options.in_flight);
  const absl::Duration cpu = subject->server->CpuTime() - before;
  const size_t answered = loop.latencies().size();
  subject->failures += loop.failures();
  if (answered == 0) return;
  subject->cpu_us_per_call.push_back(absl::ToDoubleMicroseconds(cpu) /
                                     static_cast<double>(answered));
  subject->latencies.insert(subject->latencies.end(), loop.latencies().begin(),
                            loop.latencies().end());
}

void PrintSubject(const Subject& subject) {
  const auto& cpu = subject.cpu_us_per_call;
  absl::PrintF("%s\n", subject.name);
  absl::PrintF("  CPU time a call   %.0f us (rounds: %.0f to %.0f)\n",
               Quantile(cpu, 0.5), Quantile(cpu, 0), Quantile(cpu, 1));
  absl::PrintF(
      "  latency           p50 %.2f ms, p99 %.2f ms (%d calls, %d failed)\n",
      Ms(Quantile(subject.latencies, 0.5)),
      Ms(Quantile(subject.latencies, 0.99)), subject.latencies.size(),
      subject.failures);
  absl::PrintF("  start             %.0f ms (%.0f to %.0f), CPU %.0f ms\n",
               Ms(Quantile(subject.start_times, 0.5)),
               Ms(Quantile(subject.start_times, 0)),
               Ms(Quantile(subject.start_times, 1)),
               Ms(Quantile(subject.start_cpu_times, 0.5)));
  absl::PrintF(
      "  resident memory   %.1f MiB idle, %.1f MiB after, peak %.1f MiB\n",
      static_cast<double>(subject.idle_kb) / 1024,
      static_cast<double>(subject.server->ResidentKb()) / 1024,
      static_cast<double>(subject.server->PeakResidentKb()) / 1024);
}

void PrintRatio(const Subject& empty, const Subject& wanyan) {
  std::vector<double> ratios;
  for (size_t i = 0; i < std::min(empty.cpu_us_per_call.size(),
                                  wanyan.cpu_us_per_call.size());
       ++i) {
    ratios.push_back(wanyan.cpu_us_per_call[i] / empty.cpu_us_per_call[i]);
  }
  absl::PrintF("CPU time a call, wanyan / empty: %.2f (rounds: %.2f to %.2f)\n",
               Quantile(ratios, 0.5), Quantile(ratios, 0), Quantile(ratios, 1));
}

// What the agents of the dialogues say, one request a reply.
std::vector<v1::CheckReplyRequest> Requests() {
  std::vector<v1::CheckReplyRequest> requests;
  for (const std::string& reply : AgentReplies()) {
    requests.emplace_back().set_reply(reply);
  }
  return requests;
}

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int flag; (flag = getopt(argc, argv, "r:c:f:n:")) != -1;) {
    const int value = flag == '?' ? 0 : std::atoi(optarg);
    if (value < 1) {
      std::fprintf(stderr,
                   "usage: %s [-r ROUNDS] [-c CALLS] [-f IN_FLIGHT] "
                   "[-n CHANNELS], each at least 1\n",
                   argv[0]);
      std::exit(2);
    }
    (flag == 'r'   ? options.rounds
     : flag == 'c' ? options.calls
     : flag == 'f' ? options.in_flight
                   : options.channels) = value;
  }
  return options;
}

int Run(const Options& options) {
  const std::filesystem::path programs =
      std::filesystem::read_symlink("/proc/self/exe").parent_path();
  Subject empty{.name = "empty gRPC server",
                .command = {programs / "grpc_empty_server"}};
  Subject wanyan{
      .name = "wanyan serve",
      .command = {programs / "wanyan", "serve", "--listen", "127.0.0.1:0",
                  "--http-listen", "off", "--drain", "0s", "--phrasebooks",
                  SourceDir() + "/phrasebooks"}};
  const std::vector<v1::CheckReplyRequest> requests = Requests();
  for (Subject* subject : {&empty, &wanyan}) {
    const absl::Status started = StartServer(subject, options.channels);
    if (!started.ok()) {
      std::fprintf(stderr, "%s\n", started.ToString().c_str());
      return 1;
    }
    WarmUp(subject, requests, options);
  }
  for (int round = 0; round < options.rounds; ++round) {
    Measure(&empty, requests, options);
    Measure(&wanyan, requests, options);
  }
  absl::PrintF("%d rounds of %d calls, %d in flight on %d channels\n",
               options.rounds, options.calls, options.in_flight,
               options.channels);
  PrintSubject(empty);
  PrintSubject(wanyan);
  PrintRatio(empty, wanyan);
  return empty.failures + wanyan.failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace wanyan

int main(int argc, char** argv) {
  return wanyan::Run(wanyan::ParseOptions(argc, argv));
}
