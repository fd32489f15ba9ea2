#include "cli/load_library.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "store/phrasebook_folder.h"

namespace wanyan {

absl::StatusOr<std::shared_ptr<const Library>> LoadLibrary(
    const std::string& directory, std::string_view default_locale) {
  WANYAN_ASSIGN_OR_RETURN(LoadedFolder folder,
                          LoadPhrasebookFolder(directory, default_locale));
  for (const Diagnostic& diagnostic : folder.diagnostics) {
    absl::FPrintF(stderr, "%s\n", FormatDiagnostic(diagnostic));
  }
  if (folder.library == nullptr) {
    const auto errors =
        std::ranges::count(folder.diagnostics, Diagnostic::Severity::kError,
                           &Diagnostic::severity);
    return absl::FailedPreconditionError(absl::StrFormat(
        "the phrasebooks in %s have %d error%s; mend what is shown above",
        directory, errors, errors == 1 ? "" : "s"));
  }
  return std::move(folder.library);
}

}  // namespace wanyan
