#include "cli/check_replies.h"

#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/files.h"
#include "base/status_macros.h"
#include "base/string_view.h"
#include "cli/byte_order_mark.h"
#include "cli/check_outcome.h"
#include "cli/output.h"
#include "cli/standard_input.h"
#include "engine/request_error.h"
#include "report/jsonl.h"
#include "report/terminal.h"

namespace wanyan {
namespace {

// A file that was read whole is checked whole.
constexpr size_t kMaxFileBytes = kMaxReplyBytes + kByteOrderMark.size();

// A reply and what to call it; the name of `--text` is empty.
struct NamedReply {
  std::string name;
  std::string text;
};

absl::StatusOr<std::string> ReadReply(const std::string& path) {
  absl::StatusOr<std::string> bytes = path == kStandardInput
                                          ? ReadStandardInput(kMaxFileBytes)
                                          : ReadFile(path, kMaxFileBytes);
  if (absl::IsOutOfRange(bytes.status())) {
    return absl::OutOfRangeError(absl::StrFormat(
        "it has more than the %d bytes that are checked at once; a file is one "
        "reply: split it, or give one reply a line with --jsonl",
        kMaxReplyBytes));
  }
  WANYAN_RETURN_IF_ERROR(bytes.status());
  if (bytes->starts_with(kByteOrderMark)) {
    bytes->erase(0, kByteOrderMark.size());
  }
  return bytes;
}

bool WantsColor(CheckOptions::Color color) {
  if (color != CheckOptions::Color::kAuto) {
    return color == CheckOptions::Color::kAlways;
  }
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) != 0 &&
         (no_color == nullptr || *no_color == '\0');
}

std::string Format(const NamedReply& reply, const CheckResult& result,
                   const CheckOptions& options) {
  if (options.format == CheckOptions::Format::kText) {
    return FormatForTerminal(reply.name, reply.text, result,
                             WantsColor(options.color));
  }
  return absl::StrFormat(
      "%s\n", FormatJson({reply.name, reply.text, options.offsets}, result));
}

absl::StatusOr<CheckResult> Check(const NamedReply& reply,
                                  const CheckOptions& options,
                                  const ReplyChecker& checker) {
  WANYAN_RETURN_IF_ERROR(RequireUtf8("reply", reply.text));
  CheckRequest request = options.request;
  request.reply = reply.text;
  return checker(request);
}

void PrintErrorAbout(std::string_view name, const absl::Status& error) {
  PrintError(name.empty()
                 ? std::string(error.message())
                 : absl::StrFormat("%s: %s", name, ToStd(error.message())));
}

// A bad reply is input that could not be checked; everything else that can be
// wrong with a request came from flags.
ExitCode OutcomeOfError(const absl::Status& error) {
  return FieldOf(error) == "reply" ? ExitCode::kUnchecked : ExitCodeOf(error);
}

ExitCode CheckOne(const NamedReply& reply, const CheckOptions& options,
                  const ReplyChecker& checker) {
  const absl::StatusOr<CheckResult> result = Check(reply, options, checker);
  if (!result.ok()) {
    PrintErrorAbout(reply.name, result.status());
    return OutcomeOfError(result.status());
  }
  WriteOutput(Format(reply, *result, options));
  return OutcomeOf(*result, options.fail_on);
}

ExitCode CheckFile(const std::string& path, const CheckOptions& options,
                   const ReplyChecker& checker) {
  const absl::StatusOr<std::string> text = ReadReply(path);
  if (!text.ok()) {
    PrintErrorAbout(path, text.status());
    return ExitCode::kUnchecked;
  }
  if (text->empty() && path == kStandardInput) {
    PrintError("no input: standard input is empty");
    return ExitCode::kUsage;
  }
  return CheckOne({path, *text}, options, checker);
}

}  // namespace

ExitCode CheckReplies(const CheckOptions& options,
                      const ReplyChecker& checker) {
  if (options.text.has_value()) {
    return CheckOne({"", *options.text}, options, checker);
  }
  ExitCode outcome = ExitCode::kOk;
  for (const std::string& path : options.paths) {
    outcome = Graver(outcome, CheckFile(path, options, checker));
  }
  return outcome;
}

}  // namespace wanyan
