#ifndef WANYAN_BASE_LOG_H_
#define WANYAN_BASE_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <variant>

// Structured log lines on standard error: an event's name, and values with
// names.
//
//   Log(LogLevel::kInfo, "phrasebooks_reloaded",
//       {{"revision", revision}, {"phrasebooks", 4}});
//
// writes, as LogFormat::kText and kJson,
//
//   2026-11-24T21:41:35.042Z INFO phrasebooks_reloaded revision=2f…
//   phrasebooks=4
//   {"time":"2026-11-24T21:41:35.042Z","level":"INFO",
//    "event":"phrasebooks_reloaded","revision":"2f…","phrasebooks":4}
//
// (one line). An event's name is constant, in snake_case: what changes stands
// in the fields, so that lines can be counted and searched.
//
// What people wrote never goes into the log: no reply, no turn, nothing cut
// from one, nor a token or a key. That is the duty of whoever calls Log.
//
// Safe to call from any thread. Lines of one thread keep their order.

namespace wanyan {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

enum class LogFormat {
  kText,  // for people at a terminal
  kJson,  // one JSON object a line
};

struct LogOptions {
  using Level = LogLevel;
  using Format = LogFormat;

  // What is less grave is not written.
  LogLevel level = LogLevel::kInfo;
  LogFormat format = LogFormat::kText;
};

// Text, a whole number, a fraction or a truth. It views text of others: for use
// within the call of Log alone.
class LogValue {
 public:
  // Implicit, so that fields read {"name", value}.
  // NOLINTBEGIN(google-explicit-constructor)
  //
  // Any bytes; what is no UTF-8 is written as U+FFFD.
  LogValue(std::string_view text) : value_(text) {}
  LogValue(const std::string& text) : value_(std::string_view(text)) {}
  LogValue(const char* text) : value_(std::string_view(text)) {}
  LogValue(bool value) : value_(value) {}
  LogValue(std::integral auto value) : value_(static_cast<int64_t>(value)) {}
  // Written as null where it is not finite.
  LogValue(std::floating_point auto value)
      : value_(static_cast<double>(value)) {}
  // NOLINTEND(google-explicit-constructor)

  using Variant = std::variant<std::string_view, int64_t, double, bool>;
  const Variant& variant() const { return value_; }

 private:
  Variant value_;
};

struct LogField {
  // In snake_case; not "time", "level" or "event".
  std::string_view key;
  LogValue value;
};

// Writes one line. It never fails; what it does where standard error is not
// read, SetUpLog says.
void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields = {});
void LogFields(LogLevel level, std::string_view event,
               std::span<const LogField> fields);

// Whether a line of this level would be written, for fields that cost.
bool IsLogged(LogLevel level);

// From here on a thread of the log's own writes the lines, so that whoever
// reads standard error slowly, or not at all, delays nobody. What would wait
// too long is dropped, the oldest first, and counted; a line
// "log_lines_dropped" says so as soon as there is a reader again.
//
// Before, and without this call, Log writes text of kInfo and above itself.
// For the start of a program; may be called again with other options.
void SetUpLog(const LogOptions& options);

// Writes the lines that wait, for a second at the most. From then on Log writes
// lines itself again, and drops those that nobody reads at once. The last call
// before a program ends by _exit; std::exit makes it by itself.
void FinishLog();

// Lines that were dropped since the program began.
int64_t DroppedLogLines();

}  // namespace wanyan

#endif  // WANYAN_BASE_LOG_H_
