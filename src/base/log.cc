#include "base/log.h"

#include <poll.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/thread_pool.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdlib>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/time/clock.h"
#include "base/block_signals.h"
#include "base/internal/log_line.h"

// spdlog brings the queue, its thread and the policy of a full queue; the lines
// are formatted by internal/log_line.h, in the thread that logs, and written by
// a sink of ours: spdlog's would wait for a reader without end.

namespace wanyan {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

// A line has some 300 bytes: a burst of ten thousand events of a broken
// neighbour is kept, a minute without a reader costs little memory.
constexpr size_t kMaxWaitingLines = 4096;
// FinishLog's patience with whoever reads standard error.
constexpr seconds kFinishTime(1);
// Drops are told of no more often than this.
constexpr seconds kDropReportInterval(1);
// How soon a writer that waits for a reader notices that it is to finish.
constexpr int kPollMilliseconds = 50;

// Writes to standard error, waiting for its reader as long as it may.
class StandardErrorSink final : public spdlog::sinks::base_sink<std::mutex> {
 public:
  // `dropped_lines` tells how many lines were dropped so far, here or before.
  explicit StandardErrorSink(std::function<int64_t()> dropped_lines)
      : dropped_lines_(std::move(dropped_lines)) {}

  void WaitForReaderUntil(steady_clock::time_point time) {
    give_up_at_ = time.time_since_epoch().count();
  }
  void set_format(LogFormat format) { format_ = format; }

  // Lines that could not be written.
  int64_t dropped() const { return dropped_; }

  // Writes how many lines were dropped since the last report.
  void ReportDropped() {
    const std::lock_guard lock(mutex_);
    WriteDropReport();
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (steady_clock::now() - reported_at_ >= kDropReportInterval) {
      WriteDropReport();
    }
    if (!Write({message.payload.data(), message.payload.size()})) ++dropped_;
  }
  void flush_() override {}

 private:
  void WriteDropReport() {
    const int64_t dropped = dropped_lines_();
    if (dropped == reported_) return;
    const LogField lines[] = {{"lines", dropped - reported_}};
    if (Write(internal::FormatLogLine(format_, absl::Now(), LogLevel::kWarning,
                                      "log_lines_dropped", lines))) {
      reported_ = dropped;
      reported_at_ = steady_clock::now();
    }
  }

  // Whether all of it was written.
  bool Write(std::string_view line) {
    while (!line.empty()) {
      if (!WaitUntilWritable()) return false;
      // A pipe that has room at all has it for PIPE_BUF bytes: no write waits.
      const ssize_t count =
          write(STDERR_FILENO, line.data(),
                std::min(line.size(), static_cast<size_t>(PIPE_BUF)));
      if (count >= 0) {
        line.remove_prefix(static_cast<size_t>(count));
      } else if (errno != EINTR && errno != EAGAIN) {
        return false;
      }
    }
    return true;
  }

  bool WaitUntilWritable() const {
    while (true) {
      const bool may_wait =
          steady_clock::now().time_since_epoch().count() < give_up_at_;
      pollfd target{STDERR_FILENO, POLLOUT, 0};
      // What is broken counts as writable: write tells.
      if (poll(&target, 1, may_wait ? kPollMilliseconds : 0) > 0) return true;
      if (!may_wait) return false;
    }
  }

  std::atomic<steady_clock::rep> give_up_at_ =
      steady_clock::time_point::max().time_since_epoch().count();
  std::atomic<LogFormat> format_ = LogFormat::kText;
  std::atomic<int64_t> dropped_ = 0;
  const std::function<int64_t()> dropped_lines_;

  // Guarded by the base class's mutex_.
  int64_t reported_ = 0;
  steady_clock::time_point reported_at_;
};

// The process's log. Never destroyed, because other static objects may log when
// they go.
class ProcessLog {
 public:
  static ProcessLog& Get() {
    static ProcessLog* const log = new ProcessLog;
    return *log;
  }

