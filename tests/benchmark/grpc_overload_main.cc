#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
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

// grpc_overload [-r ROUNDS] [-s SECONDS] [-l CHARACTERS] [-x TIMES]
//
// What `wanyan serve` still answers when far more is asked of it than it can
// do. Each round first finds the peak (a closed loop that keeps the server
// busy), then sends TIMES as many calls a second, evenly, whatever becomes of
// them (an open loop: real callers do not wait for each other). Goodput is
// calls that were answered in time. The client shares the machine, so refusals
// cost both sides of it.

namespace wanyan {
namespace {

struct Options {
  int rounds = 3;
  int seconds = 5;        // of each half of a round
  int characters = 1000;  // a reply
  int times = 3;
};

constexpr int kChannels = 4;
constexpr int kClosedLoopCallers = 32;
// What a caller in a hurry allows.
constexpr absl::Duration kCallTimeout = absl::Seconds(1);

using Stubs = std::vector<std::unique_ptr<v1::CheckService::Stub>>;

Stubs Connect(const std::string& address) {
  Stubs stubs;
  for (int i = 0; i < kChannels; ++i) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    // What was refused counts as refused.
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    stubs.push_back(v1::CheckService::NewStub(grpc::CreateCustomChannel(
        address, grpc::InsecureChannelCredentials(), arguments)));
  }
  return stubs;
}

// What became of calls. Safe to use from any thread.
class Outcomes {
 public:
  void Began() {
    const std::lock_guard lock(mutex_);
    ++under_way_;
  }

  void Ended(grpc::StatusCode code, absl::Duration latency) {
    const std::lock_guard lock(mutex_);
    --under_way_;
    if (code == grpc::StatusCode::OK) {
      latencies_.push_back(latency);
    } else if (code == grpc::StatusCode::RESOURCE_EXHAUSTED) {
      ++shed_;
    } else {
      ++failed_;
    }
    if (under_way_ == 0) none_under_way_.notify_all();
  }

  void WaitForAll() {
    std::unique_lock lock(mutex_);
    none_under_way_.wait(lock, [this] { return under_way_ == 0; });
  }

  // After WaitForAll.
  size_t answered() const { return latencies_.size(); }
  size_t shed() const { return shed_; }
  size_t failed() const { return failed_; }
  absl::Duration Latency(double quantile) const {
    if (latencies_.empty()) return absl::ZeroDuration();
    std::vector<absl::Duration> sorted = latencies_;
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<size_t>(quantile *
                                      static_cast<double>(sorted.size() - 1))];
  }

 private:
  std::mutex mutex_;
  std::condition_variable none_under_way_;
  size_t under_way_ = 0;
  std::vector<absl::Duration> latencies_;  // of those that were answered
  size_t shed_ = 0;
  size_t failed_ = 0;
};

// Makes one call; `then` runs when it has ended.
void Call(v1::CheckService::Stub* stub, const v1::CheckReplyRequest& request,
          Outcomes* outcomes, std::function<void()> then) {
  struct State {
    grpc::ClientContext context;
    v1::CheckReplyResponse response;
  };
  auto state = std::make_shared<State>();
  const absl::Time began = absl::Now();
  state->context.set_deadline(absl::ToChronoTime(began + kCallTimeout));
  outcomes->Began();
  stub->async()->CheckReply(
      &state->context, &request, &state->response,
      [state, began, outcomes, then](const grpc::Status& status) {
        then();
        outcomes->Ended(status.error_code(), absl::Now() - began);
      });
}

// Keeps kClosedLoopCallers calls under way for `time`.
void RunClosedLoop(const Stubs& stubs, const v1::CheckReplyRequest& request,
                   absl::Duration time, Outcomes* outcomes) {
  const absl::Time end = absl::Now() + time;
  std::function<void(v1::CheckService::Stub*)> call_next =
      [&](v1::CheckService::Stub* stub) {
        if (absl::Now() >= end) return;
        Call(stub, request, outcomes, [&call_next, stub] { call_next(stub); });
      };
  for (size_t i = 0; i < kClosedLoopCallers; ++i) {
    call_next(stubs[i % stubs.size()].get());
  }
  outcomes->WaitForAll();
}

