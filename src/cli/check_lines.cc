#include "cli/check_lines.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "cli/check_outcome.h"
#include "cli/json_request.h"
#include "cli/line_reader.h"
#include "cli/output.h"
#include "cli/standard_input.h"
#include "report/jsonl.h"

namespace wanyan {
namespace {

// A request has at most 1 MB; JSON writes a byte of it in up to six (\u0061).
// The rest is for keys and white space.
constexpr size_t kMaxLineBytes = 8 * kMaxRequestBytes;

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

// The outcome of a whole batch.
class LineChecker {
 public:
  LineChecker(const CheckOptions& options, const ReplyChecker& checker)
      : options_(options), checker_(checker) {}

  // Checks every line of a file, open at `fd`.
  absl::Status CheckAll(int fd);

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

absl::Status LineChecker::CheckAll(int fd) {
  LineReader lines(fd, kMaxLineBytes);
  while (lines.Next()) {
    if (IsBlank(lines.line()) && !lines.too_long()) continue;
    saw_request_ = true;
    const absl::StatusOr<std::string> answer = Check(lines);
    if (!answer.ok()) outcome_ = Graver(outcome_, ExitCode::kUnchecked);
    WriteOutput(absl::StrFormat(
        "%s\n", answer.ok()
                    ? *answer
                    : FormatErrorLine(lines.number(),
                                      ToStd(answer.status().message()))));
  }
  return lines.status();
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

absl::Status CheckFile(const std::string& path, LineChecker* checker) {
  if (path == kStandardInput) return checker->CheckAll(STDIN_FILENO);
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, "cannot open");
  const absl::Status status = checker->CheckAll(fd);
  close(fd);
  return status;
}

}  // namespace

ExitCode CheckLines(const CheckOptions& options, const ReplyChecker& checker) {
  LineChecker lines(options, checker);
  ExitCode outcome = ExitCode::kOk;
  for (const std::string& path : options.paths) {
    const absl::Status status = CheckFile(path, &lines);
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