  bool IsLogged(LogLevel level) const { return level >= level_; }

  // Does not wait for the sink, which may be waiting for its reader.
  int64_t dropped() {
    const std::lock_guard lock(mutex_);
    const size_t overrun = queue_ == nullptr ? 0 : queue_->overrun_counter();
    return sink_->dropped() + dropped_by_earlier_queues_ +
           static_cast<int64_t>(overrun);
  }

  void Write(LogLevel level, std::string_view event,
             std::span<const LogField> fields) {
    const std::string line =
        internal::FormatLogLine(format_, absl::Now(), level, event, fields);
    try {
      logger()->log(spdlog::level::info, line);
    } catch (const std::exception&) {
      // The queue went in this moment, or memory is short: the line is lost.
      CountDropped(1);
    }
  }

  void StartThread(const LogOptions& options) {
    StopThread();
    level_ = options.level;
    format_ = options.format;
    sink_->set_format(options.format);
    sink_->WaitForReaderUntil(steady_clock::time_point::max());
    const std::lock_guard lock(mutex_);
    try {
      queue_ = std::make_shared<Queue>(kMaxWaitingLines, /*threads_n=*/1,
                                       BlockAllSignals);
      logger_ = std::make_shared<spdlog::async_logger>(
          "", sink_, queue_, spdlog::async_overflow_policy::overrun_oldest);
    } catch (const std::exception&) {
      queue_.reset();  // no thread to be had: who logs writes
    }
  }

  void StopThread() {
    sink_->WaitForReaderUntil(steady_clock::now() + kFinishTime);
    TakeQueue().reset();  // its thread writes what waits, and ends
    sink_->ReportDropped();
  }

 private:
  using Queue = spdlog::details::thread_pool;

  ProcessLog() : logger_(direct_logger_) {}

  std::shared_ptr<spdlog::logger> logger() {
    const std::lock_guard lock(mutex_);
    return logger_;
  }

  // From here on, who logs writes.
  std::shared_ptr<Queue> TakeQueue() {
    const std::lock_guard lock(mutex_);
    logger_ = direct_logger_;
    if (queue_ != nullptr) {
      dropped_by_earlier_queues_ +=
          static_cast<int64_t>(queue_->overrun_counter());
    }
    return std::exchange(queue_, nullptr);
  }

  void CountDropped(int64_t lines) {
    const std::lock_guard lock(mutex_);
    dropped_by_earlier_queues_ += lines;
  }

  std::atomic<LogLevel> level_ = LogOptions().level;
  std::atomic<LogFormat> format_ = LogOptions().format;
  const std::shared_ptr<StandardErrorSink> sink_ =
      std::make_shared<StandardErrorSink>([this] { return dropped(); });
  const std::shared_ptr<spdlog::logger> direct_logger_ =
      std::make_shared<spdlog::logger>("", sink_);

  // Never held while something is written.
  std::mutex mutex_;
  // Guarded by mutex_.
  std::shared_ptr<spdlog::logger> logger_;
  std::shared_ptr<Queue> queue_;
  int64_t dropped_by_earlier_queues_ = 0;
};

}  // namespace

void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields) {
  LogFields(level, event, {fields.begin(), fields.size()});
}

void LogFields(LogLevel level, std::string_view event,
               std::span<const LogField> fields) {
  if (IsLogged(level)) ProcessLog::Get().Write(level, event, fields);
}

bool IsLogged(LogLevel level) { return ProcessLog::Get().IsLogged(level); }

void SetUpLog(const LogOptions& options) {
  static const int at_exit = std::atexit(FinishLog);
  static_cast<void>(at_exit);
  ProcessLog::Get().StartThread(options);
}

void FinishLog() { ProcessLog::Get().StopThread(); }

int64_t DroppedLogLines() { return ProcessLog::Get().dropped(); }

}  // namespace wanyan
