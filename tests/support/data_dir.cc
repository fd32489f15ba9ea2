#include "support/data_dir.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace wanyan {
namespace {

std::string FromEnvironment(const char* name, const std::string& fallback) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : fallback;
}

}  // namespace

std::string SourceDir() {
  return FromEnvironment("WANYAN_SOURCE_DIR", WANYAN_DEFAULT_SOURCE_DIR);
}

std::string DataDir() {
  return FromEnvironment("WANYAN_DATA_DIR", SourceDir() + "/../shared/data");
}

bool HasData(std::string_view relative) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::path(DataDir()) / relative,
                                 error);
}

}  // namespace wanyan
