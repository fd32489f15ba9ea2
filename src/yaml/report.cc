#include "yaml/report.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_format.h"
#include "yaml/diagnostic_codes.h"
#include "yaml/limits.h"

namespace wanyan::yaml {

void Report::Error(SourcePosition position, std::string_view code,
                   std::string message, std::string hint) {
  has_errors_ = true;
  Add(Diagnostic::Severity::kError, position, code, std::move(message),
      std::move(hint));
}

void Report::Warning(SourcePosition position, std::string_view code,
                     std::string message, std::string hint) {
  Add(Diagnostic::Severity::kWarning, position, code, std::move(message),
      std::move(hint));
}

void Report::Add(Diagnostic::Severity severity, SourcePosition position,
                 std::string_view code, std::string message, std::string hint) {
  if (IsFull()) return;
  const std::string_view line = source_.Line(position.line);
  const bool is_shown = line.size() <= kMaxShownLineBytes;
  found_.push_back({.severity = severity,
                    .file = file_,
                    .position = position,
                    .code = std::string(code),
                    .message = std::move(message),
                    .hint = std::move(hint),
                    .source_line = std::string(is_shown ? line : "")});
}

bool Report::IsFull() const { return found_.size() > kMaxDiagnostics; }

void Report::Finish(std::vector<Diagnostic>* diagnostics) && {
  const bool has_more = IsFull();
  if (has_more) found_.pop_back();
  std::stable_sort(found_.begin(), found_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) {
                     return a.position < b.position;
                   });
  std::move(found_.begin(), found_.end(), std::back_inserter(*diagnostics));
  if (!has_more) return;
  diagnostics->push_back(
      {.severity = Diagnostic::Severity::kError,
       .file = file_,
       .position = {},
       .code = std::string(code::kTooManyMistakes),
       .message =
           absl::StrFormat("there are more than %d mistakes", kMaxDiagnostics),
       .hint = "mend these, then look again",
       .source_line = ""});
}

}  // namespace wanyan::yaml
