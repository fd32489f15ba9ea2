#include "service/decision_log.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "base/block_signals.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "service/internal/decision_file.h"
#include "service/internal/decision_line.h"

namespace wanyan {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

// After an error the disk is tried again this often: soon enough for nobody to
// wait, too seldom to be a load.
constexpr milliseconds kRetryInterval(200);
// Trouble that comes and goes is told of no more often than this.
constexpr seconds kAlarmInterval(10);
// How long a thread that waits for nothing may take to end.
constexpr milliseconds kLastMoments(100);

// Trouble that is told of once when it begins and once when it is over. For one
// thread at a time.
class Alarm {
 public:
  // There is trouble; whether it is to be told.
  bool Begin() {
    if (is_told_) return false;
    const auto now = steady_clock::now();
    if (last_told_.has_value() && now - *last_told_ < kAlarmInterval) {
      return false;
    }
    last_told_ = now;
    is_told_ = true;
    return true;
  }

  // There is none; whether that is to be told.
  bool End() { return std::exchange(is_told_, false); }

 private:
  bool is_told_ = false;
  std::optional<steady_clock::time_point> last_told_;
};

}  // namespace

std::string_view DecisionDropName(DecisionDrop reason) {
  switch (reason) {
    case DecisionDrop::kQueueFull:
      return "queue_full";
    case DecisionDrop::kWriteError:
      return "write_error";
    case DecisionDrop::kStopped:
      return "stopped";
  }
  return "";
}

absl::Status CheckDecisionFile(const std::string& file) {
  return internal::DecisionFile(file, 0, 0).Check();
}

// The queue and the thread that empties it.
//
// A line stays at the front of the queue until it is written; only the thread
// takes lines out. A thread that hangs in a write when time is up is abandoned:
// it keeps its Writer alive, and changes nothing in it any more.
class DecisionLog::Writer : public std::enable_shared_from_this<Writer> {
 public:
  Writer(const DecisionLogOptions& options, internal::DecisionFile file)
      : path_(options.file),
        max_queued_(options.max_queued),
        file_(std::move(file)) {}

  absl::Status Start();
  void Add(std::string line);
  void Reopen();
  DecisionLogCounts counts() const;
  void Stop(absl::Duration wait);

 private:
  using Lock = std::unique_lock<std::mutex>;

  // With mutex_ held.
  std::optional<DecisionDrop> WhyDropped(size_t line_bytes) const;
  void CountDropped(DecisionDrop reason, int64_t lines);
  int64_t TotalDropped() const;
  void TakeWrittenLine();
  // These log, which waits for nobody in a server that has set up its log.
  void TellDropping(DecisionDrop reason);
  void TellWrittenAgain();
  // Waits for `wait`; whether the thread has ended by then.
  bool HasEnded(absl::Duration wait, Lock* lock);

  // The thread's.
  void Run();
  void RunUntilTold();
  void ReopenIfAsked();
  void WriteFront();
  void AfterWrite();
  void AfterError(const absl::Status& error);

  const std::string path_;
  const size_t max_queued_;
  internal::DecisionFile file_;  // the thread's alone
  std::thread thread_;

  mutable std::mutex mutex_;
  // Tells the thread of a line, or of one of the wishes below.
  std::condition_variable wake_;
  std::condition_variable ended_;
  // Guarded by mutex_.
  std::deque<std::string> queue_;
  size_t queued_bytes_ = 0;
  DecisionLogCounts counts_;
  bool reopen_wanted_ = false;
  bool stop_wanted_ = false;
  bool is_abandoned_ = false;
  bool has_ended_ = false;
  bool last_write_failed_ = false;
  Alarm write_alarm_;
  Alarm drop_alarm_;
  int64_t dropped_told_ = 0;  // drops that a message has counted
};

absl::Status DecisionLog::Writer::Start() {
  try {
    thread_ = std::thread([self = shared_from_this()] { self->Run(); });
  } catch (const std::system_error& error) {
    return absl::ResourceExhaustedError(absl::StrFormat(
        "no thread for the decision log %s: %s", path_, error.what()));
  }
  return absl::OkStatus();
}

void DecisionLog::Writer::Add(std::string line) {
  {
    const std::lock_guard lock(mutex_);
    ++counts_.recorded;
    if (const auto reason = WhyDropped(line.size())) {
      CountDropped(*reason, 1);
      TellDropping(*reason);
    } else {
      ++counts_.queued;
      queued_bytes_ += line.size();
      queue_.push_back(std::move(line));
    }
  }
  wake_.notify_one();
}

std::optional<DecisionDrop> DecisionLog::Writer::WhyDropped(
    size_t line_bytes) const {
  if (stop_wanted_) return DecisionDrop::kStopped;
  if (queue_.size() < max_queued_ &&
      queued_bytes_ + line_bytes <= kMaxQueuedDecisionBytes) {
    return std::nullopt;
  }
  return last_write_failed_ ? DecisionDrop::kWriteError
                            : DecisionDrop::kQueueFull;
}

void DecisionLog::Writer::CountDropped(DecisionDrop reason, int64_t lines) {
  counts_.dropped[static_cast<int>(reason)] += lines;
}

int64_t DecisionLog::Writer::TotalDropped() const {
  int64_t total = 0;
  for (const int64_t dropped : counts_.dropped) total += dropped;
  return total;
}

