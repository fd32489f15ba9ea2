#ifndef WANYAN_CLI_LOAD_LIBRARY_H_
#define WANYAN_CLI_LOAD_LIBRARY_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/library.h"
#include "yaml/diagnostic.h"

namespace wanyan {

inline constexpr std::string_view kDefaultLocale = "zh-Hans";

// The library of the folder `directory`, as PhrasebookDirectory gives it. Where
// its files have errors, all that is wrong in them is printed to standard
// error: FailedPrecondition. Warnings alone go to `warnings`, which may be
// null: they are for who writes the books, not for who checks with them.
absl::StatusOr<std::shared_ptr<const Library>> LoadLibrary(
    const std::string& directory,
    std::string_view default_locale = kDefaultLocale,
    std::vector<Diagnostic>* warnings = nullptr);

}  // namespace wanyan

#endif  // WANYAN_CLI_LOAD_LIBRARY_H_
