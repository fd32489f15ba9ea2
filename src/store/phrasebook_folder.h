#ifndef WANYAN_STORE_PHRASEBOOK_FOLDER_H_
#define WANYAN_STORE_PHRASEBOOK_FOLDER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/library.h"
#include "yaml/diagnostic.h"

namespace wanyan {

// What diagnostics call a file of the folder that would be left out: not
// applying a book in silence is worse than not starting.
namespace code {
inline constexpr std::string_view kWrongExtension = "wrong-extension";  // .yml
inline constexpr std::string_view kDanglingLink = "dangling-link";
inline constexpr std::string_view kNotAFile = "not-a-file";  // x.yaml/
}  // namespace code

struct LoadedFolder {
  // Null where `diagnostics` has errors: a broken file never makes half a
  // library.
  std::shared_ptr<const Library> library;
  std::vector<Diagnostic> diagnostics;
};

// Loads DIR/*.yaml as phrasebooks and DIR/profiles/*.yaml as profiles, in the
// order of their names; hidden files are left out. The status tells what could
// not be read (NotFound, PermissionDenied …, naming the path and the way out; a
// folder without books is one); what is wrong inside the files is in the
// diagnostics.
absl::StatusOr<LoadedFolder> LoadPhrasebookFolder(
    const std::string& directory, std::string_view default_locale = "zh-Hans");

// Where phrasebooks are looked for: `flag` (may be empty), else
// $WANYAN_PHRASEBOOKS, else the installed or the source tree's folder.
std::string PhrasebookDirectory(std::string_view flag);

}  // namespace wanyan

#endif  // WANYAN_STORE_PHRASEBOOK_FOLDER_H_