void DecisionLog::Writer::Reopen() {
  {
    const std::lock_guard lock(mutex_);
    reopen_wanted_ = true;
  }
  wake_.notify_one();
}

DecisionLogCounts DecisionLog::Writer::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void DecisionLog::Writer::Stop(absl::Duration wait) {
  int64_t left = 0;
  {
    Lock lock(mutex_);
    if (std::exchange(stop_wanted_, true)) return;
    wake_.notify_one();
    bool has_ended = HasEnded(wait, &lock);
    if (!has_ended) {
      is_abandoned_ = true;
      left = std::exchange(counts_.queued, 0);
      CountDropped(DecisionDrop::kStopped, left);
      wake_.notify_one();
      has_ended = HasEnded(absl::FromChrono(kLastMoments), &lock);
    }
    // What still hangs in a write is left to the end of the process.
    if (!has_ended) thread_.detach();
  }
  if (thread_.joinable()) thread_.join();
  if (left > 0) {
    Log(LogLevel::kError, "decision_log_not_finished",
        {{"file", path_}, {"dropped", left}});
  }
}

bool DecisionLog::Writer::HasEnded(absl::Duration wait, Lock* lock) {
  return ended_.wait_for(*lock, absl::ToChronoNanoseconds(wait),
                         [this] { return has_ended_; });
}

void DecisionLog::Writer::Run() {
  BlockAllSignals();
  RunUntilTold();
  const std::lock_guard lock(mutex_);
  has_ended_ = true;
  ended_.notify_all();
}

void DecisionLog::Writer::RunUntilTold() {
  while (true) {
    {
      Lock lock(mutex_);
      wake_.wait(lock, [this] {
        return stop_wanted_ || reopen_wanted_ || !queue_.empty();
      });
      if (is_abandoned_ || (stop_wanted_ && queue_.empty())) return;
    }
    ReopenIfAsked();
    WriteFront();
  }
}

void DecisionLog::Writer::ReopenIfAsked() {
  {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(reopen_wanted_, false)) return;
  }
  const absl::Status status = file_.Reopen();
  if (!status.ok()) AfterError(status);
}

void DecisionLog::Writer::WriteFront() {
  const std::string* line = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) return;
    line = &queue_.front();  // stays there while others are added behind it
  }
  const absl::Status status = file_.Append(*line);
  if (status.ok()) {
    AfterWrite();
  } else {
    AfterError(status);
  }
}

void DecisionLog::Writer::TakeWrittenLine() {
  queued_bytes_ -= queue_.front().size();
  queue_.pop_front();
  --counts_.queued;
  ++counts_.written;
  last_write_failed_ = false;
}

void DecisionLog::Writer::AfterWrite() {
  const std::lock_guard lock(mutex_);
  if (is_abandoned_) return;
  TakeWrittenLine();
  TellWrittenAgain();
}

void DecisionLog::Writer::AfterError(const absl::Status& error) {
  Lock lock(mutex_);
  if (is_abandoned_) return;
  last_write_failed_ = true;
  if (write_alarm_.Begin()) {
    Log(LogLevel::kError, "decision_log_write_failed",
        {{"file", path_}, {"error", ToStd(error.message())}});
  }
  wake_.wait_for(lock, kRetryInterval,
                 [this] { return is_abandoned_ || reopen_wanted_; });
}

// A stop is no trouble: it tells of its own drops.
void DecisionLog::Writer::TellDropping(DecisionDrop reason) {
  if (reason == DecisionDrop::kStopped || !drop_alarm_.Begin()) return;
  Log(LogLevel::kError, "decision_log_dropping",
      {{"file", path_}, {"reason", DecisionDropName(reason)}});
}

void DecisionLog::Writer::TellWrittenAgain() {
  if (write_alarm_.End()) {
    Log(LogLevel::kInfo, "decision_log_written_again", {{"file", path_}});
  }
  // Half empty, the queue is not full again at once.
  if (queue_.size() <= max_queued_ / 2 && drop_alarm_.End()) {
    const int64_t total = TotalDropped();
    Log(LogLevel::kInfo, "decision_log_complete_again",
        {{"file", path_},
         {"dropped", total - std::exchange(dropped_told_, total)}});
  }
}

DecisionLog::DecisionLog(std::shared_ptr<Writer> writer, bool with_text)
    : writer_(std::move(writer)), with_text_(with_text) {}

DecisionLog::~DecisionLog() { Stop(); }

absl::StatusOr<std::unique_ptr<DecisionLog>> DecisionLog::Open(
    const DecisionLogOptions& options) {
  internal::DecisionFile file(options.file, options.max_file_bytes,
                              options.max_files);
  if (absl::Status opened = file.Open();
      !opened.ok() && !absl::IsUnavailable(opened)) {
    return absl::FailedPreconditionError(opened.message());
  }
  auto writer = std::make_shared<Writer>(options, std::move(file));
  WANYAN_RETURN_IF_ERROR(writer->Start());
  return std::unique_ptr<DecisionLog>(
      new DecisionLog(std::move(writer), options.with_text));
}

void DecisionLog::Record(const Decision& decision) {
  writer_->Add(internal::DecisionLine(decision, with_text_));
}

void DecisionLog::Reopen() { writer_->Reopen(); }

DecisionLogCounts DecisionLog::counts() const { return writer_->counts(); }

void DecisionLog::Stop(absl::Duration wait) { writer_->Stop(wait); }

}  // namespace wanyan
