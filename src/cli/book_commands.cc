#include "cli/book_commands.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "cli/load_library.h"
#include "cli/output.h"
#include "store/phrasebook_folder.h"

namespace wanyan {

void AddDirectory(CLI::App* command, std::string* directory) {
  command
      ->add_option("DIR", *directory,
                   "Folder of phrasebooks; else $WANYAN_PHRASEBOOKS, else the "
                   "installed or the source folder's")
      ->type_name("");
}

absl::StatusOr<std::shared_ptr<const Library>> LoadBooks(
    const std::string& directory) {
  return LoadLibrary(PhrasebookDirectory(directory));
}

void WriteDiagnostics(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics) {
    WriteOutput(absl::StrFormat("%s\n", FormatDiagnostic(diagnostic)));
  }
}

std::string Counted(const std::vector<Diagnostic>& diagnostics,
                    Diagnostic::Severity severity, std::string_view noun) {
  const auto count =
      std::ranges::count(diagnostics, severity, &Diagnostic::severity);
  if (count == 0) return absl::StrFormat("no %ss", noun);
  return absl::StrFormat("%d %s%s", count, noun, count == 1 ? "" : "s");
}

}  // namespace wanyan
