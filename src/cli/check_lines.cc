#include "cli/check_lines.h"

#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "cli/check_outcome.h"
#include "cli/input_lines.h"
#include "cli/json_request.h"
#include "cli/output.h"
#include "report/jsonl.h"

namespace wanyan {
namespace {

// A request has at most 1 MB; JSON writes a byte of it in up to six (\u0061).
// The rest is for keys and white space.
constexpr size_t kMaxLineBytes = 8 * kMaxRequestBytes;

// The outcome of a whole batch.
class LineChecker {
 public:
  LineChecker(const CheckOptions& options, const ReplyChecker& checker)
      : options_(options), checker_(checker) {}

  // Checks one line and prints the outcome.
  void CheckLine(const LineReader& line);

  bool saw_request() const { return saw_request_; }
  ExitCode outcome() const { return outcome_; }

 private:
  // The line of output for one line of input.
  absl::StatusOr<std::string> Check(const LineReader& lines);

  const CheckOptions& options_;
  const ReplyChecker& checker_;
  JsonRequestReader reader_;
  bool saw_request_ = false;
  ExitCode outcome_ = ExitCode::kOk;
};

void LineChecker::CheckLine(const LineReader& line) {
  saw_request_ = true;
  const absl::StatusOr<std::string> answer = Check(line);
  if (!answer.ok()) outcome_ = Graver(outcome_, ExitCode::kUnchecked);
  WriteOutput(absl::StrFormat(
      "%s\n", answer.ok() ? *answer
                          : FormatErrorLine(line.number(),
                                            ToStd(answer.status().message()))));
}

absl::StatusOr<std::string> LineChecker::Check(const LineReader& lines) {
  if (lines.too_long()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "the line has more than %d bytes; no request needs as many",
        kMaxLineBytes));
  }
  WANYAN_ASSIGN_OR_RETURN(const JsonRequest line,
                          reader_.Read(lines.line(), options_.request));
  WANYAN_ASSIGN_OR_RETURN(const CheckResult result, checker_(line.request));
  outcome_ = Graver(outcome_, OutcomeOf(result, options_.fail_on));
  return FormatJsonLine({line.id, line.request.reply, options_.offsets},
                        result);
}

}  // namespace

ExitCode CheckLines(const CheckOptions& options, const ReplyChecker& checker) {
  LineChecker lines(options, checker);
  ExitCode outcome = ExitCode::kOk;
  for (const std::string& path : options.paths) {
    const absl::Status status =
        ForEachLine(path, kMaxLineBytes,
                    [&](const LineReader& line) { lines.CheckLine(line); });
    if (status.ok()) continue;
    PrintError(absl::StrFormat("%s: %s", path, ToStd(status.message())));
    outcome = ExitCode::kUnchecked;
  }
  outcome = Graver(outcome, lines.outcome());
  if (lines.saw_request() || outcome != ExitCode::kOk) return outcome;
  PrintError("no input: there is no line to check");
  return ExitCode::kUsage;
}

}  // namespace wanyan