// Begins `per_second` calls a second for `time`.
void RunOpenLoop(const Stubs& stubs, const v1::CheckReplyRequest& request,
                 double per_second, absl::Duration time, Outcomes* outcomes) {
  const absl::Time begin = absl::Now();
  size_t begun = 0;
  while (absl::Now() < begin + time) {
    const double due = absl::ToDoubleSeconds(absl::Now() - begin) * per_second;
    for (; static_cast<double>(begun) < due; ++begun) {
      Call(stubs[begun % stubs.size()].get(), request, outcomes, [] {});
    }
    absl::SleepFor(absl::Milliseconds(1));
  }
  outcomes->WaitForAll();
}

double PerSecond(const Outcomes& outcomes, absl::Duration time) {
  return static_cast<double>(outcomes.answered()) / absl::ToDoubleSeconds(time);
}

// The goodput of an overloaded server, as a part of its peak.
double MeasureRound(const Stubs& stubs, const v1::CheckReplyRequest& request,
                    const Options& options) {
  const absl::Duration time = absl::Seconds(options.seconds);
  Outcomes closed;
  RunClosedLoop(stubs, request, time, &closed);
  const double peak = PerSecond(closed, time);
  Outcomes open;
  RunOpenLoop(stubs, request, peak * options.times, time, &open);
  const double goodput = PerSecond(open, time);
  absl::PrintF(
      "peak %.0f/s (p99 %.1f ms); at %d times: %.0f/s answered (p50 %.1f ms, "
      "p99 %.1f ms), %.0f/s shed, %d failed; goodput %.0f %%\n",
      peak, absl::ToDoubleMilliseconds(closed.Latency(0.99)), options.times,
      goodput, absl::ToDoubleMilliseconds(open.Latency(0.5)),
      absl::ToDoubleMilliseconds(open.Latency(0.99)),
      static_cast<double>(open.shed()) / options.seconds, open.failed(),
      100 * goodput / peak);
  std::fflush(stdout);
  return goodput / peak;
}

Options ParseOptions(int argc, char** argv) {
  Options options;
  for (int flag; (flag = getopt(argc, argv, "r:s:l:x:")) != -1;) {
    const int value = flag == '?' ? 0 : std::atoi(optarg);
    if (value < 1) {
      std::fprintf(stderr,
                   "usage: %s [-r ROUNDS] [-s SECONDS] [-l CHARACTERS] "
                   "[-x TIMES], each at least 1\n",
                   argv[0]);
      std::exit(2);
    }
    (flag == 'r'   ? options.rounds
     : flag == 's' ? options.seconds
     : flag == 'l' ? options.characters
                   : options.times) = value;
  }
  return options;
}

int Run(const Options& options) {
  const std::filesystem::path programs =
      std::filesystem::read_symlink("/proc/self/exe").parent_path();
  const auto server = ChildServer::Start(
      {programs / "wanyan", "serve", "--listen", "127.0.0.1:0", "--http-listen",
       "off", "--drain", "0s", "--phrasebooks", SourceDir() + "/phrasebooks"});
  if (!server.ok()) {
    std::fprintf(stderr, "%s\n", server.status().ToString().c_str());
    return 1;
  }
  const Stubs stubs = Connect((*server)->address());
  v1::CheckReplyRequest request;
  request.set_reply(
      CleanReply(ShippedLibrary(), static_cast<size_t>(options.characters)));
  absl::PrintF("replies of %d characters, %d rounds of %d s + %d s\n",
               options.characters, options.rounds, options.seconds,
               options.seconds);
  std::vector<double> ratios;
  for (int round = 0; round < options.rounds; ++round) {
    ratios.push_back(MeasureRound(stubs, request, options));
  }
  std::sort(ratios.begin(), ratios.end());
  absl::PrintF("goodput at %d times the peak: %.0f %% (rounds: %.0f to %.0f)\n",
               options.times, 100 * ratios[ratios.size() / 2],
               100 * ratios.front(), 100 * ratios.back());
  absl::PrintF("resident memory at most %.1f MiB\n",
               static_cast<double>((*server)->PeakResidentKb()) / 1024);
  return 0;
}

}  // namespace
}  // namespace wanyan

int main(int argc, char** argv) {
  return wanyan::Run(wanyan::ParseOptions(argc, argv));
}
