#include <cstdint>

#include "api/phrasebook_calls.h"
#include "api/timestamp.h"
#include "base/version.h"

namespace wanyan {
namespace {

void DiagnosticToMessage(const Diagnostic& diagnostic,
                         v1::Diagnostic* message) {
  message->set_file(diagnostic.file);
  message->set_line(diagnostic.position.line);
  message->set_column(diagnostic.position.column);
  message->set_code(diagnostic.code);
  message->set_message(diagnostic.message);
  message->set_hint(diagnostic.hint);
}

// Warnings are left out: it is not for them that nothing was loaded.
v1::LoadError ErrorToMessage(const LoadError& error) {
  v1::LoadError message;
  *message.mutable_time() = ToMessage(error.time);
  message.set_message(error.message);
  int mistakes = 0;
  for (const Diagnostic& diagnostic : error.diagnostics) {
    if (diagnostic.severity != Diagnostic::Severity::kError) continue;
    if (++mistakes > kMaxDiagnosticsShown) continue;
    DiagnosticToMessage(diagnostic, message.add_diagnostics());
  }
  message.set_diagnostic_count(mistakes);
  return message;
}

}  // namespace

absl::StatusOr<v1::ServerStatus> GetStatus(
    const LibraryStatus& status, const v1::GetStatusRequest& /*request*/) {
  const Library& library = *status.current.library;
  size_t rules = 0;
  for (const Phrasebook& book : library.phrasebooks()) {
    rules += book.rules.size();
  }
  v1::ServerStatus message;
  message.set_version(kVersion);
  message.set_revision(library.revision());
  *message.mutable_loaded_at() = ToMessage(status.current.loaded_at);
  message.set_phrasebook_count(static_cast<int>(library.phrasebooks().size()));
  message.set_rule_count(static_cast<int>(rules));
  message.set_reloads(status.reloads);
  message.set_failed_reloads(status.failed_reloads);
  if (status.error.has_value()) {
    *message.mutable_last_error() = ErrorToMessage(*status.error);
  }
  return message;
}

}  // namespace wanyan
