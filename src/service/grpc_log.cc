#include "service/grpc_log.h"

#include <grpc/support/log.h>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <utility>

#include "base/log.h"

namespace wanyan {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;

// Enough to see what goes on.
constexpr int kLinesInAWhile = 10;
constexpr seconds kWhile(10);

// Counts the lines of a while. Thread-safe.
class LineBudget {
 public:
  // Whether one more may be written; `*left_out` are those that could not be
  // since the last one that could.
  bool Take(int64_t* left_out) {
    const std::lock_guard lock(mutex_);
    const auto now = steady_clock::now();
    if (now - begin_ >= kWhile) {
      begin_ = now;
      lines_ = 0;
    }
    if (lines_ == kLinesInAWhile) {
      ++left_out_;
      return false;
    }
    ++lines_;
    *left_out = std::exchange(left_out_, 0);
    return true;
  }

 private:
  std::mutex mutex_;
  steady_clock::time_point begin_ = steady_clock::now();  // of the while
  int lines_ = 0;                                         // in it
  int64_t left_out_ = 0;
};

void LogForGrpc(gpr_log_func_args* line) {
  static LineBudget* const budget = new LineBudget();
  const LogLevel level = line->severity == GPR_LOG_SEVERITY_ERROR
                             ? LogLevel::kWarning
                             : LogLevel::kDebug;
  int64_t left_out = 0;
  if (!IsLogged(level) || !budget->Take(&left_out)) return;
  Log(level, "grpc", {{"message", line->message}, {"left_out", left_out}});
}

}  // namespace

void TakeOverGrpcLog() { gpr_set_log_function(LogForGrpc); }

}  // namespace wanyan
