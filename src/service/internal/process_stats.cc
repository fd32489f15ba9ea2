#include "service/internal/process_stats.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstddef>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "base/string_view.h"

namespace wanyan::internal {
namespace {

constexpr size_t kMaxProcFileBytes = 1 << 20;

// Places in /proc/self/stat, counted from the field behind the program's name
// (proc(5) counts that one as 3).
constexpr size_t kUserTime = 14 - 3;
constexpr size_t kSystemTime = 15 - 3;
constexpr size_t kStartTime = 22 - 3;
constexpr size_t kVirtualBytes = 23 - 3;
constexpr size_t kResidentPages = 24 - 3;

std::optional<std::vector<double>> ReadStatFields() {
  const absl::StatusOr<std::string> stat =
      ReadFile("/proc/self/stat", kMaxProcFileBytes);
  if (!stat.ok()) return std::nullopt;
  // The name stands in parentheses and may hold anything.
  const size_t name_end = stat->rfind(") ");
  if (name_end == std::string::npos) return std::nullopt;
  std::vector<double> fields;
  for (const absl::string_view field :
       absl::StrSplit(stat->substr(name_end + 2), ' ')) {
    double value = 0;  // what is no number is no field of ours
    static_cast<void>(absl::SimpleAtod(field, &value));
    fields.push_back(value);
  }
  if (fields.size() <= kResidentPages) return std::nullopt;
  return fields;
}

// When the machine started, in seconds since 1970.
double BootTime() {
  constexpr std::string_view kKey = "\nbtime ";
  const absl::StatusOr<std::string> stat =
      ReadFile("/proc/stat", kMaxProcFileBytes);
  if (!stat.ok()) return 0;
  const size_t begin = stat->find(kKey);
  if (begin == std::string::npos) return 0;
  const std::string_view rest =
      std::string_view(*stat).substr(begin + kKey.size());
  double seconds = 0;
  static_cast<void>(
      absl::SimpleAtod(ToAbsl(rest.substr(0, rest.find('\n'))), &seconds));
  return seconds;
}

double OpenDescriptors() {
  std::error_code error;
  const std::filesystem::directory_iterator entries("/proc/self/fd", error);
  if (error) return 0;
  return static_cast<double>(std::distance(begin(entries), end(entries)));
}

double MaxDescriptors() {
  rlimit limit{};
  return getrlimit(RLIMIT_NOFILE, &limit) == 0
             ? static_cast<double>(limit.rlim_cur)
             : 0;
}

}  // namespace

std::optional<ProcessStats> ReadProcessStats() {
  const std::optional<std::vector<double>> fields = ReadStatFields();
  if (!fields.has_value()) return std::nullopt;
  const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
  const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
  ProcessStats stats;
  stats.cpu_seconds = ((*fields)[kUserTime] + (*fields)[kSystemTime]) / ticks;
  stats.virtual_memory_bytes = (*fields)[kVirtualBytes];
  stats.resident_memory_bytes = (*fields)[kResidentPages] * page;
  stats.start_time_seconds = BootTime() + (*fields)[kStartTime] / ticks;
  stats.open_fds = OpenDescriptors();
  stats.max_fds = MaxDescriptors();
  return stats;
}

}  // namespace wanyan::internal
