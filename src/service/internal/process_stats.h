#ifndef WANYAN_SERVICE_INTERNAL_PROCESS_STATS_H_
#define WANYAN_SERVICE_INTERNAL_PROCESS_STATS_H_

#include <optional>

namespace wanyan::internal {

// What the system says of this process; the names are those of Prometheus'
// client libraries.
struct ProcessStats {
  double cpu_seconds = 0;
  double virtual_memory_bytes = 0;
  double resident_memory_bytes = 0;
  double start_time_seconds = 0;  // since 1970
  double open_fds = 0;
  double max_fds = 0;
};

// Reads /proc; nullopt where there is none. Costs some 50 microseconds.
std::optional<ProcessStats> ReadProcessStats();

}  // namespace wanyan::internal

#endif  // WANYAN_SERVICE_INTERNAL_PROCESS_STATS_H_
