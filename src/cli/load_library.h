#ifndef WANYAN_CLI_LOAD_LIBRARY_H_
#define WANYAN_CLI_LOAD_LIBRARY_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "engine/library.h"

namespace wanyan {

inline constexpr std::string_view kDefaultLocale = "zh-Hans";

// The library of the folder `directory`, as PhrasebookDirectory gives it. What
// is wrong in its files is printed to standard error; FailedPrecondition where
// that includes errors.
absl::StatusOr<std::shared_ptr<const Library>> LoadLibrary(
    const std::string& directory,
    std::string_view default_locale = kDefaultLocale);

}  // namespace wanyan

#endif  // WANYAN_CLI_LOAD_LIBRARY_H_
