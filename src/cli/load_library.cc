#include "cli/load_library.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "cli/diagnostics.h"
#include "store/phrasebook_folder.h"

namespace wanyan {

absl::StatusOr<std::shared_ptr<const Library>> LoadLibrary(
    const std::string& directory, std::string_view default_locale,
    std::vector<Diagnostic>* warnings) {
  WANYAN_ASSIGN_OR_RETURN(LoadedFolder folder,
                          LoadPhrasebookFolder(directory, default_locale));
  if (folder.library == nullptr) {
    for (const Diagnostic& diagnostic : folder.diagnostics) {
      absl::FPrintF(stderr, "%s\n", FormatDiagnostic(diagnostic));
    }
    return absl::FailedPreconditionError(absl::StrFormat(
        "the phrasebooks in %s have %s; mend what is shown above", directory,
        Counted(folder.diagnostics, Diagnostic::Severity::kError, "error")));
  }
  if (warnings != nullptr) *warnings = std::move(folder.diagnostics);
  return std::move(folder.library);
}

}  // namespace wanyan
